import { constants, deflateRawSync, deflateSync, inflateSync } from 'node:zlib';
import type { SeededRandom } from '../../src/random/seeded-random.ts';
import { interestingNumber } from './byte-operators.ts';
import { deflateBomb } from './dicom-operators.ts';
import { chunksIn, type PngChunk, pngOf } from './png-files.ts';

type PngOperator = (random: SeededRandom, bytes: Buffer) => Buffer;

const SIDES = [0, 1, 2, 4096, 8192, 16_384, 16_385, 65_536, 0x7fffffff, 0xffffffff];

/** Zlib's two bytes in front of raw deflate; the checksum at the end is left to be wrong. */
function zlibBomb(mebibytes: number): Buffer {
  return Buffer.concat([Buffer.from([0x78, 0xda]), deflateBomb(Buffer.alloc(0), mebibytes)]);
}

/** Exactly `length` zeros as a zlib stream that is whole. */
function zeros(length: number): Buffer {
  return deflateSync(Buffer.alloc(length), { level: 9 });
}

function changed(bytes: Buffer, type: string, change: (data: Buffer) => Buffer): Buffer {
  return pngOf(
    chunksIn(bytes).map((chunk) => (chunk.type === type ? { type, data: change(Buffer.from(chunk.data)) } : chunk)),
  );
}

function withHeader(random: SeededRandom, bytes: Buffer): Buffer {
  return changed(bytes, 'IHDR', (data) => {
    for (let left = random.integer(1, 2); left > 0; left -= 1) {
      const at = random.integer(8, 12);
      data[at] = random.chance(0.7) ? random.pick([0, 1, 2, 3, 4, 6, 8, 16]) : random.integer(0, 255);
    }
    if (random.chance(0.3)) data.writeUInt32BE(random.integer(1, 40), random.pick([0, 4]));
    return data;
  });
}

/** A giant picture; sometimes with as many packed zeros as it asks for. */
function giant(random: SeededRandom, bytes: Buffer): Buffer {
  const [columns, rows] = [random.pick(SIDES), random.pick(SIDES)];
  const sized = changed(bytes, 'IHDR', (data) => {
    data.writeUInt32BE(columns, 0);
    data.writeUInt32BE(rows, 4);
    return data;
  });
  const header = chunksIn(sized)[0]?.data ?? Buffer.alloc(13);
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[header[9] ?? 0] ?? 1;
  const length = rows * (1 + Math.ceil((columns * samples * (header[8] ?? 8)) / 8));
  if (!random.chance(0.4) || header[12] === 1 || length > 600 * 1024 * 1024) return sized;
  const packed = zeros(length);
  return changed(sized, 'IDAT', () => packed);
}

const TEXT_HEADS: Readonly<Record<string, Buffer>> = {
  zTXt: Buffer.from('Comment\0\0'),
  iCCP: Buffer.from('icc\0\0'),
  iTXt: Buffer.from('Comment\0\u0001\0\0\0'),
};

/** Operators on PNG files; every checksum fits, so that what is behind them is reached. */
export const PNG_OPERATORS: Readonly<Record<string, PngOperator>> = {
  'png-header': withHeader,
  'giant-dimensions': giant,
  'chunk-noise': (random, bytes) => {
    const chunks = chunksIn(bytes);
    const target = random.pick(chunks);
    return changed(bytes, target.type, (data) => {
      for (let left = random.integer(1, 4); left > 0 && data.length > 0; left -= 1) {
        data[random.integer(0, data.length - 1)] = random.integer(0, 255);
      }
      return data;
    });
  },
  'chunk-order': (random, bytes) => {
    const chunks = chunksIn(bytes);
    const [first, ...rest] = chunks;
    const shuffled = random.chance(0.5) ? random.shuffle(chunks) : [...(first ? [first] : []), ...random.shuffle(rest)];
    const end: PngChunk = { type: 'IEND', data: Buffer.alloc(0) };
    return pngOf([...shuffled.slice(random.integer(0, 1)), ...(random.chance(0.5) ? [random.pick(chunks), end] : [])]);
  },
  'chunk-length': (random, bytes) => {
    const lying = Buffer.from(bytes);
    let at = 8;
    for (let skipped = random.integer(0, 3); skipped > 0 && at + 12 < bytes.length; skipped -= 1) {
      at += 12 + bytes.readUInt32BE(at);
    }
    if (at + 4 > bytes.length) at = 8;
    lying.writeUInt32BE(interestingNumber(random, 32), at);
    return lying;
  },
  'line-noise': (random, bytes) => {
    const packed = Buffer.concat(chunksIn(bytes).flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])));
    const lines = inflateSync(packed);
    for (let left = random.integer(1, 8); left > 0; left -= 1) {
      lines[random.integer(0, lines.length - 1)] = random.integer(0, 255);
    }
    const longer = random.chance(0.3) ? lines.subarray(0, random.integer(0, lines.length)) : lines;
    return changed(bytes, 'IDAT', () => deflateSync(longer));
  },
  'palette-and-alpha': (random, bytes) => {
    const type = random.pick(['PLTE', 'tRNS']);
    const data = Buffer.alloc(random.pick([0, 1, 2, 3, 6, 765, 768, 771, 5000]), random.integer(0, 255));
    const [header, ...rest] = chunksIn(bytes).filter((chunk) => chunk.type !== type);
    return pngOf([...(header ? [header] : []), { type, data }, ...rest]);
  },
  'deflate-bomb': (random, bytes) => {
    const packed = zlibBomb(random.pick([1, 16, 200, 1100]));
    return changed(bytes, 'IDAT', () => packed);
  },
  'text-bomb': (random, bytes) => {
    const type = random.pick(Object.keys(TEXT_HEADS));
    const data = Buffer.concat([TEXT_HEADS[type] ?? Buffer.alloc(0), zlibBomb(random.pick([16, 200, 1100]))]);
    const [header, ...rest] = chunksIn(bytes);
    return pngOf([...(header ? [header] : []), { type, data }, ...rest]);
  },
  'many-chunks': (random, bytes) => {
    const [header, ...rest] = chunksIn(bytes);
    const type = random.pick(['IDAT', 'tEXt', 'PLTE']);
    const empty = Array(random.pick([1000, 50_000])).fill({ type, data: Buffer.alloc(0) });
    return pngOf([...(header ? [header] : []), ...empty, ...rest]);
  },
  'raw-deflate': (_random, bytes) =>
    changed(bytes, 'IDAT', (data) => deflateRawSync(inflateSync(data), { finishFlush: constants.Z_SYNC_FLUSH })),
};
