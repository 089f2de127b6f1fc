import type { SeededRandom } from '../../src/random/seeded-random.ts';
import { interestingNumber } from './byte-operators.ts';
import { type DicomParts, shortBytes, withElement } from './dicom-layout.ts';

const START_OF_FRAME = [0xc0, 0xc1, 0xc3, 0xf7];

/** Offset of the size of the first compressed picture in the bytes, and how it is written. */
export function sizeOfStream(body: Buffer, from: number): { at: number; kind: 'jpeg' | 'jpeg-2000' } | null {
  const siz = body.indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]), from);
  if (siz >= 0) return { at: siz + 8, kind: 'jpeg-2000' };
  const start = body.indexOf(Buffer.from([0xff, 0xd8]), from);
  if (start < 0) return null;
  for (let at = start + 2; at + 9 < body.length && body[at] === 0xff; at += 2 + body.readUInt16BE(at + 2)) {
    if (START_OF_FRAME.includes(body[at + 1] ?? 0)) return { at: at + 5, kind: 'jpeg' };
  }
  return null;
}

/** The stream's own header with another size; often the data set's own says the same, so that the decoder is reached. */
export function streamOfSize(
  parts: DicomParts,
  from: number,
  size: { readonly rows: number; readonly columns: number; readonly headerToo: boolean },
): Buffer {
  const found = sizeOfStream(parts.body, from);
  if (!found) return parts.body;
  const body = Buffer.from(parts.body);
  if (found.kind === 'jpeg') {
    body.writeUInt16BE(size.rows & 0xffff, found.at);
    body.writeUInt16BE(size.columns & 0xffff, found.at + 2);
  } else {
    body.writeUInt32BE(size.columns, found.at);
    body.writeUInt32BE(size.rows, found.at + 4);
    if (size.headerToo) {
      // One tile over all of it, so that the codec believes the size.
      body.writeUInt32BE(size.columns, found.at + 16);
      body.writeUInt32BE(size.rows, found.at + 20);
    }
  }
  if (!size.headerToo) return body;
  const wide = withElement({ ...parts, body }, '00280010', 'US', shortBytes(parts, size.rows & 0xffff));
  return withElement({ ...parts, body: wide }, '00280011', 'US', shortBytes(parts, size.columns & 0xffff));
}

/** Any other number of the stream's main header: components, precision, tile sizes, tables, levels. */
export function streamHeaderNoise(random: SeededRandom, parts: DicomParts, from: number): Buffer {
  const found = sizeOfStream(parts.body, from);
  if (!found) return parts.body;
  const body = Buffer.from(parts.body);
  for (let left = random.integer(1, 3); left > 0; left -= 1) {
    const at = found.at - 6 + random.integer(0, found.kind === 'jpeg' ? 40 : 120);
    if (at + 4 > body.length) continue;
    const form = random.pick(['byte', 'byte', 'short', 'long']);
    if (form === 'byte') body[at] = random.integer(0, 255);
    else if (form === 'short') body.writeUInt16BE(interestingNumber(random, 16), at);
    else body.writeUInt32BE(interestingNumber(random, 32), at);
  }
  return body;
}

/** One marker segment of the stream with a lying length. */
export function segmentLength(random: SeededRandom, parts: DicomParts, from: number): Buffer {
  const body = Buffer.from(parts.body);
  const markers: number[] = [];
  for (let at = from; at + 4 < body.length && markers.length < 200; at += 1) {
    if (body[at] === 0xff && (body[at + 1] ?? 0) >= 0x4f && body[at + 1] !== 0xff) markers.push(at);
  }
  if (markers.length > 0) body.writeUInt16BE(interestingNumber(random, 16), random.pick(markers) + 2);
  return body;
}
