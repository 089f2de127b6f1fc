/** A time for a file's name: sorts by time, says nothing of the content, and holds no character that a file system refuses. */
export function fileStamp(time: Date): string {
  return time.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}
