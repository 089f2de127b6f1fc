import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFiles } from '../../../../main/compute/decode/decode-command.ts';
import { decodeFrame } from '../../../../main/compute/decode/decode-frame.ts';
import { inspectFile } from '../../../../main/compute/decode/inspect-file.ts';
import { fileHeaderSchema } from '../../../../src/study/file-header.ts';
import { dicomCorpus, largestDifference, valuesOf } from '../../../support/dicom-corpus.ts';

const corpus = dicomCorpus();

describe.skipIf('reason' in corpus)(
  `stored values against pydicom${'reason' in corpus ? ` (${corpus.reason})` : ''}`,
  () => {
    const { entries, folder } = 'reason' in corpus ? { entries: [], folder: '' } : corpus;

    it('holds every transfer syntax that is decoded', async () => {
      const found = new Set<string | null | undefined>();
      for (const { path: file } of entries) found.add((await inspectFile(file)).header?.transferSyntaxUid);
      for (const end of [
        '',
        '.1',
        '.1.99',
        '.2',
        '.5',
        '.4.50',
        '.4.51',
        '.4.57',
        '.4.70',
        '.4.80',
        '.4.81',
        '.4.90',
        '.4.91',
      ]) {
        expect(found).toContain(`1.2.840.10008.1.2${end}`);
      }
    });

    it.each(entries)('$name', async ({ path: file, expectedPath, dtype, shape, tolerance }) => {
      const out = await mkdtemp(path.join(os.tmpdir(), 'overread-decode-'));
      try {
        for await (const record of decodeFiles([file], out)) {
          expect(record).toMatchObject({ file, status: 'ok', dtype, reason: null });
          expect([record.rows, record.columns]).toEqual(shape.slice(0, 2));
          expect(record.samples).toBe(shape[2] ?? 1);
          const ours = valuesOf(await readFile(record.out ?? ''), dtype);
          const theirs = valuesOf(await readFile(expectedPath), dtype);
          expect(largestDifference(ours, theirs)).toBeLessThanOrEqual(tolerance);
        }
      } finally {
        await rm(out, { recursive: true });
      }
    });

    it('gives headers that keep the schema', async () => {
      for (const { path: file } of entries) {
        const { header, refusal, listedFiles } = await inspectFile(file);
        expect({ refusal, listedFiles }).toEqual({ refusal: null, listedFiles: null });
        expect(fileHeaderSchema.safeParse(header).error).toBeUndefined();
      }
    });

    it('gives one pixel hash to the same pixels however they are packed', async () => {
      const forms = ['explicit', 'implicit', 'big-endian', 'deflated', 'rle', 'jpeg-ls', 'jpeg-2000', 'jpeg-lossless'];
      const hashes = await Promise.all(
        forms.map(async (form) => (await decodeFrame(path.join(folder, `${form}-u12.dcm`), 0)).pixelSha256),
      );
      expect(new Set(hashes).size).toBe(1);
      const other = await decodeFrame(path.join(folder, 'explicit-u16.dcm'), 0);
      expect(hashes).not.toContain(other.pixelSha256);
    });

    it('decodes every frame of a multi-frame file, packed or not', async () => {
      for (const frame of [0, 1, 2]) {
        const plain = await decodeFrame(path.join(folder, 'explicit-frames.dcm'), frame);
        for (const form of ['implicit', 'big-endian', 'rle', 'jpeg-ls', 'jpeg-2000', 'jpeg-lossless']) {
          const packed = await decodeFrame(path.join(folder, `${form}-frames.dcm`), frame);
          expect(packed.pixelSha256).toBe(plain.pixelSha256);
        }
      }
      const first = await decodeFrame(path.join(folder, 'explicit-frames.dcm'), 0);
      const second = await decodeFrame(path.join(folder, 'explicit-frames.dcm'), 1);
      expect(second.pixelSha256).not.toBe(first.pixelSha256);
    });

    it('decodes 12-bit JPEG close to what was packed', async () => {
      const packed = await decodeFrame(path.join(folder, 'jpeg-extended-u12.dcm'), 0);
      const plain = await decodeFrame(path.join(folder, 'explicit-u12.dcm'), 0);
      const { pixels } = packed.image;
      const total = Array.from(pixels).reduce(
        (sum, value, index) => sum + Math.abs(value - (plain.image.pixels[index] ?? 0)),
        0,
      );
      expect(total / pixels.length).toBeLessThan(40);
      expect(pixels.length).toBe(61 * 50);
    });
  },
);
