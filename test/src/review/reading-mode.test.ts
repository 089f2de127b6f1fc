import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { armOf, modeChange } from '../../../src/review/reading-mode.ts';

const NONE = { off: 0, on: 0, half: 0 };

describe('the arm of a case', () => {
  test('off follows the reader’s own wish, on is blind whatever they wish', () => {
    expect(armOf({ mode: 'off', seed: 1 }, 'patient-1', false)).toBe('open');
    expect(armOf({ mode: 'off', seed: 1 }, 'patient-1', true)).toBe('blind');
    expect(armOf({ mode: 'on', seed: 1 }, 'patient-1', false)).toBe('blind');
  });

  test('half depends on seed and group alone', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.boolean(), (seed, group, wish) => {
        expect(armOf({ mode: 'half', seed }, group, wish)).toBe(armOf({ mode: 'half', seed }, group, !wish));
      }),
    );
  });

  test('half deals about half of many cases to each arm, and another seed deals them anew', () => {
    const groups = Array.from({ length: 2000 }, (_, index) => `patient-${index}`);
    const blind = (seed: number) => groups.map((group) => armOf({ mode: 'half', seed }, group, false) === 'blind');
    const share = blind(7).filter(Boolean).length / groups.length;
    // Five standard errors of a fair coin over 2000 cases.
    expect(Math.abs(share - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 2000));
    const same = blind(7).filter((is, index) => is === blind(8)[index]).length / groups.length;
    expect(Math.abs(same - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 2000));
  });
});

describe('changing the mode', () => {
  test('is free before the first read, and asked for after it', () => {
    expect(modeChange('on', 'off', NONE)).toEqual({ kind: 'free' });
    expect(modeChange('on', 'half', { ...NONE, on: 1 })).toMatchObject({ kind: 'ask' });
    expect(modeChange('on', 'on', { ...NONE, on: 1 })).toEqual({ kind: 'free' });
  });

  test('is refused once a reader study has begun', () => {
    expect(modeChange('half', 'on', { ...NONE, half: 1 })).toMatchObject({ kind: 'refused' });
    expect(modeChange('half', 'on', { ...NONE, off: 3 })).toMatchObject({ kind: 'ask' });
  });
});
