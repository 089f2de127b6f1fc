/** A folder name that every system accepts, made from a project's name. */
export function folderNameFor(name: string): string {
  const safe = [...name.trim()].map((char) => (/[<>:"/\\|?*]/.test(char) || char < ' ' ? '-' : char)).join('');
  return safe.replace(/[. ]+$/, '').slice(0, 100) || 'Overread project';
}

/** Where a project with this name goes inside `parent`, in the parent's own way of writing paths. */
export function projectFolder(parent: string, name: string): string {
  const separator = parent.includes('\\') && !parent.includes('/') ? '\\' : '/';
  return `${parent.replace(/[\\/]+$/, '')}${separator}${folderNameFor(name)}`;
}
