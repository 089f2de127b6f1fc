import { cleanName } from './clean-text.ts';

/**
 * What a reader is known by: the name on one line, without regard to case ("Ann" and "ann " are one). Folded by way of the
 * upper case, so that letters with two lower-case forms meet. Empty for a blank name.
 */
export function readerKey(name: string): string {
  return cleanName(name).toUpperCase().toLowerCase().normalize('NFC');
}
