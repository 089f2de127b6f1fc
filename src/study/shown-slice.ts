import { concatenate } from '../collections/concatenate.ts';
import type { ImageMetadata } from '../contract/review-methods.ts';
import { visibleText } from '../report/visible-text.ts';
import type { DecodedFrame } from './decoded-frame.ts';
import { placeShownMm } from './direction.ts';
import { type DisplayImage, toDisplayImage } from './display-image.ts';
import type { FileHeader } from './file-header.ts';
import type { LookupTables } from './lookup-tables.ts';
import { orientationMarks } from './orientation-marks.ts';
import { pictureWarnings } from './picture-warnings.ts';
import { usedBits } from './window.ts';

/** A slice as the viewer draws it. */
export interface ShownSlice {
  readonly metadata: ImageMetadata;
  /** Little-endian samples, row-major, RGBA bytes for colour; then the levels of each VOI table. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What the viewer is given of a decoded frame (0-based). */
export function shownSlice(header: FileHeader, frame: number, image: DecodedFrame, tables: LookupTables): ShownSlice {
  const display = toDisplayImage(header, frame, image, tables);
  return { metadata: metadataOf(header, frame, display), body: bodyOf(display) };
}

function metadataOf(header: FileHeader, frameIndex: number, image: DisplayImage): ImageMetadata {
  const frame = header.frames[frameIndex];
  return {
    rows: image.rows,
    columns: image.columns,
    color: image.color,
    sampleType: sampleTypeOf(image.pixels),
    minPixelValue: image.minPixelValue,
    maxPixelValue: image.maxPixelValue,
    slope: image.slope,
    intercept: image.intercept,
    windowCenter: image.windowCenter,
    windowWidth: image.windowWidth,
    invert: image.invert,
    rowSpacingMm: image.rowPixelSpacing,
    columnSpacingMm: image.columnPixelSpacing,
    unit: image.color ? 'colour' : image.unit === 'value' ? 'stored' : image.unit,
    orientationMarks: frame ? orientationMarks(frame) : null,
    windows: (frame?.windows ?? []).map(({ center, width, explanation }, index) => ({
      name: visibleText(explanation ?? `Window ${index + 1}`),
      center,
      width,
    })),
    pixelAspect: image.pixelAspect,
    voiFunction: image.voiFunction,
    voiTables: image.voiTables.map(({ name, first, levels }, index) => ({
      name: visibleText(name ?? `Table ${index + 1}`),
      first,
      entries: levels.length,
    })),
    startsWithTable: image.startsWithTable,
    padding: image.padding,
    rowsMissing: frame?.rowsMissing ?? 0,
    lossy: header.lossy,
    warnings: pictureWarnings(header, frameIndex),
    technique: techniqueOf(header, frameIndex, image),
  };
}

function sampleTypeOf(pixels: DisplayImage['pixels']): ImageMetadata['sampleType'] {
  if (pixels instanceof Uint8Array) return 'uint8';
  return pixels instanceof Int16Array ? 'int16' : 'uint16';
}

/** The depth of a PNG, and how much of it a grey one uses where that is less. */
function pngWords({ bitsStored }: FileHeader, { color, maxPixelValue }: DisplayImage): string {
  const used = color ? bitsStored : usedBits(bitsStored, maxPixelValue);
  return `PNG, ${bitsStored} bit${used < bitsStored ? `, ${used} used` : ''}`;
}

/** What stands in the corners: how the picture was made, and nothing that names a person, a place or a day. */
function techniqueOf(header: FileHeader, frameIndex: number, image: DisplayImage): ImageMetadata['technique'] {
  const frame = header.frames[frameIndex];
  const placeMm = frame ? placeShownMm(frame) : null;
  const facts: [string, string | null][] = [
    ['Format', header.format === 'png' ? pngWords(header, image) : (header.modality ?? 'DICOM')],
    ['Size', `${header.columns} x ${header.rows}`],
    ['Instance', frame?.instanceNumber != null ? String(frame.instanceNumber) : null],
    ['Position', placeMm === null ? null : `${placeMm.toFixed(1)} mm`],
    ['Thickness', frame?.sliceThicknessMm != null ? `${frame.sliceThicknessMm} mm` : null],
    ['Tilt', frame?.gantryTiltDegrees ? `${frame.gantryTiltDegrees}°` : null],
    ['Frame', header.frames.length > 1 ? `${frameIndex + 1} of ${header.frames.length}` : null],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, visibleText(value)] as [string, string]]));
}

function bodyOf(image: DisplayImage): Uint8Array<ArrayBuffer> {
  const samples = littleEndianBytes(image.pixels);
  if (image.voiTables.length === 0) return samples;
  return concatenate([samples, ...image.voiTables.map(({ levels }) => levels)]);
}

/** The samples as bytes. Every machine that Electron runs on is little-endian. */
function littleEndianBytes(pixels: DisplayImage['pixels']): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = pixels;
  const view = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  return view.byteLength === buffer.byteLength ? view : view.slice();
}
