import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { type DisplayImage, toDisplayImage } from '../../src/study/display-image.ts';
import type { FileHeader } from '../../src/study/file-header.ts';
import { orientationMarks } from '../../src/study/orientation-marks.ts';
import { pictureWarnings } from '../../src/study/picture-warnings.ts';
import { notePixelHash } from '../store/slices.ts';
import { hashOfFile } from './hash-of-file.ts';
import { locateSlice, requireSameBytes, type SlicePlace } from './locate-slice.ts';
import type { DecodedSlice, PixelCache, Priority } from './pixel-cache.ts';
import type { ServiceContext } from './service-context.ts';

export interface ShownSlice {
  readonly metadata: ImageMetadata;
  /** Little-endian samples, row-major, RGBA bytes for colour; then the levels of each VOI table. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * A slice as the viewer draws it. Its file must still hold the bytes that the slice is known by.
 * @throws SliceNotFound, ServiceError `changed`, or the decoder's refusal
 */
export async function showSlice(context: ServiceContext, cache: PixelCache, sliceId: number): Promise<ShownSlice> {
  const { place, slice } = await decodedSlice(context, cache, sliceId, 'interactive');
  if (!context.store.readOnly) notePixelHash(context.store.db, sliceId, slice.pixelSha256);
  const image = toDisplayImage(slice.header, place.frame, slice.image, slice.tables);
  return { metadata: metadataOf(slice.header, place.frame, image), body: bodyOf(image) };
}

/** A slice's decoded frame out of the cache, with its bytes checked against the hash that it is known by. */
export async function decodedSlice(
  context: ServiceContext,
  cache: PixelCache,
  sliceId: number,
  priority: Priority,
): Promise<{ place: SlicePlace; slice: DecodedSlice }> {
  const place = locateSlice(context, sliceId);
  const slice = await cache.get(place, priority).catch(async (error: unknown) => {
    // What cannot be decoded any more has been changed, which says more than why it cannot.
    requireSameBytes(place, await hashOfFile(place.path));
    throw error;
  });
  requireSameBytes(place, slice.sha256);
  return { place, slice };
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
      name: explanation ?? `Window ${index + 1}`,
      center,
      width,
    })),
    pixelAspect: image.pixelAspect,
    voiFunction: image.voiFunction,
    voiTables: image.voiTables.map(({ name, first, levels }, index) => ({
      name: name ?? `Table ${index + 1}`,
      first,
      entries: levels.length,
    })),
    startsWithTable: image.startsWithTable,
    padding: image.padding,
    rowsMissing: frame?.rowsMissing ?? 0,
    lossy: header.lossy,
    warnings: pictureWarnings(header, frameIndex),
    technique: techniqueOf(header, frameIndex),
  };
}

function sampleTypeOf(pixels: DisplayImage['pixels']): ImageMetadata['sampleType'] {
  if (pixels instanceof Uint8Array) return 'uint8';
  return pixels instanceof Int16Array ? 'int16' : 'uint16';
}

/** What stands in the corners: how the picture was made, and nothing that names a person, a place or a day. */
function techniqueOf(header: FileHeader, frameIndex: number): ImageMetadata['technique'] {
  const frame = header.frames[frameIndex];
  const facts: [string, string | null][] = [
    ['Format', header.format === 'png' ? `PNG, ${header.bitsStored} bit` : (header.modality ?? 'DICOM')],
    ['Size', `${header.columns} x ${header.rows}`],
    ['Instance', frame?.instanceNumber != null ? String(frame.instanceNumber) : null],
    ['Position', frame?.positionMm ? `${frame.positionMm[2].toFixed(1)} mm` : null],
    ['Thickness', frame?.sliceThicknessMm != null ? `${frame.sliceThicknessMm} mm` : null],
    ['Tilt', frame?.gantryTiltDegrees ? `${frame.gantryTiltDegrees}°` : null],
    ['Frame', header.frames.length > 1 ? `${frameIndex + 1} of ${header.frames.length}` : null],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]]));
}

function bodyOf(image: DisplayImage): Uint8Array<ArrayBuffer> {
  const samples = littleEndianBytes(image.pixels);
  if (image.voiTables.length === 0) return samples;
  return new Uint8Array(Buffer.concat([samples, ...image.voiTables.map(({ levels }) => levels)]));
}

/** The samples as bytes. Every machine that Electron runs on is little-endian. */
function littleEndianBytes(pixels: DisplayImage['pixels']): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = pixels;
  const view = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  return view.byteLength === buffer.byteLength ? view : view.slice();
}
