/// <reference path="./cornerstone-core.d.ts" />
import type { CornerstoneImage } from 'cornerstone-core';
import { callErrorSchema, pixelRoute } from '../../src/contract/contract.ts';
import { type ImageMetadata, imageMetadataSchema } from '../../src/contract/review-methods.ts';
import { CallFailed } from '../api.ts';

/** A slice's picture with what main says of it. `image.imageId` names the slice. */
export interface Picture {
  readonly sliceId: number;
  readonly metadata: ImageMetadata;
  readonly image: CornerstoneImage;
}

/** The error that an answer of the pixel protocol carries. */
export async function failureOf(response: Response, what: string): Promise<CallFailed> {
  const body = callErrorSchema.safeParse(await response.json().catch(() => null));
  if (body.success) return new CallFailed(body.data);
  return new CallFailed({ code: 'pixels', message: `${what} could not be read (${response.status}).`, details: null });
}

function samplesOf(body: ArrayBuffer, metadata: ImageMetadata): Uint8Array | Int16Array | Uint16Array {
  const { rows, columns, color, sampleType } = metadata;
  const bytesPerSample = color || sampleType === 'uint8' ? 1 : 2;
  const expected = rows * columns * (color ? 4 : 1) * bytesPerSample;
  if (body.byteLength !== expected) {
    const message = `The picture has ${body.byteLength} bytes, ${expected} were announced. It is not shown.`;
    throw new CallFailed({ code: 'wrong-size', message, details: null });
  }
  // Little-endian, as every machine that runs this is.
  if (color || sampleType === 'uint8') return new Uint8Array(body);
  return sampleType === 'int16' ? new Int16Array(body) : new Uint16Array(body);
}

let made = 0;

/** Makes what cornerstone draws from the raw samples. Throws CallFailed when their number is not rows x columns. */
export function pictureOf(sliceId: number, metadata: ImageMetadata, body: ArrayBuffer): Picture {
  const pixels = samplesOf(body, metadata);
  made += 1;
  const image: CornerstoneImage = {
    // Never the same twice: cornerstone takes equal names for the same pixels and would not draw them again.
    imageId: `overread:${sliceId}:${made}`,
    minPixelValue: metadata.minPixelValue,
    maxPixelValue: metadata.maxPixelValue,
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
    columnPixelSpacing: metadata.columnSpacingMm ?? undefined,
    rowPixelSpacing: metadata.rowSpacingMm ?? undefined,
    sizeInBytes: body.byteLength,
  };
  return { sliceId, metadata, image };
}

/** Fetches a slice's pixels. Throws CallFailed. */
export async function fetchPicture(sliceId: number): Promise<Picture> {
  const response = await fetch(pixelRoute(sliceId), { cache: 'no-store' }).catch((error) => {
    throw new CallFailed({ code: 'pixels', message: 'The picture could not be fetched.', details: String(error) });
  });
  if (!response.ok) throw await failureOf(response, 'The picture');
  const header = response.headers.get('x-overread-image');
  if (header === null) {
    throw new CallFailed({ code: 'pixels', message: 'The picture came without its description.', details: null });
  }
  const metadata = imageMetadataSchema.parse(JSON.parse(decodeURIComponent(header)));
  return pictureOf(sliceId, metadata, await response.arrayBuffer());
}
