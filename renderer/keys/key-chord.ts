/** A key with what is held beside it, in one spelling: `z`, `Shift+z`, `$mod+k`, `?`, `1`, `ArrowDown`. */
export type Chord = string;

/** What of a keyboard event tells the key. `altGraph`: whether AltGr is held. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altGraph: boolean;
}

interface Held {
  readonly mod: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
}

const MODIFIER_KEYS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'OS', 'CapsLock', 'Fn', 'NumLock']);
const NOT_A_KEY = new Set(['Dead', 'Unidentified', 'Process']);
const PLACES: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/** The key at a place of a US keyboard, by the browser's name of the place; null for keys that have none of their own. */
function keyAtPlace(code: string): string | null {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter) return letter.toLowerCase();
  const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(code) ?? [];
  return digit ?? PLACES[code] ?? null;
}

const isSign = (key: string): boolean => key.length === 1 && !/[\p{Letter}\p{Number}]/u.test(key);

/** A sign (`?`, `/`) is itself on every keyboard, with Shift or without; of letters, digits and named keys Shift is part. */
function spell(held: Held, key: string): Chord {
  const parts = [held.mod && '$mod', held.control && 'Control', held.alt && 'Alt', held.meta && 'Meta'];
  return [...parts, held.shift && !isSign(key) && 'Shift', key].filter((part) => part !== false).join('+');
}

/**
 * The one spelling of a chord written as in the table of keys (`Shift+?`, `Digit1`, `A`); null where it is none.
 * `$mod` is Command on a Mac and Ctrl elsewhere.
 */
export function parseChord(written: string, mac: boolean): Chord | null {
  const [, before = '', last = ''] = /^((?:(?:\$mod|Control|Alt|Meta|Shift)\+)*)(.+)$/s.exec(written) ?? [];
  if (last === '' || /\s/.test(last) || (last.length > 1 && !/^[A-Z][A-Za-z0-9]*$/.test(last))) return null;
  const held = new Set(before.split('+'));
  const key = keyAtPlace(last) ?? (last.length === 1 ? last.toLowerCase() : last);
  const alias = { ctrl: !mac && held.has('Control'), command: mac && held.has('Meta') };
  return spell(
    {
      mod: held.has('$mod') || alias.ctrl || alias.command,
      control: mac && held.has('Control'),
      alt: held.has('Alt'),
      meta: !mac && held.has('Meta'),
      shift: held.has('Shift'),
    },
    key,
  );
}

function heldBeside(press: KeyPress, mac: boolean): Held {
  // AltGr types signs; Windows reports it as Ctrl and Alt as well.
  const { ctrlKey, altKey } = press.altGraph ? { ctrlKey: false, altKey: false } : press;
  return {
    mod: mac ? press.metaKey : ctrlKey,
    control: mac && ctrlKey,
    alt: altKey,
    meta: !mac && press.metaKey,
    shift: press.shiftKey,
  };
}

/** What a press may be called, best first: what it types, then, for digits and letters of other scripts, where it is. */
function keysOf({ key, code, altKey, altGraph }: KeyPress): readonly string[] {
  if (key === ' ') return ['Space'];
  if (key.length > 1 && !NOT_A_KEY.has(key)) return MODIFIER_KEYS.has(key) ? [] : [key];
  const place = keyAtPlace(code);
  const typed = key.length === 1 ? key.toLowerCase() : null;
  if (typed === null) return place === null ? [] : [place];
  if (place === null || typed === place) return [typed];
  if (/^\d$/.test(typed)) return [place.match(/^\d$/) ? place : typed];
  if (/^\d$/.test(place)) return [typed, place];
  // Option with a letter types a sign on a Mac.
  if (altKey && !altGraph && /^[a-z]$/.test(place)) return [place];
  return /\p{Letter}/u.test(typed) && !/\p{Script=Latin}/u.test(typed) ? [place] : [typed];
}

/** Every spelling that a press answers to, best first. Empty for a modifier alone. */
export function chordsOf(press: KeyPress, mac: boolean): readonly Chord[] {
  const held = heldBeside(press, mac);
  return [...new Set(keysOf(press).map((key) => spell(held, key)))];
}

/** The spelling under which a press is kept: the digit where the place is a digit's, so that it holds on other keyboards. */
export function chordToKeep(press: KeyPress, mac: boolean): Chord | null {
  const chords = chordsOf(press, mac);
  return chords.find((chord) => /(^|\+)\d$/.test(chord)) ?? chords[0] ?? null;
}

/** Whether a chord is more than a key alone, so that it types nothing and can be a command even in a field. */
export function typesNothing(chord: Chord): boolean {
  return /^(\$mod|Control|Alt|Meta)\+/.test(chord) || /(^|\+)F\d{1,2}$/.test(chord);
}

/** Reads what the keys need from the browser's event. */
export function pressOf(event: KeyboardEvent): KeyPress {
  const { key, code, ctrlKey, altKey, metaKey, shiftKey } = event;
  return { key, code, ctrlKey, altKey, metaKey, shiftKey, altGraph: event.getModifierState('AltGraph') };
}
