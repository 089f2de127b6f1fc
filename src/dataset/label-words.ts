import type { TrainableLabel } from '../review/label.ts';

const HAEMORRHAGE = new Set([
  '1',
  '1.0',
  'yes',
  'y',
  'true',
  't',
  'positive',
  'pos',
  'haemorrhage',
  'hemorrhage',
  'haemorrhagic',
  'hemorrhagic',
  'bleed',
  'bleeding',
  'ich',
]);

const NONE = new Set([
  '0',
  '0.0',
  'no',
  'n',
  'false',
  'f',
  'negative',
  'neg',
  'none',
  'normal',
  'healthy',
  'no haemorrhage',
  'no hemorrhage',
  'no bleed',
  'non haemorrhagic',
  'non hemorrhagic',
  'nonhaemorrhagic',
  'nonhemorrhagic',
]);

/**
 * The label that a word of a table or a folder's name stands for: 0/1, yes/no, true/false, haemorrhage/none and the like,
 * in any case, with spaces, hyphens or underscores between words.
 * @returns null for a word that means neither
 */
export function labelOfWord(word: string): TrainableLabel | null {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  if (HAEMORRHAGE.has(plain)) return 'haemorrhage';
  return NONE.has(plain) ? 'none' : null;
}
