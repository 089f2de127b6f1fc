import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { isWithin } from '../../src/study/finite-range.ts';
import { windowed } from '../../src/study/window.ts';
import { differenceToMirror } from '../../src/viewing/difference-to-mirror.ts';
import { findMirrorAxis, type MirrorAxis } from '../../src/viewing/mirror-axis.ts';
import { fullRange } from './offered-windows.ts';
import { type Picture, pictureOf } from './picture.ts';

/** Enough to find a head and its midline in. */
const MOST_SIDE = 256;
/** CT through the brain window, as the network sees it. */
const BRAIN = { center: 40, width: 80 };

const axes = new WeakMap<Picture, MirrorAxis>();
const differences = new WeakMap<Picture, Picture>();

/** Modality value of a pixel, null for padding; of a colour its green, which has most of what is seen. */
function valueReader({ metadata, image }: Picture): (index: number) => number | null {
  const pixels = image.getPixelData();
  const { slope, intercept, color, padding } = metadata;
  if (color) return (index) => pixels[index * 4 + 1] ?? 0;
  return (index) => {
    const pixel = pixels[index] ?? 0;
    return isWithin(pixel, padding) ? null : pixel * slope + intercept;
  };
}

/** Grey levels 0..1 of every `step`-th pixel; padding is black. */
function levelsOf(picture: Picture, step: number, rows: number, columns: number): Float32Array {
  const { metadata } = picture;
  const valueAt = valueReader(picture);
  const window = metadata.unit === 'HU' ? BRAIN : fullRange(metadata);
  const dark = metadata.invert ? 1 : 0;
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    const index = Math.floor(at / columns) * step * metadata.columns + (at % columns) * step;
    const value = valueAt(index);
    return value === null ? 0 : Math.abs(dark - windowed(value, window));
  });
}

/** The line that a picture is mirrored about, found once. */
export function mirrorAxisOf(picture: Picture): MirrorAxis {
  const known = axes.get(picture);
  if (known) return known;
  const { metadata } = picture;
  const step = Math.max(1, Math.ceil(Math.max(metadata.rows, metadata.columns) / MOST_SIDE));
  const [rows, columns] = [
    Math.floor((metadata.rows - metadata.rowsMissing) / step),
    Math.floor(metadata.columns / step),
  ];
  const small = findMirrorAxis(levelsOf(picture, step, rows, columns), { ...metadata, rows, columns });
  const axis: MirrorAxis =
    small.kind === 'head'
      ? { ...small, point: { x: small.point.x * step, y: small.point.y * step } }
      : { ...small, point: { x: metadata.columns / 2, y: metadata.rows / 2 } };
  axes.set(picture, axis);
  return axis;
}

/** A picture of how much brighter each place is than its mirror place: grey where both are alike. */
export function differencePictureOf(picture: Picture): Picture {
  const known = differences.get(picture);
  if (known) return known;
  const { metadata, sliceId } = picture;
  const pixels = differenceToMirror(valueReader(picture), metadata, mirrorAxisOf(picture));
  const own: ImageMetadata = {
    ...metadata,
    color: false,
    sampleType: 'int16',
    slope: 1,
    intercept: 0,
    invert: false,
    minPixelValue: pixels.reduce((least, value) => Math.min(least, value), 0),
    maxPixelValue: pixels.reduce((most, value) => Math.max(most, value), 0),
    windowCenter: 0,
    windowWidth: metadata.windowWidth,
    windows: [],
    voiTables: [],
    startsWithTable: false,
    voiFunction: 'linear',
    padding: null,
  };
  const made = pictureOf(sliceId, own, pixels.buffer as ArrayBuffer);
  differences.set(picture, made);
  return made;
}
