import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../../../main/compute/decode/decode-frame.ts';
import { inspectBytes } from '../../../../main/compute/decode/inspect-file.ts';
import { deflateBomb } from '../../../fuzz/dicom-operators.ts';
import { dicomFile, type Element, elementBytes, pictureElements, sequence } from '../../../support/dicom-corpus-odd.ts';

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
  it('reads what all frames share once, and no more windows than are of use', () => {
    // 64 KiB of windows for each of 65,536 frames took minutes, and the header would have filled the memory.
    const values = Buffer.from('1\\'.repeat(16_000));
    const windows = [elementBytes(['00281050', 'DS', values]), elementBytes(['00281051', 'DS', values])];
    const { header } = inspectBytes(
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

  it('reads a value as far as any value goes', () => {
    const { header } = inspectBytes(
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
    expect(inspectBytes(bytes).refusal?.code).toBe('too-large');
  });

  it('still unpacks what packs well and is not large', async () => {
    const elements = [...CT, ...pictureElements({ rows: 2048, columns: 2048 })].map((element) => elementBytes(element));
    const pixels = elementBytes(['7fe00010', 'OW', Buffer.alloc(2048 * 2048 * 2)]);
    const bytes = dicomFile(DEFLATED, [deflateRawSync(Buffer.concat([...elements, pixels]))]);
    expect((await decodeBytes(bytes, 0)).image.pixels).toHaveLength(2048 * 2048);
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
