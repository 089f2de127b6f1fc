import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';

/** How many pixels of a saved picture in colour are no grey. */
export function colouredPixels(file: string): number {
  const { data, channels } = decode(readFileSync(file));
  let count = 0;
  for (let at = 0; at < data.length; at += channels) {
    if (data[at] !== data[at + 1] || data[at + 1] !== data[at + 2]) count += 1;
  }
  return count;
}
