import type { ImageMetadata, WorklistItem } from '../../../src/contract/review-methods.ts';

/** A slice of the made-up world that the renderer is looked at in. */
export interface FakeSlice {
  readonly id: number;
  readonly sourceId: number;
  readonly index: number;
  readonly kind: 'png' | 'ct' | 'scout';
  readonly bleed: boolean;
  readonly probability: number;
}

export const THRESHOLD = 0.5;
const CT_SLICES = 32;
const PNG_SLICES = 120;

/** A number in [0, 1) that depends on nothing but the seed. */
export function dice(seed: number): number {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) ^ Math.imul(seed + 0x9e37, 0x297a2d39);
  return ((mixed ^ (mixed >>> 12)) >>> 0) / 2 ** 32;
}

function fakeSlice(id: number, sourceId: number, index: number, kind: FakeSlice['kind'], bleed: boolean): FakeSlice {
  const sure = 0.5 + 0.5 * dice(id * 7 + 3) ** 0.5;
  const right = dice(id * 13 + 5) > 0.12;
  return { id, sourceId, index, kind, bleed, probability: bleed === right ? sure : 1 - sure };
}

/** Source 1: a labelled set of PNGs. Source 2: a CT study with a scout. */
export const FAKE_SLICES: readonly FakeSlice[] = [
  ...Array.from({ length: PNG_SLICES }, (_, index) => fakeSlice(index + 1, 1, index, 'png', index % 2 === 0)),
  fakeSlice(1000, 2, 0, 'scout', false),
  ...Array.from({ length: CT_SLICES }, (_, index) =>
    fakeSlice(1001 + index, 2, index, 'ct', index >= 11 && index <= 18),
  ),
];

const SIZE = { png: 256, ct: 512, scout: 256 };

function headValue(slice: FakeSlice, u: number, v: number): number {
  const shrink = slice.kind === 'ct' ? 0.55 + 0.45 * Math.sin((Math.PI * (slice.index + 6)) / 44) : 0.92;
  const radius = Math.hypot(u / 0.72, v / 0.9) / shrink;
  if (radius > 1) return -1000;
  if (radius > 0.9) return 900;
  const ventricle = Math.hypot((Math.abs(u) - 0.1) / 0.07, (v + 0.05) / 0.26) < 1;
  if (ventricle) return 8;
  const bleed = slice.bleed && Math.hypot((u - 0.3) / 0.16, (v - 0.12) / 0.2) < 1;
  return bleed ? 68 : 33 + 5 * Math.sin(u * 40 + v * 31);
}

/** HU (or, for PNG, grey levels 0 to 255) of a slice, row-major. */
export function fakePixels(slice: FakeSlice): Int16Array {
  const side = SIZE[slice.kind];
  const pixels = new Int16Array(side * side);
  for (let index = 0; index < pixels.length; index += 1) {
    const u = ((index % side) / side) * 2 - 1;
    const v = (Math.floor(index / side) / side) * 2 - 1;
    const hounsfield = headValue(slice, u, v) + (dice(index + slice.id) - 0.5) * 12;
    pixels[index] = slice.kind === 'png' ? Math.min(255, Math.max(0, (hounsfield / 80) * 255)) : Math.round(hounsfield);
  }
  return pixels;
}

export function fakeMetadata(slice: FakeSlice): ImageMetadata {
  const side = SIZE[slice.kind];
  const ct = slice.kind !== 'png';
  return {
    rows: side,
    columns: side,
    color: false,
    sampleType: ct ? 'int16' : 'uint8',
    minPixelValue: ct ? -1010 : 0,
    maxPixelValue: ct ? 910 : 255,
    slope: 1,
    intercept: 0,
    windowCenter: ct ? 40 : 127.5,
    windowWidth: ct ? 80 : 255,
    invert: false,
    padding: null,
    rowsMissing: 0,
    rowSpacingMm: ct ? 0.45 : null,
    columnSpacingMm: ct ? 0.45 : null,
    unit: ct ? 'HU' : 'grey',
    orientationMarks: ct ? { top: 'A', right: 'L', bottom: 'P', left: 'R' } : null,
    windows: [],
    pixelAspect: 1,
    voiFunction: 'linear',
    voiTables: [],
    startsWithTable: false,
    warnings: [],
    lossy: false,
    technique: ct
      ? [
          ['Thickness', '5 mm'],
          ['Tube', '120 kV, 280 mA'],
          ['Kernel', 'H30s'],
          ['Spacing', '0.45 mm'],
        ]
      : [['Size', `${side} x ${side}, 8 bit`]],
  };
}

/** Heat 0 to 255 around the place of the bleed. */
export function fakeHeat(slice: FakeSlice): Uint8Array {
  const side = SIZE[slice.kind];
  return Uint8Array.from({ length: side * side }, (_, index) => {
    const u = ((index % side) / side) * 2 - 1;
    const v = (Math.floor(index / side) / side) * 2 - 1;
    return 255 * slice.probability * Math.exp(-(((u - 0.3) / 0.3) ** 2 + ((v - 0.12) / 0.34) ** 2));
  });
}

/** How the slice stands in its worklist before anyone read it. */
export function fakeItem(slice: FakeSlice): WorklistItem {
  const name = String(slice.index).padStart(3, '0');
  return {
    sliceId: slice.id,
    seriesIndex: slice.kind === 'scout' ? 0 : slice.sourceId - 1,
    sliceIndex: slice.index,
    file: slice.kind === 'png' ? `head_ct/${name}.png` : `series/${slice.kind}-${name}.dcm`,
    frame: 0,
    format: slice.kind === 'png' ? 'png' : 'dicom',
    instanceNumber: slice.kind === 'png' ? null : slice.index + 1,
    positionMm: slice.kind === 'ct' ? slice.index * 5 - 60 : null,
    plane:
      slice.kind === 'ct'
        ? { frameOfReference: 1001, centreMm: [0, 0, slice.index * 5 - 60], orientation: [1, 0, 0, 0, 1, 0] }
        : null,
    sourceLabel: slice.kind === 'png' ? (slice.bleed ? 'haemorrhage' : 'none') : null,
    currentLabel: slice.kind === 'png' ? (slice.bleed ? 'haemorrhage' : 'none') : null,
    read: false,
    notes: '',
    notPredictable: slice.kind === 'scout' ? { code: 'localizer', message: 'A scout, not an axial slice' } : null,
    prediction: null,
    visible: { ai: true, truth: true, ownReads: true, othersReads: true },
    likeness: null,
  };
}
