import { labelOfWord } from './label-words.ts';

/** Whether a folder's name, or that of a folder above it, is a class. */
export function isTellingPath(path: string): boolean {
  return path.split(/[/\\]/).some(isTellingName);
}

/** Whether a name is that of a class: as a whole, or as one of its words (`bleed 2019`). Numbers and single letters are no words. */
export function isTellingName(name: string): boolean {
  if (labelOfWord(name) !== null) return true;
  return name.split(/[^\p{L}]+/u).some((word) => word.length > 2 && labelOfWord(word) !== null);
}
