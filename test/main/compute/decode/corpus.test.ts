import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFiles } from '../../../../main/compute/decode/decode-command.ts';
import { decodeBytes, decodeFrame } from '../../../../main/compute/decode/decode-frame.ts';
import { transferSyntax } from '../../../../main/compute/decode/dicom/transfer-syntaxes.ts';
import { inspectFile } from '../../../../main/compute/decode/inspect-file.ts';
import { toDisplayImage } from '../../../../src/study/display-image.ts';
import { fileHeaderSchema } from '../../../../src/study/file-header.ts';
import { displayLevel } from '../../../../src/study/small-picture.ts';
import { markdownTable, tableInDocument } from '../../../support/decode-table.ts';
import { dicomCorpus, largestDifference, valuesOf } from '../../../support/dicom-corpus.ts';

const corpus = dicomCorpus();

/** A segmentation among pydicom's files: decoded when asked for, and no slice of a study. */
const NO_SLICE = /^pydicom-liver/;

/** Why a lossy form may differ by more than 1. */
const WHY: Readonly<Record<string, string>> = {
  HTJ2K:
    'of 65,536 levels, in one file: OpenJPH and OpenJPEG round the irreversible wavelet (floating point) differently',
};

interface Measured {
  readonly file: string;
  readonly syntax: string;
  readonly values: number;
  readonly difference: number;
}

function formOf(file: string): string {
  return file.startsWith('pydicom-') ? "pydicom's own" : file.replace(/^dcmtk-|\.dcm$/g, '');
}

