import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { encodeSlicePng } from '../../../src/phantom/phantom-png.ts';
import { smallPhantomSlice } from '../../support/phantom-files.ts';

describe('encodeSlicePng', () => {
  const image = { rows: 1, columns: 5, hu: Int16Array.of(-1000, 0, 40, 80, 1200) };

  it('burns in the brain window', () => {
    const png = decode(encodeSlicePng(image));
    expect([png.width, png.height, png.depth, png.channels]).toEqual([5, 1, 8, 1]);
    expect([...png.data]).toEqual([0, 0, 128, 255, 255]);
  });

  it('writes 16 bits, colour and alpha', () => {
    expect([...decode(encodeSlicePng(image, 'grey16')).data]).toEqual([0, 0, 32768, 65535, 65535]);
    expect([...decode(encodeSlicePng(image, 'rgb8')).data.slice(3, 9)]).toEqual([0, 0, 0, 128, 128, 128]);
    expect([...decode(encodeSlicePng(image, 'rgba8')).data.slice(8, 12)]).toEqual([128, 128, 128, 255]);
  });

  it('writes another window', () => {
    const png = decode(encodeSlicePng(image, 'grey8', { centreHu: 600, widthHu: 2400 }));
    expect(png.data[4]).toBe(Math.round(((1200 + 600) / 2400) * 255));
  });

  it('keeps size and order of a phantom', () => {
    const slice = smallPhantomSlice(3, 'epidural', 64);
    const png = decode(encodeSlicePng(slice));
    expect([png.width, png.height]).toEqual([64, 64]);
    for (let pixel = 0; pixel < slice.hu.length; pixel++) {
      const grey = Math.round((Math.max(0, Math.min(80, slice.hu[pixel] ?? 0)) / 80) * 255);
      expect(png.data[pixel]).toBe(grey);
    }
  });
});
