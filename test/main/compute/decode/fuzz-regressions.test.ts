import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../../../main/compute/decode/decode-frame.ts';
import { inspectBytes } from '../../../../main/compute/decode/inspect-file.ts';
import { defaultPreprocessing, seenLevels, toNetworkInput } from '../../../../src/prediction/network-input.ts';
import { deflateBomb } from '../../../fuzz/dicom-operators.ts';
import {
  dicomFile,
  type Element,
  elementBytes,
  encapsulated,
  pictureElements,
  sequence,
} from '../../../support/dicom-corpus-odd.ts';

// What the fuzzer found (npm run fuzz), each file made small and by hand.

const EXPLICIT = '1.2.840.10008.1.2.1';
const DEFLATED = '1.2.840.10008.1.2.1.99';
const CT: Element[] = [
  ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
  ['00080018', 'UI', '1.2.826.0.1.3680043.8.498.1'],
];

async function refusalOf(bytes: Uint8Array): Promise<string> {
  const error: unknown = await decodeBytes(bytes, 0).then(
    () => new Error('it decoded'),
    (thrown) => thrown,
  );
  return error instanceof Error && 'code' in error ? `${error.code}: ${error.message}` : String(error);
}

describe('what fuzzing found', () => {
  it('reads what all frames share once, and no more windows than are of use', async () => {
    // 64 KiB of windows for each of 65,536 frames took minutes, and the header would have filled the memory.
    const values = Buffer.from('1\\'.repeat(16_000));
    const windows = [elementBytes(['00281050', 'DS', values]), elementBytes(['00281051', 'DS', values])];
    const { header } = await inspectBytes(
      dicomFile(EXPLICIT, [
        ...CT,
        ...pictureElements({ rows: 1, columns: 1, bitsAllocated: 1, frames: 65_536 }),
        sequence('52009229', [[sequence('00289132', [windows])]]),
        ['7fe00010', 'OB', Buffer.alloc(8192)],
      ]),
    );
    expect(header?.frames).toHaveLength(65_536);
    expect(new Set(header?.frames).size).toBe(1);
    expect(header?.frames[0]?.windows).toHaveLength(16);
  });

  it('reads a value as far as any value goes', async () => {
    const { header } = await inspectBytes(
      dicomFile(EXPLICIT, [
        ...CT,
        ['0008103e', 'LO', 'x'.repeat(60_000)],
        ...pictureElements({ rows: 1, columns: 2, bitsAllocated: 8 }),
        ['7fe00010', 'OB', Buffer.alloc(2)],
      ]),
    );
    expect(header?.seriesDescription).toHaveLength(1024);
  });

  it.each([
    ['raw deflate', (body: Buffer) => deflateBomb(body, 130)],
    ['deflate in zlib', (body: Buffer) => Buffer.concat([Buffer.from([0x78, 0xda]), deflateBomb(body, 130)])],
  ])('refuses a data set that unpacks to hundreds of times its length, as %s', async (_, pack) => {
    const body = Buffer.concat(CT.map((element) => elementBytes(element)));
    const bytes = dicomFile(DEFLATED, [pack(body)]);
    expect(bytes.length).toBeLessThan(300_000);
    const refused = 'too-large: The deflated data set unpacks to more than 128 MiB. Export it uncompressed.';
    expect(await refusalOf(bytes)).toBe(refused);
    expect((await inspectBytes(bytes)).refusal?.code).toBe('too-large');
  });

  it('still unpacks what packs well and is not large', async () => {
    const elements = [...CT, ...pictureElements({ rows: 2048, columns: 2048 })].map((element) => elementBytes(element));
    const pixels = elementBytes(['7fe00010', 'OW', Buffer.alloc(2048 * 2048 * 2)]);
    const bytes = dicomFile(DEFLATED, [deflateRawSync(Buffer.concat([...elements, pixels]))]);
    expect((await decodeBytes(bytes, 0)).image.pixels).toHaveLength(2048 * 2048);
  });

  /** A JPEG 2000 stream that ends where its pixels begin. */
  function jpeg2000(rows: number, columns: number, subsampling = 1): Buffer {
    const size = Buffer.alloc(47);
    size.writeUInt16BE(0xff4f, 0);
    size.writeUInt16BE(0xff51, 2);
    size.writeUInt16BE(41, 4);
    for (const at of [8, 24]) size.writeUInt32BE(columns, at);
    for (const at of [12, 28]) size.writeUInt32BE(rows, at);
    size.writeUInt16BE(1, 40);
    size.set([11, 1, subsampling], 42);
    return Buffer.concat([size, Buffer.from([0xff, 0x50, 0, 8, 0, 2, 0, 0, 0, 10, 0xff, 0xd9])]);
  }
  const compressed = (stream: Buffer, rows: number, columns: number): Uint8Array =>
    dicomFile('1.2.840.10008.1.2.4.201', [...CT, ...pictureElements({ rows, columns }), encapsulated([stream])]);

  it('refuses a giant picture in a few bytes of JPEG 2000, and one whose components are smaller than it', async () => {
    // The first took 9 s an operation, OpenJPH did not come back from the second.
    expect(await refusalOf(compressed(jpeg2000(8192, 4096), 8192, 4096))).toMatch(
      /^too-large: The compressed pixels are \d+ bytes and say to be 4096 x 8192 pixels\. /,
    );
    expect(await refusalOf(compressed(jpeg2000(61, 50, 255), 61, 50))).toBe(
      'unsupported-pixel-format: JPEG 2000 with components of a smaller size is not decoded.',
    );
    expect(await refusalOf(compressed(jpeg2000(61, 50), 61, 50))).toMatch(/^corrupt: Decoding gives 0 bytes/);
  });

  it('takes floating-point pixels that are no number for the lowest, for network and thumbnail', async () => {
    const rescale: Element[] = [
      ['00281052', 'DS', '-1024'],
      ['00281053', 'DS', '1'],
      ['00281054', 'DS', 'HU'],
    ];
    for (const hu of [rescale, []]) {
      const values = Buffer.from(Float32Array.of(Number.NaN, 1000, 1040, 1200).buffer);
      const picture = pictureElements({ rows: 2, columns: 2, bitsAllocated: 32 });
      const bytes = dicomFile(EXPLICIT, [...CT, ...picture, ...hu, ['7fe00008', 'OF', values]]);
      const { header, image } = await decodeBytes(bytes, 0);
      const levels = seenLevels(image, header, 0);
      expect(levels[0]).toBe(0);
      expect(levels[3]).toBe(1);
      expect(toNetworkInput(image, header, 0, defaultPreprocessing(4, 'head')).every(Number.isFinite)).toBe(true);
    }
  });

  it('keeps words of the file in a message short, and without what a terminal would obey', async () => {
    const kind = `\u001b[2J\n${'X'.repeat(900)}`;
    const refused = await refusalOf(
      dicomFile(EXPLICIT, [
        ['00280002', 'US', 1],
        ['00280004', 'CS', kind],
        ['00280010', 'US', 1],
        ['00280011', 'US', 1],
        ['00280100', 'US', 8],
        ['7fe00010', 'OB', Buffer.alloc(2)],
      ]),
    );
    expect(refused).toMatch(/^unsupported-photometric: Pixels of kind {2}?\[2J X+ \(\.\.\.\)$/);
    expect(refused.length).toBeLessThan(560);
  });
});