/** Names with a common start written once: `depth-` (63). */
function formsOf(files: readonly string[]): string {
  const own = files.filter((file) => file.startsWith('pydicom-')).length;
  const depths = files.filter((file) => file.startsWith('depth-')).length;
  const rest = files.filter((file) => !/^(pydicom|depth)-/.test(file)).map(formOf);
  const words = rest.join(', ');
  return [
    words,
    depths > 0 ? `1 to 32 bits stored, signed and not, noise above them (${depths} files)` : '',
    own > 0 ? `${own} of pydicom's own test files` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function tableOf(measured: readonly Measured[]): string {
  const bySyntax = new Map<string, Measured[]>();
  for (const one of measured) bySyntax.set(one.syntax, [...(bySyntax.get(one.syntax) ?? []), one]);
  const rows = [...bySyntax].map(([syntax, files]) => {
    const largest = Math.max(...files.map(({ difference }) => difference));
    const values = files.reduce((sum, file) => sum + file.values, 0);
    const why = largest > 1 ? (WHY[syntax] ?? 'not said') : '';
    return [syntax, formsOf(files.map(({ file }) => file)), `${files.length}`, `${values}`, `${largest}`, why];
  });
  rows.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  const head = ['Transfer syntax', 'Forms', 'Files', 'Values compared', 'Largest difference', 'Why more than 1'];
  return markdownTable(head, rows);
}

describe.skipIf('reason' in corpus)(
  `stored values against pydicom${'reason' in corpus ? ` (${corpus.reason})` : ''}`,
  () => {
    const { entries, folder, withoutDcmtk } =
      'reason' in corpus ? { entries: [], folder: '', withoutDcmtk: null } : corpus;

    const measured: Measured[] = [];

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
        '.4.201',
        '.4.202',
        '.4.203',
      ]) {
        expect(found).toContain(`1.2.840.10008.1.2${end}`);
      }
    });

    it.each(entries)('$name', async ({ path: file, expectedPaths, dtype, shape, tolerance }) => {
      const out = await mkdtemp(path.join(os.tmpdir(), 'overread-decode-'));
      try {
        for await (const record of decodeFiles([file], out)) {
          expect(record).toMatchObject({ file, status: 'ok', dtype, reason: null });
          expect([record.rows, record.columns]).toEqual(shape.slice(0, 2));
          expect(record.samples).toBe(shape[2] ?? 1);
          const ours = valuesOf(await readFile(record.out ?? ''), dtype);
          const theirs = valuesOf(await readFile(expectedPaths[0]), dtype);
          const difference = largestDifference(ours, theirs);
          const syntax = transferSyntax(record.transferSyntax ?? '')?.name ?? '';
          measured.push({ file: path.basename(file), syntax, values: ours.length, difference });
          expect(difference).toBeLessThanOrEqual(tolerance);
        }
      } finally {
        await rm(out, { recursive: true });
      }
    });

    it('gives headers that keep the schema', async () => {
      for (const { path: file, name } of entries) {
        if (NO_SLICE.test(name)) continue;
        const { header, refusal, listedFiles } = await inspectFile(file);
        expect({ refusal, listedFiles }).toEqual({ refusal: null, listedFiles: null });
        expect(fileHeaderSchema.safeParse(header).error).toBeUndefined();
      }
    });

    const byDcmtk = ({ file }: Measured): boolean => file.startsWith('dcmtk-');

    it('is what docs/dicom.md says (OVERREAD_WRITE_DOCS=1 writes it)', () => {
      const others = measured.filter((one) => !byDcmtk(one));
      const { written, measured: now } = tableInDocument('decode table', tableOf(others));
      expect(written).toBe(now);
    });

    it.skipIf(withoutDcmtk !== null)(
      `is what docs/dicom.md says of the files that dcmtk wrote${withoutDcmtk === null ? '' : ` (${withoutDcmtk})`}`,
      () => {
        const { written, measured: now } = tableInDocument('dcmtk table', tableOf(measured.filter(byDcmtk)));
        expect(written).toBe(now);
      },
    );

    it.each(entries.filter(({ drawnPath }) => drawnPath !== null))('draws $name as pydicom does', async (entry) => {
      const { header, image, tables } = await decodeFrame(entry.path, 0);
      const display = toDisplayImage(header, 0, image, tables);
      const expected = await readFile(entry.drawnPath ?? '');
      if (display.color) {
        const rgb = display.pixels.filter((_, index) => index % 4 !== 3);
        expect(largestDifference(rgb, Uint8Array.from(expected))).toBe(0);
        return;
      }
      const brightness = Float64Array.from(display.pixels, displayLevel(display));
      const theirs = Float64Array.from(valuesOf(expected, 'float32'), (level) => level * 255);
      // Tables are kept with 8 bits: half a level of 255.
      expect(largestDifference(brightness, theirs)).toBeLessThanOrEqual(0.51);
      expect(new Set(brightness).size).toBeGreaterThan(20);
    });

    it("reads each frame's own place, rescale and window of an enhanced CT", async () => {
      for (const { path: file, facts } of entries) {
        if (facts === null) continue;
        const { header } = await inspectFile(file);
        const found = header?.frames.map(({ positionMm, rescale, windows: [window] }) => {
          const { slope, intercept } = rescale ?? {};
          return { positionMm, slope, intercept, center: window?.center, width: window?.width };
        });
        expect(found).toEqual(facts);
        expect(header?.frames[2]).toMatchObject({
          orientation: [1, 0, 0, 0, 0.96, 0.28],
          spacingMm: { row: 0.5, column: 0.4 },
          sliceThicknessMm: 5,
          rescale: { toHu: true },
        });
      }
      expect(entries.filter(({ facts }) => facts !== null)).toHaveLength(1);
    });

    it.each([
      'explicit-u12',
      'implicit-s16',
      'big-endian-rgb',
      'explicit-bits',
      'deflated-u12',
      'rle-u16',
      'jpeg-lossless-p7-u12',
      'jpeg-baseline-u8',
      'jpeg-extended-turbo-u12',
    ])('shows the upper rows of %s where the file breaks off', async (name) => {
      const bytes = await readFile(path.join(folder, `${name}.dcm`));
      const whole = (await decodeBytes(bytes, 0)).image;
      const { header, image } = await decodeBytes(bytes.subarray(0, Math.floor(bytes.length * 0.85)), 0);
      const rows = whole.rows - (header.frames[0]?.rowsMissing ?? 0);
      expect(rows).toBeGreaterThan(whole.rows / 4);
      expect(rows).toBeLessThan(whole.rows);
      const there = rows * whole.columns * whole.samples;
      // The 8-bit codec rounds its inverse DCT another way than ours.
      const apart = largestDifference(image.pixels.subarray(0, there), whole.pixels.subarray(0, there));
      expect(apart).toBeLessThanOrEqual(name.startsWith('jpeg-baseline') ? 1 : 0);
      const [first, ...others] = new Set(image.pixels.subarray(there));
      expect(others).toEqual([]);
      expect(first).toBe(Math.min(...image.pixels.subarray(0, there)));
    });

    it.each(['jpeg-ls-u12', 'jpeg-2000-u12', 'htj2k-u12', 'jpeg-baseline-420-rgb'])(
      'refuses %s where the file breaks off',
      async (name) => {
        const bytes = await readFile(path.join(folder, `${name}.dcm`));
        await expect(decodeBytes(bytes.subarray(0, bytes.length - 300), 0)).rejects.toMatchObject({
          code: expect.stringMatching(/truncated|unsupported/),
        });
      },
    );

    it.each(['jpeg-ls', 'jpeg-2000', 'rle', 'jpeg-lossless', 'explicit'])(
      'shows the whole frames of %s where the file breaks off in a later one',
      async (form) => {
        const bytes = await readFile(path.join(folder, `${form}-frames.dcm`));
        const cut = bytes.subarray(0, bytes.length - 700);
        const { header } = await decodeBytes(cut, 0);
        const there = header.frames.length;
        expect(header.framesMissing).toBe(3 - there);
        expect(there).toBeGreaterThanOrEqual(2);
        for (const frame of [0, 1]) {
          const { image } = await decodeBytes(cut, frame);
          expect(largestDifference(image.pixels, (await decodeBytes(bytes, frame)).image.pixels)).toBe(0);
        }
        await expect(decodeBytes(cut, there)).rejects.toMatchObject({ code: 'no-such-frame' });
        if (/jpeg-(ls|2000)/.test(form)) expect(there).toBe(2);
      },
    );

    it('gives one pixel hash to the same pixels however they are packed', async () => {
      const forms = 'explicit implicit big-endian deflated rle jpeg-ls jpeg-2000 jpeg-lossless htj2k'.split(' ');
      const hashes = await Promise.all(
        forms.map(async (form) => (await decodeFrame(path.join(folder, `${form}-u12.dcm`), 0)).pixelSha256),
      );
      expect(new Set(hashes).size).toBe(1);
      const other = await decodeFrame(path.join(folder, 'explicit-u16.dcm'), 0);
      expect(hashes).not.toContain(other.pixelSha256);
    });

    it.each(entries.filter(({ expectedPaths }) => expectedPaths.length > 1))(
      'decodes each frame of $name as pydicom does',
      async ({ path: file, expectedPaths, dtype, tolerance }) => {
        const hashes = new Set<string>();
        for (const [frame, expectedPath] of expectedPaths.entries()) {
          const { image, pixelSha256 } = await decodeFrame(file, frame);
          const theirs = valuesOf(await readFile(expectedPath), dtype);
          expect(largestDifference(image.pixels, theirs)).toBeLessThanOrEqual(tolerance);
          hashes.add(pixelSha256);
        }
        // pydicom's own files may repeat a frame.
        if (!file.includes('pydicom-')) expect(hashes.size).toBe(expectedPaths.length);
      },
    );

    it('holds multi-frame files of every way to pack frames', () => {
      const several = entries.filter(({ expectedPaths }) => expectedPaths.length > 1).map(({ name }) => name);
      const forms = ['explicit', 'implicit', 'big-endian', 'rle', 'jpeg-ls', 'jpeg-2000', 'jpeg-lossless'];
      expect(several).toEqual(expect.arrayContaining(forms.map((form) => `${form}-frames.dcm`)));
      expect(several).toContain('drawn-enhanced-ct.dcm');
    });
  },
);
