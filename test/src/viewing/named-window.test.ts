import { describe, expect, it } from 'vitest';
import {
  changeWindows,
  HU_WINDOWS,
  MOST_WINDOWS,
  namedWindowsSchema,
  PERCENT_WINDOWS,
  percentOfWindow,
  typedWindowNumber,
  windowOfPercent,
} from '../../../src/viewing/named-window.ts';

it('has the six CT windows of the keys 1 to 6, in their order', () => {
  expect(HU_WINDOWS.map(({ name, width, center }) => [name, width, center])).toEqual([
    ['Brain', 80, 40],
    ['Subdural', 200, 80],
    ['Stroke', 40, 40],
    ['Bone', 2800, 600],
    ['Soft tissue', 400, 40],
    ['Wide', 350, 40],
  ]);
});

const names = (windows: readonly { readonly name: string }[]) => windows.map(({ name }) => name).join(' ');

describe('changeWindows', () => {
  const own = { id: 'own', name: 'Own', width: 60, center: 30 };

  it('adds at the end, renames and edits in place, deletes', () => {
    const added = changeWindows(HU_WINDOWS, { kind: 'add', window: own });
    expect(names(added)).toBe('Brain Subdural Stroke Bone Soft tissue Wide Own');
    const edited = changeWindows(added, { kind: 'edit', id: 'bone', to: { name: 'Temporal bone', width: 4000 } });
    expect(edited[3]).toEqual({ id: 'bone', name: 'Temporal bone', width: 4000, center: 600 });
    expect(names(changeWindows(edited, { kind: 'delete', id: 'brain' }))).toBe(
      'Subdural Stroke Temporal bone Soft tissue Wide Own',
    );
  });

  it('moves one place at a time, and not beyond the ends', () => {
    expect(names(changeWindows(HU_WINDOWS, { kind: 'move', id: 'stroke', by: -1 }))).toBe(
      'Brain Stroke Subdural Bone Soft tissue Wide',
    );
    expect(changeWindows(HU_WINDOWS, { kind: 'move', id: 'brain', by: -1 })).toEqual(HU_WINDOWS);
    expect(changeWindows(HU_WINDOWS, { kind: 'move', id: 'wide', by: 1 })).toEqual(HU_WINDOWS);
    expect(changeWindows(HU_WINDOWS, { kind: 'delete', id: 'gone' })).toEqual(HU_WINDOWS);
  });

  it('keeps no more than the preferences may hold', () => {
    const full = Array.from({ length: MOST_WINDOWS }, (_, index) => ({ ...own, id: `own-${index}` }));
    expect(namedWindowsSchema.safeParse(full).success).toBe(true);
    expect(changeWindows(full, { kind: 'add', window: own })).toHaveLength(MOST_WINDOWS);
    expect(namedWindowsSchema.safeParse([own, own]).success).toBe(false);
  });
});

it('a window in per cent goes by the full range, and back', () => {
  const eightBit = { center: 128, width: 256 };
  const [full, dark] = PERCENT_WINDOWS;
  if (!full || !dark) throw new Error('There are defaults.');
  expect(windowOfPercent(full, eightBit)).toEqual(eightBit);
  expect(windowOfPercent(dark, eightBit)).toEqual({ center: 64, width: 128 });
  expect(percentOfWindow({ center: 64, width: 128 }, eightBit)).toEqual({ center: 25, width: 50 });
});

it('reads typed numbers and says what may be typed', () => {
  expect(typedWindowNumber(' −40 ', 'center')).toEqual({ kind: 'number', value: -40 });
  expect(typedWindowNumber('62,5', 'width')).toEqual({ kind: 'number', value: 62.5 });
  expect(typedWindowNumber('0', 'width')).toEqual({ kind: 'wrong', why: 'A width is a number from 1 to 65536.' });
  expect(typedWindowNumber('', 'center').kind).toBe('wrong');
  expect(typedWindowNumber('1e999', 'width').kind).toBe('wrong');
});
