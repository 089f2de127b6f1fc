import type { MeasuredPicture } from '../../src/marks/mark-figures.ts';
import type { ShownSlice } from '../../src/study/shown-slice.ts';

/** A slice as it is shown, ready to be measured: the very samples that the viewer draws. */
export function measuredPicture({ metadata, body }: ShownSlice): MeasuredPicture {
  const { buffer, byteOffset, byteLength } = body;
  switch (metadata.sampleType) {
    case 'uint8':
      return { ...metadata, pixels: body };
    case 'int16':
      return { ...metadata, pixels: new Int16Array(buffer, byteOffset, byteLength / 2) };
    case 'uint16':
      return { ...metadata, pixels: new Uint16Array(buffer, byteOffset, byteLength / 2) };
  }
}
