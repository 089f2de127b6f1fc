import { describe, expect, it } from 'vitest';
import {
  defaultPreprocessing,
  placedNetworkInput,
  toNetworkInput,
  windowedLevel,
} from '../../../src/prediction/network-input.ts';
import { channelsOf, preprocessingSchema } from '../../../src/prediction/preprocessing.ts';
import type { DecodedFrame } from '../../../src/study/decoded-frame.ts';
import type { FileHeader, FrameHeader } from '../../../src/study/file-header.ts';

const FRAME: FrameHeader = {
  positionMm: null,
  orientation: null,
  spacingMm: null,
  pixelAspect: null,
  sliceThicknessMm: null,
  gantryTiltDegrees: null,
  rescale: null,
  windows: [],
  voiFunction: 'linear',
  instanceNumber: null,
  acquisitionNumber: null,
  imageType: [],
  rowsMissing: 0,
  coarseness: 1,
};

function headerOf(image: DecodedFrame, over: Partial<FileHeader>): FileHeader {
  return {
    format: 'png',
    rows: image.rows,
    columns: image.columns,
    samples: image.samples,
    bitsAllocated: 8,
    bitsStored: 8,
    signed: false,
    photometric: 'GREY',
    transferSyntaxUid: null,
    lossy: false,
    lossyRatio: null,
    modality: null,
    sopClassUid: null,
    sopInstanceUid: null,
    studyUid: null,
    seriesUid: null,
    frameOfReferenceUid: null,
    patientId: null,
    seriesNumber: null,
    seriesDescription: null,
    studyDescription: null,
    studyDate: null,
    bodyPart: null,
    pixelPaddingValue: null,
    pixelPaddingLimit: null,
    overlays: false,
    signFromBits: null,
    framesMissing: 0,
    palette: null,
    frames: [FRAME],
    ...over,
  };
}

describe('what enters the network', () => {
  it('is a grey PNG stretched to the square, 0..1', () => {
    const image: DecodedFrame = {
      rows: 2,
      columns: 4,
      samples: 1,
      pixels: Uint8Array.of(0, 0, 255, 255, 0, 0, 255, 255),
    };
    const input = toNetworkInput(image, headerOf(image, {}), 0, defaultPreprocessing(2));
    // Triangle weights .75 .75 .25 of the first three columns, the edge's missing .25 made up for.
    for (const [index, level] of [1 / 7, 6 / 7, 1 / 7, 6 / 7].entries()) expect(input[index]).toBeCloseTo(level, 6);
  });

  it('is Rec. 601 luma with alpha over black for colour', () => {
    const image: DecodedFrame = { rows: 1, columns: 1, samples: 4, pixels: Uint8Array.of(255, 128, 0, 51) };
    const input = toNetworkInput(image, headerOf(image, { photometric: 'RGBA' }), 0, defaultPreprocessing(1));
    expect(input[0]).toBeCloseTo(((0.299 * 255 + 0.587 * 128) / 255) * 0.2, 6);
  });

  it('is CT through the brain window 80/40 where the file says how to get HU', () => {
    const image: DecodedFrame = { rows: 1, columns: 1, samples: 1, pixels: Uint16Array.of(1084) };
    const rescale = { slope: 1, intercept: -1024, toHu: true };
    const header = headerOf(image, { format: 'dicom', bitsStored: 16, frames: [{ ...FRAME, rescale }] });
    expect(toNetworkInput(image, header, 0, defaultPreprocessing(1))[0]).toBeCloseTo((60 - 39.5) / 79 + 0.5, 6);
  });

  it('takes the rescale of the frame at hand', () => {
    const image: DecodedFrame = { rows: 1, columns: 1, samples: 1, pixels: Int16Array.of(40) };
    const rescale = (intercept: number) => ({ ...FRAME, rescale: { slope: 1, intercept, toHu: true } });
    const header = headerOf(image, { format: 'dicom', frames: [rescale(0), rescale(1000)] });
    const level = (frame: number) => toNetworkInput(image, header, frame, defaultPreprocessing(1))[0];
    expect(level(0)).toBeCloseTo(0.5 + 0.5 / 79, 6);
    expect(level(1)).toBe(1);
    expect(() => level(2)).toThrow(/2 frames, and no frame 2/);
  });

  it('refuses a CT window for a picture without HU', () => {
    const image: DecodedFrame = { rows: 1, columns: 1, samples: 1, pixels: Uint8Array.of(1) };
    const preprocessing = {
      ...defaultPreprocessing(1),
      png: { kind: 'ct-window', centerHu: 40, widthHu: 80 } as const,
    };
    expect(() => toNetworkInput(image, headerOf(image, {}), 0, preprocessing)).toThrow(/Hounsfield/);
  });
});

