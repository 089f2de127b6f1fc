/// <reference path="./cornerstone-core.d.ts" />
import type { CornerstoneImage } from 'cornerstone-core';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import type { LevelTable } from '../../src/study/grey-table.ts';
import { CallFailed, call } from '../api.ts';
import { type Deliveries, deliveries } from './deliveries.ts';

/** A slice's picture with what main says of it. `image.imageId` names the slice. */
export interface Picture {
  readonly sliceId: number;
  readonly metadata: ImageMetadata;
  readonly image: CornerstoneImage;
  /** The levels of `metadata.voiTables`. */
  readonly tables: readonly LevelTable[];
}

/** Bytes of the samples, which the tables follow. */
function sampleBytes({ rows, columns, color, sampleType }: ImageMetadata): number {
  return rows * columns * (color ? 4 : 1) * (color || sampleType === 'uint8' ? 1 : 2);
}

function samplesOf(body: ArrayBuffer, metadata: ImageMetadata): Uint8Array | Int16Array | Uint16Array {
  const { color, sampleType, voiTables } = metadata;
  const samples = sampleBytes(metadata);
  const expected = voiTables.reduce((sum, { entries }) => sum + entries, samples);
  if (body.byteLength !== expected) {
    const message = `The picture has ${body.byteLength} bytes, ${expected} were announced. It is not shown.`;
    throw new CallFailed({ code: 'wrong-size', message, details: null });
  }
  // Little-endian, as every machine that runs this is.
  if (color || sampleType === 'uint8') return new Uint8Array(body, 0, samples);
  return sampleType === 'int16' ? new Int16Array(body, 0, samples / 2) : new Uint16Array(body, 0, samples / 2);
}

function tablesOf(body: ArrayBuffer, metadata: ImageMetadata): LevelTable[] {
  let offset = sampleBytes(metadata);
  return metadata.voiTables.map(({ first, entries }) => {
    offset += entries;
    return { first, levels: new Uint8Array(body, offset - entries, entries) };
  });
}

/** Padding is left out of the picture's range and is among its pixels all the same. */
function withPadding({ minPixelValue, maxPixelValue, padding }: ImageMetadata): { low: number; high: number } {
  return {
    low: Math.max(Math.min(minPixelValue, padding?.min ?? minPixelValue), -32_768),
    high: Math.min(Math.max(maxPixelValue, padding?.max ?? maxPixelValue), 65_535),
  };
}

let made = 0;

/** Makes what cornerstone draws from the raw samples. Throws CallFailed when their number is not rows x columns. */
export function pictureOf(sliceId: number, metadata: ImageMetadata, body: ArrayBuffer): Picture {
  const pixels = samplesOf(body, metadata);
  const range = withPadding(metadata);
  made += 1;
  const image: CornerstoneImage = {
    // Never the same twice: cornerstone takes equal names for the same pixels and would not draw them again.
    imageId: `overread:${sliceId}:${made}`,
    minPixelValue: range.low,
    maxPixelValue: range.high,
    slope: metadata.slope,
    intercept: metadata.intercept,
    windowCenter: metadata.windowCenter,
    windowWidth: metadata.windowWidth,
    getPixelData: () => pixels,
    rows: metadata.rows,
    columns: metadata.columns,
    height: metadata.rows,
    width: metadata.columns,
    color: metadata.color,
    rgba: metadata.color,
    invert: metadata.invert,
    // Without mm the ratio alone keeps the shape.
    columnPixelSpacing: metadata.columnSpacingMm ?? (metadata.pixelAspect === 1 ? undefined : 1),
    rowPixelSpacing: metadata.rowSpacingMm ?? (metadata.pixelAspect === 1 ? undefined : metadata.pixelAspect),
    sizeInBytes: body.byteLength,
  };
  return { sliceId, metadata, image, tables: tablesOf(body, metadata) };
}

/** How long a body may take after the call was answered; it is sent first, so that a longer time means that its way is broken. */
const ARRIVAL_MS = 3000;

/** Fetches a slice's pixels; `ahead` of need behind what a job of the reader's is made of. Throws CallFailed. */
export async function fetchPicture(
  sliceId: number,
  { ahead = false, ways = deliveries }: { readonly ahead?: boolean; readonly ways?: Deliveries } = {},
): Promise<Picture> {
  const awaited = ways.await();
  try {
    const { metadata, body } = await call('slice.pixels', { sliceId, ticket: awaited.ticket, ahead });
    const arrived = body ?? (await awaited.arrival(ARRIVAL_MS).catch(() => null));
    if (arrived) return pictureOf(sliceId, metadata, ownBuffer(arrived));
    ways.distrust();
    return await fetchThroughMain(sliceId, ahead);
  } finally {
    awaited.forget();
  }
}

/** The long way, for when the short one is broken. */
async function fetchThroughMain(sliceId: number, ahead: boolean): Promise<Picture> {
  const { metadata, body } = await call('slice.pixels', { sliceId, ticket: null, ahead });
  return pictureOf(sliceId, metadata, ownBuffer(body ?? new Uint8Array()));
}

/** A body's buffer, which is its own alone. */
function ownBuffer(body: Uint8Array): ArrayBuffer {
  const { buffer, byteLength } = body;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? buffer : new Uint8Array(body).buffer;
}
