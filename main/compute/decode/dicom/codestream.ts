import { DecodeRefusal } from '../refusal.ts';

export type CodestreamKind = 'jpeg' | 'jpeg-extended' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k';

/** What a compressed stream says of itself before it is decoded. */
export interface Codestream {
  readonly kind: CodestreamKind;
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Bits of one sample. */
  readonly precision: number;
  /** JPEG 2000 only: no other stream says whether its samples are signed. */
  readonly signed: boolean;
  /** JPEG only: says by an Adobe or JFIF segment whether its colours are RGB or YCbCr. */
  readonly namesColour: boolean;
  /** Whether its end mark is there; without one the stream breaks off. */
  readonly ended: boolean;
}

type StreamHead = Omit<Codestream, 'ended'>;

const START_OF_FRAME: Readonly<Record<number, CodestreamKind | undefined>> = {
  192: 'jpeg',
  193: 'jpeg-extended',
  195: 'jpeg-lossless',
  247: 'jpeg-ls',
};

function ofJpeg(bytes: Uint8Array): StreamHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let namesColour = false;
  let offset = 2;
  while (offset + 10 <= bytes.length) {
    const marker = bytes[offset + 1] as number;
    if (bytes[offset] !== 0xff) return null;
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    const startOfFrame = marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));
    if (startOfFrame) {
      const kind = START_OF_FRAME[marker];
      if (!kind) {
        const process = marker === 0xc2 ? 'progressive' : `process ${marker - 0xc0}`;
        throw new DecodeRefusal('unsupported-transfer-syntax', `JPEG of the kind "${process}" is not decoded.`);
      }
      const precision = bytes[offset + 4] as number;
      return {
        kind: kind === 'jpeg-extended' && precision === 8 ? 'jpeg' : kind,
        rows: view.getUint16(offset + 5),
        columns: view.getUint16(offset + 7),
        components: bytes[offset + 9] as number,
        precision,
        signed: false,
        namesColour,
      };
    }
    if (marker === 0xee || marker === 0xe0) {
      const name = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
      // Decoders overlook an Adobe segment that is cut short.
      namesColour ||= name === 'JFIF' || (name === 'Adob' && view.getUint16(offset + 2) >= 14);
    }
    if (marker === 0xda || marker === 0xd9) return null;
    offset += 2 + view.getUint16(offset + 2);
  }
  return null;
}

/** Place of the first component's depth in a JPEG 2000 codestream, three bytes before the next one's, and its sign bit. */
const SSIZ = 42;
const SIGN = 0x80;

/** SIZ of a JPEG 2000 codestream (ISO 15444-1 A.5.1); CAP behind it says high-throughput (15444-15). */
function ofJpeg2000(bytes: Uint8Array): StreamHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 49 || view.getUint16(2) !== 0xff51) return null;
  const highThroughput = view.getUint16(4 + view.getUint16(4)) === 0xff50;
  const components = view.getUint16(40);
  for (let component = 0; component < components; component += 1) {
    // OpenJPH does not come back from some of these (0.26 from YRsiz 255), and DICOM's colours are all of one size.
    if (view.getUint16(SSIZ + 1 + 3 * component) === 0x0101) continue;
    throw new DecodeRefusal('unsupported-pixel-format', 'JPEG 2000 with components of a smaller size is not decoded.');
  }
  return {
    kind: highThroughput ? 'htj2k' : 'jpeg-2000',
    rows: view.getUint32(12) - view.getUint32(20),
    columns: view.getUint32(8) - view.getUint32(16),
    components,
    precision: (view.getUint8(SSIZ) & 0x7f) + 1,
    signed: (view.getUint8(SSIZ) & SIGN) !== 0,
    namesColour: true,
  };
}

/**
 * A signed JPEG 2000 codestream whose header says unsigned: a decoder lifts what it gives by half the range of its depth, and
 * changes nothing else.
 */
export function markedAsUnsigned(bytes: Uint8Array, components: number): Uint8Array {
  const marked = Uint8Array.from(bytes);
  for (let component = 0; component < components; component += 1) {
    const place = SSIZ + 3 * component;
    marked[place] = (marked[place] as number) & ~SIGN;
  }
  return marked;
}

/** The raw JPEG 2000 codestream inside a JP2 file, or the bytes as they are. */
export function withoutContainer(bytes: Uint8Array): Uint8Array {
  const isJp2 = bytes[4] === 0x6a && bytes[5] === 0x50 && bytes[6] === 0x20 && bytes[7] === 0x20;
  if (!isJp2) return bytes;
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(
    Buffer.from([0xff, 0x4f, 0xff, 0x51]),
  );
  return start < 0 ? bytes : bytes.subarray(start);
}

/** Adobe's APP14 segment with transform 0: the components are RGB. */
const ADOBE_RGB = Uint8Array.from([0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0]);

/**
 * A JPEG stream that its decoder will take for RGB. Without any word on colour a decoder assumes YCbCr; DICOM's
 * PhotometricInterpretation RGB says otherwise.
 */
export function markedAsRgb(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, 2), ADOBE_RGB, bytes.subarray(2)]);
}

/** True where an end marker (FF D9) closes the stream, whatever padding follows it. */
function hasEnd(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(Buffer.from([0xff, 0xd9])) > 0;
}

/**
 * Reads kind and size of a JPEG, JPEG-LS, JPEG 2000 or HTJ2K stream from its own header.
 * @throws DecodeRefusal `corrupt` or `unsupported-transfer-syntax`
 */
export function readCodestream(bytes: Uint8Array): Codestream {
  let stream: StreamHead | null = null;
  try {
    if (bytes[0] === 0xff && bytes[1] === 0xd8) stream = ofJpeg(bytes);
    else if (bytes[0] === 0xff && bytes[1] === 0x4f) stream = ofJpeg2000(bytes);
  } catch (error) {
    if (error instanceof DecodeRefusal) throw error;
  }
  if (stream === null) {
    throw new DecodeRefusal('corrupt', 'The compressed pixels have no readable header. Copy or export the file again.');
  }
  return { ...stream, ended: hasEnd(bytes) };
}
