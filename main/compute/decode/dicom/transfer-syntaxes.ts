/** How the pixel data of a transfer syntax are packed. `codestream` covers all JPEG families: the stream says which. */
export type PixelPacking = 'native' | 'rle' | 'deflated-frames' | 'codestream';

interface TransferSyntax {
  readonly name: string;
  readonly packing: PixelPacking;
  readonly lossy: boolean;
}

export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const DEFLATED_LITTLE_ENDIAN = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
export const PRIVATE_BIG_ENDIAN = '1.2.840.113619.5.2';

/** The transfer syntaxes that are decoded (PS3.6 annex A), by UID. */
const DECODED: Readonly<Record<string, TransferSyntax>> = {
  [IMPLICIT_LITTLE_ENDIAN]: { name: 'Implicit VR Little Endian', packing: 'native', lossy: false },
  [EXPLICIT_LITTLE_ENDIAN]: { name: 'Explicit VR Little Endian', packing: 'native', lossy: false },
  [DEFLATED_LITTLE_ENDIAN]: { name: 'Deflated Explicit VR Little Endian', packing: 'native', lossy: false },
  [EXPLICIT_BIG_ENDIAN]: { name: 'Explicit VR Big Endian', packing: 'native', lossy: false },
  '1.2.840.10008.1.2.8.1': { name: 'Deflated Image Frame', packing: 'deflated-frames', lossy: false },
  '1.2.840.10008.1.2.5': { name: 'RLE Lossless', packing: 'rle', lossy: false },
  '1.2.840.10008.1.2.4.50': { name: 'JPEG Baseline', packing: 'codestream', lossy: true },
  '1.2.840.10008.1.2.4.51': { name: 'JPEG Extended', packing: 'codestream', lossy: true },
  '1.2.840.10008.1.2.4.57': { name: 'JPEG Lossless', packing: 'codestream', lossy: false },
  '1.2.840.10008.1.2.4.70': { name: 'JPEG Lossless SV1', packing: 'codestream', lossy: false },
  '1.2.840.10008.1.2.4.80': { name: 'JPEG-LS Lossless', packing: 'codestream', lossy: false },
  '1.2.840.10008.1.2.4.81': { name: 'JPEG-LS Near-Lossless', packing: 'codestream', lossy: true },
  '1.2.840.10008.1.2.4.90': { name: 'JPEG 2000 Lossless', packing: 'codestream', lossy: false },
  '1.2.840.10008.1.2.4.91': { name: 'JPEG 2000', packing: 'codestream', lossy: true },
  '1.2.840.10008.1.2.4.201': { name: 'HTJ2K Lossless', packing: 'codestream', lossy: false },
  '1.2.840.10008.1.2.4.202': { name: 'HTJ2K Lossless RPCL', packing: 'codestream', lossy: false },
  '1.2.840.10008.1.2.4.203': { name: 'HTJ2K', packing: 'codestream', lossy: true },
};

/** Names of those that are met and not decoded, for the refusal. */
const NOT_DECODED: readonly (readonly [RegExp, string])[] = [
  [/^1\.2\.840\.10008\.1\.2\.4\.10\d(\.\d)?$/, 'MPEG or H.26x video'],
  [/^1\.2\.840\.10008\.1\.2\.4\.11[0-2]$/, 'JPEG XL'],
  [/^1\.2\.840\.10008\.1\.2\.4\.9[2-3]$/, 'JPEG 2000 Part 2'],
  [/^1\.2\.840\.10008\.1\.2\.4\.(94|95|204|205)$/, 'JPIP, whose pixels lie on a server'],
  [/^1\.2\.840\.10008\.1\.2\.4\.(5[2-9]|6\d)$/, 'a retired JPEG process'],
  [/^1\.2\.840\.10008\.1\.2\.7\./, 'SMPTE video'],
  [/^1\.2\.840\.113619\.5\.2$/, 'Implicit VR Big Endian, private to GE'],
];

/** The UIDs of all that are decoded. */
export const DECODED_SYNTAXES: readonly string[] = Object.keys(DECODED);

/** What is known of a transfer syntax that is decoded, or null. */
export function transferSyntax(uid: string): TransferSyntax | null {
  return DECODED[uid] ?? null;
}

/** Name of a transfer syntax that is not decoded. */
export function nameOfUndecoded(uid: string): string {
  return NOT_DECODED.find(([pattern]) => pattern.test(uid))?.[1] ?? 'not one that Overread knows';
}
