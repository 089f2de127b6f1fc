import { createRequire } from 'node:module';

interface Htj2kEncoder {
  getDecodedBuffer(info: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

/** Packs 12-bit grey losslessly by the OpenJPH encoder. */
export async function encodeHtj2k(stored: Uint16Array, rows: number, columns: number): Promise<Uint8Array> {
  const here = createRequire(import.meta.url);
  const load = createRequire(here.resolve('@cornerstonejs/dicom-codec'))(
    '@cornerstonejs/codec-openjph',
  ) as () => Promise<{
    HTJ2KEncoder: new () => Htj2kEncoder;
  }>;
  const encoder = new (await load()).HTJ2KEncoder();
  const info = {
    width: columns,
    height: rows,
    bitsPerSample: 12,
    componentCount: 1,
    isSigned: false,
    isUsingColorTransform: false,
  };
  encoder.getDecodedBuffer(info).set(new Uint8Array(stored.buffer));
  encoder.encode();
  const packed = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  return packed;
}
