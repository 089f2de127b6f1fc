import { describe, expect, test } from 'vitest';
import { findNames, type KnownNames, type NameKind, renamed } from '../../../src/dataset/find-names.ts';

const knownNames = (names: Readonly<Record<string, NameKind>>): KnownNames<string> => ({
  of: (kind, name) => (names[name] === kind ? `<${name}>` : undefined),
  longest: Math.max(...Object.keys(names).map((name) => name.length)),
});
const KNOWN = knownNames({
  '1': 'file',
  '2': 'file',
  '30': 'file',
  'bleed/3.png': 'file',
  'bleed/3.png.old': 'file',
  '3.png': 'file',
  '/data/bleed': 'folder',
  'C:/heads/bleed': 'folder',
  'bleed set': 'title',
});
const said = (text: string): string => renamed(text, findNames(text, KNOWN), (name) => name);

describe('names in a text', () => {
  test.each([
    ['30 cannot be read: "1" is gone, and 2.', '<30> cannot be read: "<1>" is gone, and <2>.'],
    ['"bleed/3.png" is gone', '"<bleed/3.png>" is gone'],
    ['bleed/3.png.old and 3.png', '<bleed/3.png.old> and <3.png>'],
    ['bleed\\3.png is gone', '<bleed/3.png> is gone'],
    ['C:\\heads\\bleed\\3.png', '<C:/heads/bleed>\\<3.png>'],
    ['/data/bleed/3.png in /data/bleed', '</data/bleed>/<3.png> in </data/bleed>'],
    ['/elsewhere/bleed/3.png', '/elsewhere/<bleed/3.png>'],
    ['/data/2019/30', '/data/2019/<30>'],
    ['The source "bleed set" moved', 'The source "<bleed set>" moved'],
    ['Bild_1, é2é, „30“', 'Bild_<1>, é2é, „<30>“'],
  ])('%s', (text, told) => {
    expect(said(text)).toBe(told);
  });

  test.each(['310 of 12', 'a1', '1b', 'fold 1/2', '1.5 mm', '0.30', '12:30', '2026-11-30', '1/x.png', '1\\x.png'])(
    '%s holds none',
    (text) => {
      expect(said(text)).toBe(text);
    },
  );

  test.each(['x3.png', '3.pngs', '3.png/x', '/data/bleeds', 'bleed set'])(
    'nor does %s, which only begins or ends like one',
    (text) => {
      expect(said(text)).toBe(text);
    },
  );

  test('a letter of two units adjoins like any other, and a picture does not', () => {
    expect(said('3.png𝒜 𝒜3.png')).toBe('3.png𝒜 𝒜3.png');
    expect(said('3.png🧠 🧠3.png')).toBe('<3.png>🧠 🧠<3.png>');
  });

  test('words that are put in are not searched again', () => {
    expect(renamed('1 2', findNames('1 2', KNOWN), (name) => (name === '<1>' ? 'slice 2' : '$& 1'))).toBe(
      'slice 2 $& 1',
    );
  });
});
