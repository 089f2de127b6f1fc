import { constants, deflateRawSync } from 'node:zlib';
import type { SeededRandom } from '../../src/random/seeded-random.ts';
import { dicomFile, elementBytes, implicitHead, item, sequence } from '../support/dicom-corpus-odd.ts';
import { interestingNumber } from './byte-operators.ts';
import { segmentLength, streamHeaderNoise, streamOfSize } from './codestream-operators.ts';
import {
  type DicomParts,
  elementsOf,
  itemsOf,
  joinDicom,
  readNumber,
  shortBytes,
  underSyntax,
  withBytesBefore,
  withElement,
  withNumber,
} from './dicom-layout.ts';

type DicomOperator = (random: SeededRandom, parts: DicomParts) => Buffer;

/** Transfer syntaxes that are decoded, some that are not, and one that does not exist. */
const SYNTAXES = [
  ...['', '.1', '.1.99', '.2', '.5', '.8.1'],
  ...[50, 51, 57, 70, 80, 81, 90, 91, 201, 202, 203, 92, 100, 110, 53].map((end) => `.4.${end}`),
].map((end) => `1.2.840.10008.1.2${end}`);

const SHORTS = ['00280002', '00280006', '00280010', '00280011', '00280100', '00280101', '00280102', '00280103'];
const SIDES = [1, 2, 3, 4096, 8192, 16_383, 16_384, 16_385, 32_768, 65_535];
const FRAMES = ['0', '-1', '2', '1000', '65535', '65536', '65537', '2147483648', '1e9', '1e308', 'NaN', '0.5', '\\\\3'];

const pixelStart = (parts: DicomParts): number => elementsOf(parts).at(-1)?.valueAt ?? 0;

/** A length that lies: near the true one, or far from it. */
function lie(random: SeededRandom, length: number, bits: 16 | 32): number {
  if (random.chance(0.4)) return Math.max(0, length + random.pick([-2, -1, 1, 2, 8, length, 1000]));
  return interestingNumber(random, bits);
}

/** Sequences within sequences, `depth` of them, of lengths that are given or left open. */
export function nestedSequences(depth: number, vr: 'SQ' | 'UN', open: boolean): Buffer {
  if (open) {
    const head = Buffer.concat([
      elementBytes(['00081140', vr, Buffer.alloc(0)], true),
      Buffer.from('feff00e0ffffffff', 'hex'),
    ]);
    const tail = Buffer.from('feff0de000000000feffdde000000000', 'hex');
    return Buffer.concat([...Array(depth).fill(head), ...Array(depth).fill(tail)]);
  }
  // Written from the inside out without copying: each level's head tells how much lies behind it.
  const level = 20;
  const bytes = Buffer.alloc(depth * level);
  for (let at = 0; at < depth; at += 1) {
    const inner = (depth - at - 1) * level;
    Buffer.from(elementBytes(['00081140', vr, Buffer.alloc(0)])).copy(bytes, at * level);
    bytes.writeUInt32LE(inner + 8, at * level + 8);
    Buffer.from([0xfe, 0xff, 0x00, 0xe0]).copy(bytes, at * level + 12);
    bytes.writeUInt32LE(inner, at * level + 16);
  }
  return bytes;
}

/** Deflated zeros, `mebibytes` of them, behind deflated `start`: a stream that unpacks to a thousand times its length. */
export function deflateBomb(start: Buffer, mebibytes: number): Buffer {
  const flush = { finishFlush: constants.Z_SYNC_FLUSH, level: 9 };
  const zeros = deflateRawSync(Buffer.alloc(1024 * 1024), flush);
  const head = start.length === 0 ? Buffer.alloc(0) : deflateRawSync(start, flush);
  return Buffer.concat([head, ...Array(mebibytes).fill(zeros), deflateRawSync(Buffer.alloc(0))]);
}

const FRAGMENT_SYNTAX = '1.2.840.10008.1.2.8.1';

