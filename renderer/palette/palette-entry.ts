import type { Chord } from '../keys/key-chord.ts';

/** Something that the palette offers. */
export interface PaletteEntry {
  /** With a colon where it belongs to one project. */
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /** Further words that it is found by. */
  readonly words: string;
  readonly keys: readonly Chord[];
  /** Why it cannot be done now; null when it can. */
  readonly why: string | null;
  /** Whether it may end in something being deleted for good: it is found by words of its own alone, and behind all else. */
  readonly destroys: boolean;
  run(): unknown;
}

type Offered = Pick<PaletteEntry, 'id' | 'group' | 'title' | 'run'> & Partial<Pick<PaletteEntry, 'why' | 'words'>>;

/** An entry that no key stands for. */
export function offered(entry: Offered): PaletteEntry {
  return { words: '', keys: [], why: null, destroys: false, ...entry };
}