describe('CT windows as channels', () => {
  const windows = [
    { centerHu: 40, widthHu: 80 },
    { centerHu: 600, widthHu: 2800 },
  ];
  const preprocessing = { ...defaultPreprocessing(1), ct: { kind: 'ct-windows', windows } as const };

  it('give each window its channel', () => {
    const image: DecodedFrame = { rows: 1, columns: 1, samples: 1, pixels: Int16Array.of(60) };
    const rescale = { slope: 1, intercept: 0, toHu: true };
    const header = headerOf(image, { format: 'dicom', bitsStored: 16, signed: true, frames: [{ ...FRAME, rescale }] });
    const input = toNetworkInput(image, header, 0, preprocessing);
    expect([...input]).toEqual([Math.fround(windowedLevel(60, 40, 80)), Math.fround(windowedLevel(60, 600, 2800))]);
  });

  it('give a PNG, which somebody windowed already, its one grey in each', () => {
    const image: DecodedFrame = { rows: 1, columns: 1, samples: 1, pixels: Uint8Array.of(51) };
    const input = toNetworkInput(image, headerOf(image, {}), 0, preprocessing);
    expect([...input]).toEqual([Math.fround(0.2), Math.fround(0.2)]);
    expect(channelsOf(preprocessing)).toBe(2);
    expect(channelsOf(defaultPreprocessing(1))).toBe(1);
  });

  it('are read back from what was stored before there were any', () => {
    const old =
      '{"png":{"kind":"grey"},"ct":{"kind":"ct-window","centerHu":40,"widthHu":80},"side":96,"framing":"aligned-head"}';
    expect(preprocessingSchema.parse(JSON.parse(old))).toEqual(defaultPreprocessing(96, 'aligned-head'));
    expect(preprocessingSchema.parse({ png: { kind: 'grey' }, ct: { kind: 'grey' }, side: 135 })).toBeTruthy();
  });
});

describe('a linear window', () => {
  // PS3.3 C.11.2.1.2.1, its example of center 2048 and width 4096 (and note: width 1 is a threshold).
  it('follows the standard', () => {
    expect(windowedLevel(0, 2048, 4096)).toBe(0);
    expect(windowedLevel(4095, 2048, 4096)).toBe(1);
    expect(windowedLevel(2047.5, 2048, 4096)).toBeCloseTo(0.5, 12);
    expect(windowedLevel(2047, 2048, 1)).toBe(0);
    expect(windowedLevel(2048, 2048, 1)).toBe(1);
    expect(windowedLevel(-2000, 40, 80)).toBe(0);
    expect(windowedLevel(Number.NaN, 40, 80)).toBe(0);
    expect(windowedLevel(Number.NaN, 40, 1)).toBe(0);
  });
});

describe('a framed head', () => {
  const [rows, columns, side] = [60, 90, 48];
  /** A bright-rimmed ellipse, off the middle and leaning by 15 degrees, in HU. */
  const hu = Int16Array.from({ length: rows * columns }, (_, index) => {
    const [x, y] = [(index % columns) + 0.5 - 55, Math.floor(index / columns) + 0.5 - 30];
    const [across, along] = [x * 0.966 + y * 0.259, -x * 0.259 + y * 0.966];
    const r = Math.hypot(across / 20, along / 27);
    return r > 1 ? -1000 : r > 0.85 ? 900 : Math.round(30 + 0.5 * along);
  });
  const ctImage: DecodedFrame = { rows, columns, samples: 1, pixels: hu };
  const ctHeader = headerOf(ctImage, {
    format: 'dicom',
    signed: true,
    bitsStored: 16,
    frames: [{ ...FRAME, rescale: { slope: 1, intercept: 0, toHu: true } } as FrameHeader],
  });

  it('is cut out of the slice, stands upright, and has every pixel where the placement says', () => {
    const { input, placement } = placedNetworkInput(ctImage, ctHeader, 0, defaultPreprocessing(side, 'aligned-head'));
    expect(input).toHaveLength(side * side);
    // The middle of the head lies in the middle, whatever it was in the slice.
    expect(Math.abs(placement.xx * 55 + placement.xy * 30 + placement.x0 - side / 2)).toBeLessThan(1.5);
    expect(Math.abs(placement.yx * 55 + placement.yy * 30 + placement.y0 - side / 2)).toBeLessThan(1.5);
    const asymmetry = (picture: Float32Array) =>
      picture.reduce((sum, level, i) => sum + Math.abs(level - (picture[i - 2 * (i % side) + side - 1] ?? 0)), 0);
    const leaning = placedNetworkInput(ctImage, ctHeader, 0, defaultPreprocessing(side, 'head')).input;
    expect(asymmetry(input)).toBeLessThan(0.6 * asymmetry(leaning));
  });

  it('is the same from HU through the brain window as from a PNG saved with that window', () => {
    const grey = Uint8Array.from(hu, (value) => Math.round(255 * windowedLevel(value, 40, 80)));
    const image: DecodedFrame = { rows, columns, samples: 1, pixels: grey };
    const preprocessing = defaultPreprocessing(side, 'aligned-head');
    const fromPng = toNetworkInput(image, headerOf(image, {}), 0, preprocessing);
    const fromCt = toNetworkInput(ctImage, ctHeader, 0, preprocessing);
    expect(Math.max(...fromPng.map((level, i) => Math.abs(level - (fromCt[i] ?? 9))))).toBeLessThan(0.01);
  });
});
