import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../../../main/compute/decode/decode-frame.ts';
import { inspectBytes } from '../../../../main/compute/decode/inspect-file.ts';
import { fileHeaderSchema } from '../../../../src/study/file-header.ts';
import { pictureWarnings } from '../../../../src/study/picture-warnings.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function imageHeader(columns: number, rows: number, depth: number, colour: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(columns, 0);
  data.writeUInt32BE(rows, 4);
  data[8] = depth;
  data[9] = colour;
  return chunk('IHDR', data);
}

/** A PNG of the given lines, each with filter 0, and chunks between header and data. */
function png(
  shape: { columns: number; depth: number; colour: number },
  lines: readonly (readonly number[])[],
  extra: readonly Buffer[] = [],
): Buffer {
  const data = deflateSync(Buffer.from(lines.flatMap((line) => [0, ...line])));
  const header = imageHeader(shape.columns, lines.length, shape.depth, shape.colour);
  return Buffer.concat([SIGNATURE, header, ...extra, chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  return decodeBytes(bytes, 0).then(
    () => 'decoded',
    (thrown) => thrown.code,
  );
}

function ramp(length: number, levels: number): Uint16Array {
  let state = 12345;
  return Uint16Array.from({ length }, (_, index) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (index * 31 + (state >> 20)) % levels;
  });
}

describe('PNG', () => {
  it.each([
    [1, 8, 'GREY'],
    [1, 16, 'GREY'],
    [2, 8, 'GREY_ALPHA'],
    [2, 16, 'GREY_ALPHA'],
    [3, 8, 'RGB'],
    [3, 16, 'RGB'],
    [4, 8, 'RGBA'],
    [4, 16, 'RGBA'],
  ] as const)(
    'keeps every value of %i channel(s) of %i bits, interlaced or not',
    async (channels, depth, photometric) => {
      const [width, height] = [37, 23];
      const values = ramp(width * height * channels, 2 ** depth);
      const data = depth === 16 ? values : Uint8Array.from(values);
      for (const interlace of ['null', 'Adam7'] as const) {
        const bytes = encode({ width, height, channels, depth, data }, { interlace });
        const { header, image } = await decodeBytes(bytes, 0);
        expect(fileHeaderSchema.parse(header)).toMatchObject({ photometric, samples: channels, bitsStored: depth });
        expect(image).toMatchObject({ rows: height, columns: width, samples: channels });
        expect(image.pixels).toEqual(data);
      }
    },
  );

  it('undoes each of the five line filters', async () => {
    const lines = [
      [0, 10, 20, 30],
      [1, 5, 5, 5],
      [2, 1, 1, 1],
      [3, 4, 4, 4],
      [4, 7, 7, 7],
    ];
    const data = deflateSync(Buffer.from(lines.flat()));
    const file = [SIGNATURE, imageHeader(3, 5, 8, 0), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
    // Worked by hand from W3C PNG 9.2: sub, up, average, Paeth.
    expect([...(await decodeBytes(Buffer.concat(file), 0)).image.pixels]).toEqual([
      10, 20, 30, 5, 10, 15, 6, 11, 16, 7, 13, 18, 14, 21, 28,
    ]);
  });

  it('scales 1, 2 and 4 bits to 8', async () => {
    const one = png({ columns: 3, depth: 1, colour: 0 }, [[0b10100000]]);
    expect([...(await decodeBytes(one, 0)).image.pixels]).toEqual([255, 0, 255]);
    const two = png({ columns: 4, depth: 2, colour: 0 }, [[0b00011011]]);
    expect([...(await decodeBytes(two, 0)).image.pixels]).toEqual([0, 85, 170, 255]);
    const nibbles = png({ columns: 2, depth: 4, colour: 0 }, [[0x3f]]);
    expect([...(await decodeBytes(nibbles, 0)).image.pixels]).toEqual([51, 255]);
  });

  it('writes a palette out as RGB, with tRNS as RGBA', async () => {
    const palette = chunk('PLTE', Buffer.from([255, 0, 0, 0, 255, 0]));
    const plain = png({ columns: 2, depth: 1, colour: 3 }, [[0b01000000]], [palette]);
    expect((await decodeBytes(plain, 0)).image).toMatchObject({
      samples: 3,
      pixels: Uint8Array.of(255, 0, 0, 0, 255, 0),
    });
    const alpha = [palette, chunk('tRNS', Buffer.from([9]))];
    const see = png({ columns: 2, depth: 8, colour: 3 }, [[0, 1]], alpha);
    expect([...(await decodeBytes(see, 0)).image.pixels]).toEqual([255, 0, 0, 9, 0, 255, 0, 255]);
    expect(await codeOf(png({ columns: 2, depth: 8, colour: 3 }, [[0, 2]], [palette]))).toBe('corrupt');
  });

  it('turns the one transparent grey into alpha', async () => {
    const key = chunk('tRNS', Buffer.from([0, 7]));
    const { image } = await decodeBytes(png({ columns: 2, depth: 8, colour: 0 }, [[7, 8]], [key]), 0);
    expect(image).toMatchObject({ samples: 2, pixels: Uint8Array.of(7, 0, 8, 255) });
  });

  it('inspects without unpacking and agrees with what decodes', async () => {
    const file = png({ columns: 3, depth: 1, colour: 0 }, [[0b10100000]]);
    expect((await inspectBytes(file)).header).toEqual((await decodeBytes(file, 0)).header);
  });

  it('refuses what is broken, and says how', async () => {
    const good = png({ columns: 2, depth: 8, colour: 0 }, [[1, 2]]);
    expect(await codeOf(good)).toBe('decoded');
    expect(await codeOf(good.subarray(0, 20))).toBe('truncated');
    const flipped = Buffer.from(good);
    flipped[45] = (flipped[45] ?? 0) ^ 1;
    expect(await codeOf(flipped)).toBe('corrupt');
    expect(await codeOf(png({ columns: 2, depth: 8, colour: 0 }, [[1, 2, 3]]))).toBe('wrong-length');
    expect(await codeOf(png({ columns: 4, depth: 8, colour: 0 }, [[1, 2]]))).toBe('wrong-length');
    expect(await codeOf(png({ columns: 2, depth: 3, colour: 0 }, [[1, 2]]))).toBe('corrupt');
    expect(await codeOf(png({ columns: 2, depth: 8, colour: 3 }, [[0, 0]]))).toBe('corrupt');
    await expect(decodeBytes(good, 1)).rejects.toMatchObject({ code: 'no-such-frame' });
  });

  /** What is there of a file cut at a place: whole rows, or the code of its refusal. */
  async function partOf(file: Uint8Array, end: number) {
    const cut = file.subarray(0, end);
    const { header, refusal } = await inspectBytes(cut);
    if (header === null) {
      await expect(decodeBytes(cut, 0)).rejects.toMatchObject({ code: refusal?.code });
      return { refused: refusal?.code, rows: 0, pixels: [] };
    }
    const decoded = await decodeBytes(cut, 0);
    expect(decoded.header).toEqual(header);
    const rows = header.rows - (header.frames[0]?.rowsMissing ?? 0);
    return { refused: null, rows, pixels: [...decoded.image.pixels] };
  }

  it.each([
    [1, 16, []],
    [4, 8, []],
    [3, 8, []],
    [1, 8, [chunk('tRNS', Buffer.from([0, 7]))]],
  ] as const)(
    'shows the upper rows of %i channel(s) of %i bits where the file breaks off, each of them right',
    async (channels, depth, extra) => {
      const [width, height] = [9, 8];
      const values = ramp(width * height * channels, 2 ** depth).map((value) => Math.max(value, 3));
      const data = depth === 16 ? values : Uint8Array.from(values);
      const encoded = Buffer.from(encode({ width, height, channels, depth, data }));
      const file = Buffer.concat([encoded.subarray(0, 33), ...extra, encoded.subarray(33)]);
      const { image } = await decodeBytes(file, 0);
      const seen = new Set<number>();
      for (let end = 8; end < file.length; end += 1) {
        const { refused, rows, pixels } = await partOf(file, end);
        const there = rows * width * image.samples;
        if (refused !== null) expect(refused).toBe('truncated');
        expect(pixels.slice(0, there)).toEqual([...image.pixels.subarray(0, there)]);
        const [fill, ...others] = new Set(pixels.slice(there));
        expect(others).toEqual([]);
        if (fill !== undefined) expect(fill).toBe(Math.min(...image.pixels.subarray(0, there)));
        expect(rows).toBeGreaterThanOrEqual(Math.max(0, ...seen));
        seen.add(rows);
      }
      // From no row to all of them, which lack the end mark alone.
      expect([...seen].length).toBeGreaterThan(height / 2);
      expect([seen.has(0), seen.has(height)]).toEqual([true, true]);
    },
  );

  it('says of a cut-off PNG what is missing', async () => {
    const lines = Array.from({ length: 40 }, (_, row) => Array.from({ length: 50 }, (__, x) => (row * x * 7) % 251));
    const file = png({ columns: 50, depth: 8, colour: 0 }, lines);
    const { header } = await decodeBytes(file.subarray(0, Math.floor(file.length * 0.6)), 0);
    expect(pictureWarnings(header, 0)).toEqual([
      expect.stringMatching(/^Truncated: the lower \d+ of 40 rows are missing$/),
    ]);
  });

  it('refuses a PNG that was cut off and cannot be shown in part, or is broken as well', async () => {
    const [width, height] = [37, 23];
    const data = Uint8Array.from(ramp(width * height, 256));
    const interlaced = encode({ width, height, channels: 1, depth: 8, data }, { interlace: 'Adam7' });
    expect((await partOf(interlaced, interlaced.length - 5)).pixels).toEqual([...data]);
    expect((await inspectBytes(interlaced.subarray(0, interlaced.length - 200))).refusal).toEqual({
      code: 'truncated',
      message: expect.stringContaining('interlaced'),
    });
    const lines = Array.from({ length: 9 }, (_, row) => [0, ...ramp(40, 200 + row)]);
    const packed = deflateSync(Buffer.from(lines.flat()));
    const head = [SIGNATURE, imageHeader(40, 9, 8, 0)];
    const halves = [packed.subarray(0, 120), packed.subarray(120)].map((half) => chunk('IDAT', half));
    const pieces = Buffer.concat([...head, ...halves]);
    expect((await partOf(pieces, pieces.length - 30)).rows).toBeGreaterThan(3);
    const flipped = Buffer.from(pieces);
    flipped[60] = (flipped[60] ?? 0) ^ 1;
    expect((await partOf(flipped, flipped.length - 30)).refused).toBe('corrupt');
    // Three whole lines as they are (RFC 1951, 3.2.4), then a block of a kind that there is not.
    const stored = Buffer.from([0x78, 0x01, 0x00, 123, 0, 255 - 123, 255, ...lines.slice(0, 3).flat(), 0x07]);
    const broken = Buffer.concat([...head, chunk('IDAT', stored)]);
    expect((await partOf(broken, broken.length - 5)).rows).toBe(3);
    expect((await partOf(broken, broken.length - 2)).refused).toBe('corrupt');
  });

  it('refuses a bomb before it goes off', async () => {
    const bomb = deflateSync(Buffer.alloc(200_000_000));
    const tail = [chunk('IDAT', bomb), chunk('IEND', Buffer.alloc(0))];
    expect(await codeOf(Buffer.concat([SIGNATURE, imageHeader(60_000, 60_000, 8, 0), ...tail]))).toBe('too-large');
    expect(await codeOf(Buffer.concat([SIGNATURE, imageHeader(2, 2, 8, 0), ...tail]))).toBe('corrupt');
    const open = Buffer.concat([SIGNATURE, imageHeader(2, 2, 8, 0), chunk('IDAT', bomb).subarray(0, -100)]);
    expect(await codeOf(open)).toBe('corrupt');
    // A line that is there is not worth the memory of a giant that is not.
    const line = chunk('IDAT', deflateSync(Buffer.alloc(16_001))).subarray(0, -4);
    expect(await codeOf(Buffer.concat([SIGNATURE, imageHeader(16_000, 4000, 16, 6), line]))).toBe('too-large');
  });
});
