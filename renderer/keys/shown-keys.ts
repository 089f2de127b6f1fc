import type { Chord } from './key-chord.ts';

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Delete: 'Del',
  Escape: 'Esc',
};
const HELD = { $mod: 'Ctrl', Control: 'Ctrl', Alt: 'Alt', Meta: 'Super', Shift: 'Shift' } as const;
const HELD_ON_A_MAC = { $mod: '⌘', Control: '⌃', Alt: '⌥', Meta: '⌘', Shift: '⇧' } as const;

export const IS_MAC = typeof navigator === 'object' && /Mac/.test(navigator.platform);

/** A chord as the caps to press, e.g. `['Shift', 'Z']`. */
export function shownKeys(chord: Chord, mac = IS_MAC): readonly string[] {
  const [, before = '', key = ''] = /^((?:(?:\$mod|Control|Alt|Meta|Shift)\+)*)(.+)$/s.exec(chord) ?? [];
  const words: Readonly<Record<string, string>> = mac ? HELD_ON_A_MAC : HELD;
  const held = before.split('+').filter((part) => part !== '');
  return [...held.map((part) => words[part] ?? part), SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key)];
}

/** A chord in one word, e.g. `Shift+Z`. */
export function chordWord(chord: Chord, mac = IS_MAC): string {
  return shownKeys(chord, mac).join('+');
}
