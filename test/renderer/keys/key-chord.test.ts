import { describe, expect, it } from 'vitest';
import { chordsOf, chordToKeep, type KeyPress, parseChord, typesNothing } from '../../../renderer/keys/key-chord.ts';
import { chordWord } from '../../../renderer/keys/shown-keys.ts';
import { editsText } from '../../../renderer/keys/unusable-keys.ts';

const none = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, altGraph: false };
const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({ ...none, key, code, ...held });
const pc = (key: string, code: string, held?: Partial<KeyPress>) => chordsOf(press(key, code, held), false);

describe('chordsOf', () => {
  it('goes by what a Latin key types, wherever it is: A on AZERTY is where Q is on QWERTY', () => {
    expect(pc('a', 'KeyQ')).toEqual(['a']);
    expect(pc('z', 'KeyY')).toEqual(['z']);
  });

  it('does not mind Caps Lock', () => {
    expect(pc('A', 'KeyA')).toEqual(['a']);
    expect(pc('z', 'KeyZ', { shiftKey: true })).toEqual(['Shift+z']);
  });

  it('takes letters of other scripts by their place', () => {
    expect(pc('ф', 'KeyA')).toEqual(['a']);
    expect(pc('ש', 'KeyA')).toEqual(['a']);
    expect(pc('Я', 'KeyZ', { shiftKey: true })).toEqual(['Shift+z']);
    expect(pc('ю', 'Period')).toEqual(['.']);
    expect(pc('Process', 'KeyY')).toEqual(['y']);
  });

  it('keeps letters of Latin keyboards that a US keyboard does not have', () => {
    expect(pc('ö', 'Semicolon')).toEqual(['ö']);
  });

  it('finds digits on AZERTY without Shift, on the number pad, and with Shift', () => {
    expect(pc('&', 'Digit1')).toEqual(['&', '1']);
    expect(pc('1', 'Numpad1')).toEqual(['1']);
    expect(pc('1', 'Digit1', { shiftKey: true })).toEqual(['Shift+1']);
    expect(pc('!', 'Digit1', { shiftKey: true })).toEqual(['!', 'Shift+1']);
  });

  it('takes a sign as itself, with Shift or without', () => {
    expect(pc('?', 'Slash', { shiftKey: true })).toEqual(['?']);
    expect(pc('?', 'Minus', { shiftKey: true })).toEqual(['?']);
    expect(pc('/', 'Digit7', { shiftKey: true })[0]).toBe('/');
  });

  it('knows AltGr, which types, from Ctrl and Alt', () => {
    expect(pc('[', 'Digit8', { ctrlKey: true, altKey: true, altGraph: true })[0]).toBe('[');
    expect(pc('k', 'KeyK', { ctrlKey: true })).toEqual(['$mod+k']);
  });

  it('makes Command the main key of a Mac, and Option types nothing', () => {
    expect(chordsOf(press('k', 'KeyK', { metaKey: true }), true)).toEqual(['$mod+k']);
    expect(chordsOf(press('å', 'KeyA', { altKey: true }), true)).toEqual(['Alt+a']);
  });

  it('is nothing for a held key alone', () => {
    expect(pc('Shift', 'ShiftLeft', { shiftKey: true })).toEqual([]);
  });
});

describe('chordToKeep', () => {
  it('keeps a digit as a digit, and the rest as typed', () => {
    expect(chordToKeep(press('&', 'Digit1'), false)).toBe('1');
    expect(chordToKeep(press('?', 'Slash', { shiftKey: true }), false)).toBe('?');
  });
});

describe('parseChord', () => {
  it('has one spelling for what is written in many', () => {
    const spelt = [
      'Digit1',
      'Numpad1',
      'KeyA',
      'A',
      'Shift+?',
      '$mod+k',
      'Control+k',
      'Shift+Alt+ArrowUp',
      '+',
      '$mod++',
    ];
    expect(spelt.map((written) => parseChord(written, false))).toEqual([
      '1',
      '1',
      'a',
      'a',
      '?',
      '$mod+k',
      '$mod+k',
      'Alt+Shift+ArrowUp',
      '+',
      '$mod++',
    ]);
  });

  it('refuses what is no key', () => {
    expect(['', 'Shift+', 'not a key', 'z z', 'foo'].map((written) => parseChord(written, false))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('typesNothing', () => {
  it('is true of commands that may be given from a field', () => {
    expect(['$mod+k', 'Alt+ArrowUp', 'F11', 'k', 'Shift+z', '?'].map(typesNothing)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('editsText', () => {
  it('is true of what a field keeps while one types in it', () => {
    expect(['$mod+a', '$mod+Shift+z', '$mod+k', 'a'].map(editsText)).toEqual([true, true, false, false]);
  });
});

describe('chordWord', () => {
  it('names the caps', () => {
    expect([chordWord('Shift+z', false), chordWord('$mod+k', false), chordWord('$mod+k', true)]).toEqual([
      'Shift+Z',
      'Ctrl+K',
      '⌘+K',
    ]);
    expect([chordWord('+', false), chordWord('$mod++', false)]).toEqual(['+', 'Ctrl++']);
  });
});
