import { describe, expect, it } from 'vitest';
import { bandRows, bandWords, placeAfterKey, placeAt, stripBands } from '../../../renderer/viewer/strip-bands.ts';

const slice = (sliceId: number, probability: number | null, read = false) => ({
  ...{ sliceId, positionMm: null, predictable: true, read },
  prediction: probability === null ? null : { probability, threshold: 0.5 },
});

describe('the bands of the strip', () => {
  it('cover its height without a hole, and none is without a row', () => {
    for (const [count, heightPx] of [
      [14, 700],
      [1000, 700],
      [3, 100],
    ] as const) {
      const rows = Array.from({ length: count }, (_, place) => bandRows(place, count, heightPx));
      expect(rows[0]?.top).toBe(0);
      expect(rows.at(-1)?.end).toBe(heightPx);
      expect(rows.every(({ top, end }) => end > top)).toBe(true);
      expect(rows.every(({ top }, place) => place === 0 || top <= (rows[place - 1]?.end ?? 0))).toBe(true);
    }
  });

  it('are found again at their height, and beyond the ends', () => {
    const places = Array.from({ length: 14 }, (_, place) => placeAt(bandRows(place, 14, 700).top + 1, 14, 700));
    expect(places).toEqual(Array.from({ length: 14 }, (_, place) => place));
    expect([placeAt(-5, 14, 700), placeAt(9999, 14, 700), placeAt(3, 0, 0)]).toEqual([0, 13, 0]);
  });

  it('tell of reads alone while the model is hidden', () => {
    const [hidden] = stripBands([slice(1, 0.8, true)], false);
    expect(hidden).toEqual({ sliceId: 1, probability: null, suspicious: false, read: true });
    expect(hidden && bandWords(hidden, 11, 30)).toBe('slice 12 of 30, read');
    const [shown, unpredicted] = stripBands([slice(1, 0.83), slice(2, null)], true);
    expect(shown && bandWords(shown, 11, 30)).toBe(
      'slice 12 of 30, probability 0.83, at or above the threshold, unread',
    );
    expect(unpredicted && bandWords(unpredicted, 0, 30)).toBe('slice 1 of 30, unread');
  });

  it('are gone through by key, as they lie', () => {
    expect(placeAfterKey('ArrowDown', 3, 30)).toBe(4);
    expect(placeAfterKey('ArrowUp', 0, 30)).toBe(0);
    expect(placeAfterKey('PageDown', 3, 30)).toBe(6);
    expect(placeAfterKey('End', 3, 30)).toBe(29);
    expect(placeAfterKey('x', 3, 30)).toBeNull();
  });
});