function bomb(random: SeededRandom, parts: DicomParts): Buffer {
  const mebibytes = random.pick([1, 16, 64, 200, 600, 1100]);
  const pixels = elementsOf(parts).at(-1);
  if (random.chance(0.5) || !pixels || parts.bigEndian || !parts.explicit) {
    return Buffer.from(dicomFile('1.2.840.10008.1.2.1.99', [deflateBomb(parts.body, mebibytes)]));
  }
  const frame = deflateBomb(Buffer.alloc(0), mebibytes);
  const even = frame.length % 2 === 0 ? frame : Buffer.concat([frame, Buffer.alloc(1)]);
  const packed = [item(Buffer.alloc(0)), item(even), Buffer.from('feffdde000000000', 'hex')];
  const head = elementBytes(['7fe00010', 'OB', Buffer.alloc(0)], true);
  return Buffer.from(dicomFile(FRAGMENT_SYNTAX, [parts.body.subarray(0, pixels.start), head, ...packed]));
}

/** Much to read in each of many frames: values by the thousand in what all frames share. */
function amplified(random: SeededRandom, parts: DicomParts): Buffer {
  const values = Buffer.from(
    Array(random.pick([100, 5000, 16_000]))
      .fill('1\\')
      .join('')
      .slice(0, 65_000),
  );
  const window = ['00281050', '00281051'].map((tag) => elementBytes([tag, 'DS', values]));
  const shared = sequence('52009229', [[sequence('00289132', [[...window]])]]);
  const many = withElement(parts, '00280008', 'IS', Buffer.from(random.pick(['2000', '65536'])));
  return withBytesBefore({ ...parts, body: many }, '52009229', Buffer.from(shared));
}

/** Many tiny things: empty items, elements or fragments. */
function crowd(random: SeededRandom, parts: DicomParts): Buffer {
  const count = random.pick([1000, 10_000, 60_000]);
  if (random.chance(0.4)) {
    const items = Buffer.concat(Array(count).fill(Buffer.from('feff00e000000000', 'hex')));
    const vr = elementBytes(['00081140', 'SQ', Buffer.alloc(0)]);
    vr.fill(0, 8);
    Buffer.from(vr.buffer, vr.byteOffset, 12).writeUInt32LE(items.length, 8);
    return withBytesBefore(parts, '00081141', Buffer.concat([vr, items]));
  }
  if (random.chance(0.5)) {
    const elements = Array.from({ length: count }, (_, index) =>
      implicitHead(`0009${(index % 65_536).toString(16).padStart(4, '0')}`, 0),
    );
    const explicit = elements.map((head) => Buffer.concat([head.subarray(0, 4), Buffer.from('LO\0\0')]));
    return withBytesBefore(parts, '00090000', Buffer.concat(parts.explicit ? explicit : elements));
  }
  const at = pixelStart(parts);
  const items = Array(count).fill(Buffer.from('feff00e000000000', 'hex'));
  return Buffer.concat([parts.body.subarray(0, at), ...items, parts.body.subarray(at)]);
}

function lyingItem(random: SeededRandom, parts: DicomParts): Buffer {
  const items = itemsOf(parts);
  if (items.length === 0) return lyingElement(random, parts);
  const at = random.pick(items) + 4;
  return withNumber(parts, at, 4, lie(random, at + 4 <= parts.body.length ? readNumber(parts, at, 4) : 0, 32));
}

function lyingElement(random: SeededRandom, parts: DicomParts): Buffer {
  const { lengthAt, lengthBytes, length } = random.pick(elementsOf(parts));
  return withNumber(parts, lengthAt, lengthBytes, lie(random, length, lengthBytes === 2 ? 16 : 32));
}

