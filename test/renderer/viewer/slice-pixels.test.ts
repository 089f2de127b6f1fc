import { describe, expect, it } from 'vitest';
import { blendTable, paintSamples } from '../../../renderer/viewer/slice-pixels.ts';
import { heatTable } from '../../../src/viewing/heat-colour-maps.ts';

const LOOK = { colours: 'ember', floor: 0.5, opacity: 0.6 } as const;

const rgba = (words: Uint32Array): number[][] =>
  [...words].map((word) => [word & 255, (word >> 8) & 255, (word >> 16) & 255, word >>> 24]);

describe('a table of grey under heat', () => {
  it('is grey where heat is below the floor, and opaque everywhere', () => {
    const table = rgba(blendTable(LOOK));
    expect(table).toHaveLength(256 * 256);
    for (const heat of [0, 100, 127]) expect(table[heat * 256 + 77]).toEqual([77, 77, 77, 255]);
    expect(table.every(([, , , alpha]) => alpha === 255)).toBe(true);
  });

  it('mixes grey and colour by the colour’s alpha and the opacity, rounded', () => {
    const table = rgba(blendTable(LOOK));
    const heats = heatTable('ember', 0.5);
    for (const heat of [128, 200, 255]) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = heats.slice(heat * 4, heat * 4 + 4);
      const cover = (alpha / 255) * 0.6;
      for (const grey of [0, 90, 255]) {
        const mixed = [red, green, blue].map((channel) => grey * (1 - cover) + channel * cover);
        const found = table[heat * 256 + grey] ?? [];
        for (const [at, exact] of mixed.entries()) expect(Math.abs((found[at] ?? -1) - exact)).toBeLessThanOrEqual(0.5);
      }
    }
  });
});

describe('pixels of a slice', () => {
  const samples = {
    samples: Int16Array.of(-3, 0, 2, 9),
    lowest: -3,
    levels: Uint8ClampedArray.of(10, 20, 30, 40, 50, 60),
  };

  it('are grey without heat, black for a sample beyond the levels', () => {
    const words = new Uint32Array(4);
    paintSamples(samples, null, words);
    expect(rgba(words)).toEqual([10, 40, 60, 0].map((grey) => [grey, grey, grey, 255]));
  });

  it('carry the heat of their own place', () => {
    const table = blendTable(LOOK);
    const words = new Uint32Array(4);
    paintSamples(samples, { heat: Uint8Array.of(255, 0, 130, 20), table }, words);
    expect([...words]).toEqual([table[255 * 256 + 10], table[40], table[130 * 256 + 60], table[20 * 256]]);
  });
});
