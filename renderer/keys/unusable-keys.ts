import type { Chord } from './key-chord.ts';

/** Keys that every control needs: to leave it, to press it, to close what is open. */
const RESERVED = new Set(['Tab', 'Escape', 'Enter', 'ContextMenu', 'CapsLock', 'NumLock', 'ScrollLock', 'PrintScreen']);
/** What the window's menu and text fields do; see main/menu.ts. The table of defaults may have one where a field keeps it. */
const EDITING = new Set(['$mod+c', '$mod+x', '$mod+v', '$mod+a', '$mod+q', '$mod+w', '$mod+m']);

/** What a text field does with keys of its own while one types in it, whatever else they stand for. */
export function editsText(chord: Chord): boolean {
  return /^\$mod\+(Shift\+)?[acvxyz]$/.test(chord);
}

/** Why no command can have a key, to follow "because"; null where one can. */
export function whyNotAKey(chord: Chord): string | null {
  const key = chord.split('+').at(-1) ?? '';
  if (RESERVED.has(key)) return `${key} moves through the window and works its controls`;
  if (EDITING.has(chord)) return 'the window and its text fields need it';
  if (/(^|\+)Meta\+/.test(chord)) return 'the system keeps this key to itself';
  if (/^Alt\+(Shift\+)?F4$/.test(chord)) return 'it closes the window';
  return null;
}