/** The basic offset table, or for RLE the table of parts: words of nonsense. */
function offsetTable(random: SeededRandom, parts: DicomParts): Buffer {
  const start = pixelStart(parts);
  const items = itemsOf(parts, start);
  const [table, first] = items;
  if (table === undefined) return lyingElement(random, parts);
  if (first !== undefined && random.chance(0.5)) {
    const word = first + 8 + 4 * random.integer(0, 15);
    return withNumber(parts, word, 4, interestingNumber(random, 32));
  }
  const words = Buffer.alloc(4 * random.pick([1, 2, 3, 100]));
  for (let at = 0; at < words.length; at += 4) words.writeUInt32LE(interestingNumber(random, 32), at);
  const behind = first ?? table + 8;
  return Buffer.concat([parts.body.subarray(0, table), item(words), parts.body.subarray(behind)]);
}

function randomValue(random: SeededRandom, parts: DicomParts): Buffer {
  const { valueAt, length, tag } = random.pick(elementsOf(parts).filter((element) => element.tag !== '7fe00010'));
  const texts = [
    '',
    ' ',
    '\\\\\\',
    '1e400',
    '-0',
    '\u0000',
    '<svg onload=1>',
    'ISO 2022 IR 87\\GB18030',
    '9'.repeat(5000),
  ];
  if (random.chance(0.5)) return withElement(parts, tag, 'LT', Buffer.from(random.pick(texts)));
  const body = Buffer.from(parts.body);
  if (length === 0xffffffff) return body;
  for (let at = valueAt; at < Math.min(valueAt + length, body.length); at += 1) body[at] = random.integer(0, 255);
  return body;
}

/** Changes of the data set, given and returned inflated. */
const BODY_OPERATORS: Readonly<Record<string, DicomOperator>> = {
  'lying-length': lyingElement,
  'lying-item-length': lyingItem,
  'offset-table': offsetTable,
  'random-value': randomValue,
  'picture-numbers': (random, parts) => {
    let body = parts.body;
    for (let left = random.integer(1, 3); left > 0; left -= 1) {
      const value = shortBytes(parts, random.chance(0.5) ? random.integer(0, 40) : interestingNumber(random, 16));
      body = withElement({ ...parts, body }, random.pick(SHORTS), 'US', value);
    }
    return body;
  },
  'giant-dimensions': (random, parts) => {
    const body = withElement(parts, '00280010', 'US', shortBytes(parts, random.pick(SIDES)));
    return withElement({ ...parts, body }, '00280011', 'US', shortBytes(parts, random.pick(SIDES)));
  },
  'frame-count': (random, parts) => withElement(parts, '00280008', 'IS', Buffer.from(random.pick(FRAMES))),
  'stream-dimensions': (random, parts) => {
    const [rows, columns] = [random.pick(SIDES), random.pick(SIDES)];
    return streamOfSize(parts, pixelStart(parts), { rows, columns, headerToo: random.chance(0.7) });
  },
  'stream-header': (random, parts) => streamHeaderNoise(random, parts, pixelStart(parts)),
  'stream-segment-length': (random, parts) => segmentLength(random, parts, pixelStart(parts)),
  'nested-sequences': (random, parts) => {
    const depth = random.pick([10, 500, 3000, 20_000]);
    const nested = nestedSequences(depth, random.pick(['SQ', 'UN'] as const), random.chance(0.5));
    return withBytesBefore(parts, '00081141', nested);
  },
  'amplified-values': amplified,
  crowd,
};

/** Operators on DICOM files; each takes a whole file apart and returns the bytes of a mutated one. */
export const DICOM_OPERATORS: Readonly<Record<string, DicomOperator>> = {
  ...Object.fromEntries(
    Object.entries(BODY_OPERATORS).map(([name, operator]): [string, DicomOperator] => [
      name,
      (random, parts) => joinDicom(parts, operator(random, parts)),
    ]),
  ),
  'swapped-syntax': (random, parts) => underSyntax(parts, random.pick(SYNTAXES)),
  'deflate-bomb': bomb,
};
