import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { frameSlice } from '../../../src/prediction/frame-slice.ts';
import { type FramingChoices, framingChoices, framingOf, framingSchema } from '../../../src/prediction/framing.ts';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';

const [ROWS, COLUMNS, SIDE] = [70, 90, 48];

/** A bright-rimmed ellipse off the middle, leaning by 15 degrees, with seeded grain. */
function leaningHead(): Float32Array {
  const random = createSeededRandom(3);
  return Float32Array.from({ length: ROWS * COLUMNS }, (_, index) => {
    const [x, y] = [(index % COLUMNS) + 0.5 - 52, Math.floor(index / COLUMNS) + 0.5 - 36];
    const [across, along] = [x * 0.966 + y * 0.259, -x * 0.259 + y * 0.966];
    const r = Math.hypot(across / 22, along / 30);
    return (r > 1 ? 0 : r > 0.85 ? 0.9 : 0.4) + 0.02 * random.next();
  });
}

const at = ({ placement: p }: ReturnType<typeof frameSlice>, x: number, y: number) => [
  p.xx * x + p.xy * y + p.x0,
  p.yx * x + p.yy * y + p.y0,
];

describe('the framings that models were made with', () => {
  // SHA-256 of the pictures as they were before the framing became three choices.
  it.each([
    ['stretch', 'd38b53f3cc1d27cbe2bf064cf0689f32705d57e9cc628f015cca7207ab2378d6'],
    ['head', 'ffb678cc64f0808d6e09bf47ef82ceece196bbba9e1de3c692f4e0cc2acc76b0'],
    ['aligned-head', '9f228a1d8dfca5c013aab1a2d6e50dd0347060a4bfd8fa6f412d9787bbb5b2f6'],
  ] as const)('give the same bits as ever: %s', (name, sha256) => {
    const { picture } = frameSlice([leaningHead()], ROWS, COLUMNS, SIDE, framingChoices(name));
    expect(createHash('sha256').update(picture).digest('hex')).toBe(sha256);
  });

  it('are read from what was stored, and written by name where they have one', () => {
    for (const name of ['stretch', 'pad', 'head', 'aligned-head'] as const) {
      expect(framingSchema.parse(name)).toBe(name);
      expect(framingOf(framingChoices(name))).toBe(name);
    }
    expect(framingChoices()).toEqual(framingChoices('stretch'));
    const other: FramingChoices = { cropToHead: true, square: 'stretch', alignToMidline: false };
    expect(framingOf(other)).toEqual(other);
    expect(() => framingSchema.parse('sideways')).toThrow();
  });
});

describe('a slice as a square', () => {
  it('keeps its own proportions when it is padded, with its background around', () => {
    const framed = frameSlice([leaningHead()], ROWS, COLUMNS, SIDE, framingChoices('pad'));
    expect(framed.placement.xx).toBe(framed.placement.yy);
    expect(at(framed, 0, -10)).toEqual([0, 0]);
    expect(framed.picture[SIDE / 2]).toBeCloseTo(framed.background[0] ?? 9, 6);
  });

  it('is cut to the head and stretched, each axis by its own factor', () => {
    const framed = frameSlice([leaningHead()], ROWS, COLUMNS, SIDE, {
      cropToHead: true,
      square: 'stretch',
      alignToMidline: false,
    });
    expect(framed.placement.xx).toBeGreaterThan(framed.placement.yy);
    const [x = 0, y = 0] = at(framed, 52, 36);
    expect(Math.abs(x - SIDE / 2)).toBeLessThan(1.5);
    expect(Math.abs(y - SIDE / 2)).toBeLessThan(1.5);
    // The head touches all four sides.
    const middle = SIDE * (SIDE / 2);
    expect(Math.max(...framed.picture.subarray(middle, middle + 3))).toBeGreaterThan(0.5);
  });

  it('turns every channel by the midline of the first', () => {
    const head = leaningHead();
    const negative = head.map((level) => 1 - level);
    for (const name of ['pad', 'aligned-head'] as const) {
      const both = frameSlice([head, negative], ROWS, COLUMNS, SIDE, framingChoices(name));
      const alone = frameSlice([head], ROWS, COLUMNS, SIDE, framingChoices(name));
      expect(both.placement).toEqual(alone.placement);
      expect(both.picture.filter((_, index) => index % 2 === 0)).toEqual(alone.picture);
      const inside = SIDE * (SIDE / 2) + SIDE / 2;
      expect(both.picture[2 * inside + 1]).toBeCloseTo(1 - (both.picture[2 * inside] ?? 9), 5);
    }
  });
});
