import path from 'node:path';

/**
 * The folder named on the app's command line, as an absolute path. Switches are left out; under a development Electron
 * the first name is the app's own folder.
 */
export function folderFromArguments(argv: readonly string[], isDefaultApp: boolean, cwd: string): string | null {
  const names = argv.slice(1).filter((argument) => argument !== '' && !argument.startsWith('-'));
  const folder = names[isDefaultApp ? 1 : 0];
  return folder === undefined ? null : path.resolve(cwd, folder);
}
