import { describe, expect, it } from 'vitest';
import {
  countWord,
  durationWord,
  intervalWord,
  lastPart,
  lastTwoParts,
  percentWord,
  probabilityWord,
} from '../../renderer/words.ts';

describe('figures in words', () => {
  it('never rounds a probability to a certainty', () => {
    expect([0, 0.004, 0.005, 0.5, 0.994, 0.999, 1].map(probabilityWord)).toEqual([
      '0.00',
      '<0.01',
      '0.01',
      '0.50',
      '0.99',
      '>0.99',
      '1.00',
    ]);
  });

  it('writes shares with their interval, and says when there is none', () => {
    const none = { k: 0, n: 0, value: null, low: null, high: null };
    expect(percentWord(0.92)).toBe('92.0 %');
    expect(percentWord(none.value)).toBe('n/a');
    expect(intervalWord({ low: 0.8116, high: 0.9685 })).toBe('95 % CI 81.2 to 96.9');
    expect(intervalWord(none)).toBe('95 % CI not defined');
  });

  it('writes times to go', () => {
    expect([400, 59_400, 60_000, 185_000, 3_720_000].map(durationWord)).toEqual([
      '0 s',
      '59 s',
      '1 min 00 s',
      '3 min 05 s',
      '1 h 02 min',
    ]);
  });

  it('counts one and many', () => {
    expect([countWord(1, 'slice'), countWord(1200, 'slice'), countWord(2, 'entry', 'entries')]).toEqual([
      '1 slice',
      '1,200 slices',
      '2 entries',
    ]);
  });

  it('takes the last part of either kind of path', () => {
    expect([lastPart('/a/b/'), lastPart('C:\\a\\b.png'), lastPart('x')]).toEqual(['b', 'b.png', 'x']);
  });

  it('tells files of several folders apart', () => {
    expect([lastTwoParts('set/patient-01/1.dcm'), lastTwoParts('1.dcm')]).toEqual(['patient-01/1.dcm', '1.dcm']);
  });
});
