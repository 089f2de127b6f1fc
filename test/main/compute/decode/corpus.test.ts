import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFiles } from '../../../../main/compute/decode/decode-command.ts';
import { decodeBytes, decodeFrame } from '../../../../main/compute/decode/decode-frame.ts';
import { DECODED_SYNTAXES, transferSyntax } from '../../../../main/compute/decode/dicom/transfer-syntaxes.ts';
import { inspectBytes, inspectFile } from '../../../../main/compute/decode/inspect-file.ts';
import { toDisplayImage } from '../../../../src/study/display-image.ts';
import { fileHeaderSchema } from '../../../../src/study/file-header.ts';
import { pictureWarnings } from '../../../../src/study/picture-warnings.ts';
import { displayLevel } from '../../../../src/study/small-picture.ts';
import { dicomCorpus, largestDifference, valuesOf } from '../../../support/dicom-corpus.ts';
import { markdownTable, tableInDocument } from '../../../support/document-table.ts';

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
  return file.replace(/^dcmtk-|\.dcm$/g, '');
}

/** Names with a common start that are written once, and for what. */
const GROUPS: Readonly<Record<string, (files: number) => string>> = {
  depth: (files) => `1 to 32 bits stored, signed and not, noise above them (${files} files)`,
  stream: (files) => `streams of 2 to 16 bits, signed and not (${files} files)`,
  unlike: (files) => `streams in a header of more bits or the other sign (${files} files)`,
  pydicom: (files) => `${files} of pydicom's own test files`,
};

function formsOf(files: readonly string[]): string {
  const groupOf = (file: string): string => file.split('-', 1)[0] ?? '';
  const rest = files.filter((file) => !(groupOf(file) in GROUPS)).map(formOf);
  const groups = Object.entries(GROUPS).map(([start, words]) => {
    const own = files.filter((file) => groupOf(file) === start).length;
    return own > 0 ? words(own) : '';
  });
  return [rest.join(', '), ...groups].filter((part) => part !== '').join('; ');
}

interface SmallerDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decodeSubResolution(level: number, layer: number): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): { bitsPerSample: number; isSigned: boolean };
  delete(): void;
}

/** What OpenJPEG gives of a whole JPEG 2000 or HTJ2K stream when asked for every `coarseness`th row and column. */
async function smallerPicture(stream: Uint8Array, coarseness: number): Promise<Float64Array> {
  const here = createRequire(import.meta.url);
  const load = createRequire(here.resolve('@cornerstonejs/dicom-codec'))('@cornerstonejs/codec-openjpeg/decodewasmjs');
  const silent = () => undefined;
  const { J2KDecoder } = (await load({ print: silent, printErr: silent })) as { J2KDecoder: new () => SmallerDecoder };
  const decoder = new J2KDecoder();
  decoder.getEncodedBuffer(stream.length).set(stream);
  decoder.decodeSubResolution(Math.log2(coarseness), 0);
  const { bitsPerSample, isSigned } = decoder.getFrameInfo();
  const type = `${isSigned ? '' : 'u'}int${bitsPerSample > 8 ? 16 : 8}`;
  const values = Float64Array.from(valuesOf(decoder.getDecodedBuffer(), type));
  decoder.delete();
  return values;
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
      for (const uid of DECODED_SYNTAXES) expect(found).toContain(uid);
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
      const { written, measured: now } = tableInDocument('dicom.md', 'decode table', tableOf(others));
      expect(written).toBe(now);
    });

    it.skipIf(withoutDcmtk !== null)(
      `is what docs/dicom.md says of the files that dcmtk wrote${withoutDcmtk === null ? '' : ` (${withoutDcmtk})`}`,
      () => {
        const { written, measured: now } = tableInDocument(
          'dicom.md',
          'dcmtk table',
          tableOf(measured.filter(byDcmtk)),
        );
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

    /** What decoding says of the file, cut before the end mark and at every twentieth of its code; refusals left out. */
    async function partsOf(name: string) {
      const bytes = await readFile(path.join(folder, `${name}.dcm`));
      const whole = (await decodeBytes(bytes, 0)).image;
      const packed = bytes.lastIndexOf(Buffer.from([0xfe, 0xff, 0, 0xe0])) + 8;
      const code = bytes.indexOf(Buffer.from(/2k|2000/.test(name) ? [0xff, 0x93] : [0xff, 0xda]), packed);
      const end = bytes.lastIndexOf(Buffer.from([0xff, 0xd9]));
      const parts = [];
      for (let twentieth = 1; twentieth <= 20; twentieth += 1) {
        const cut = bytes.subarray(0, code + Math.floor(((end - code) * twentieth) / 20));
        const { header } = await inspectBytes(cut);
        const [frame] = header?.frames ?? [];
        if (header === null || !frame) {
          await expect(decodeBytes(cut, 0)).rejects.toMatchObject({ code: 'truncated' });
          continue;
        }
        const decoded = await decodeBytes(cut, 0);
        expect(decoded.header).toEqual(header);
        const { rowsMissing, coarseness } = frame;
        const rows = whole.rows - rowsMissing;
        parts.push({ twentieth, rows, coarseness, pixels: decoded.image.pixels, words: pictureWarnings(header, 0) });
      }
      for (const place of [packed + 1, packed + Math.floor((code - packed) / 2), code + 4]) {
        await expect(decodeBytes(bytes.subarray(0, place), 0)).rejects.toMatchObject({
          code: expect.stringMatching(/truncated|corrupt/),
        });
      }
      return { whole, stream: bytes.subarray(packed, end + 2), parts };
    }

    it.each([
      'jpeg-ls-u12',
      'jpeg-ls-near-s16',
      'jpeg-ls-rgb',
      'jpeg-baseline-444-rgb',
      'jpeg-baseline-422-rgb',
      'jpeg-baseline-420-rgb',
    ])(
      'shows the upper rows of %s, each of them right, wherever the file breaks off',
      async (name) => {
        const { whole, parts } = await partsOf(name);
        // A codec draws JPEG by rows of blocks, and thinned-out colour by two of them.
        const unit = name.startsWith('jpeg-ls') ? 4 : name.includes('420') ? 32 : 16;
        expect(parts.length).toBeGreaterThan(12);
        for (const { twentieth, rows, pixels, words } of parts) {
          const there = rows * whole.columns * whole.samples;
          expect(largestDifference(pixels.subarray(0, there), whole.pixels.subarray(0, there)), `${twentieth}`).toBe(0);
          expect(rows).toBeGreaterThan((whole.rows * twentieth) / 20 - unit);
          if (twentieth < 20) expect(words[0]).toMatch(/^Truncated: the lower .* rows are missing$/);
          expect(new Set(pixels.subarray(there)).size).toBeLessThanOrEqual(1);
        }
      },
      120_000,
    );

    it.each([
      'jpeg-2000-u12',
      'jpeg-2000-s16',
      'jpeg-2000-rgb',
      'jpeg-2000-lossy-u8',
      'htj2k-u12',
      'htj2k-s12',
      'htj2k-rpcl-rgb',
      'htj2k-lossy-u16',
    ])('shows %s as coarse as it is there where the file breaks off', async (name) => {
      const { whole, stream, parts } = await partsOf(name);
      expect(parts.length).toBeGreaterThan(16);
      const apart = ({ pixels }: { pixels: ArrayLike<number> }) =>
        Array.from(whole.pixels).reduce((sum, value, index) => sum + (value - (pixels[index] as number)) ** 2, 0);
      parts.forEach((part, index) => {
        const { coarseness, rows, pixels, words } = part;
        expect(rows).toBe(whole.rows);
        expect(words.join().includes(`Truncated: finer detail is missing, 1 of ${coarseness} rows`)).toBe(
          coarseness > 1,
        );
        const before = parts[index - 1];
        if (coarseness === before?.coarseness) expect(largestDifference(pixels, before.pixels)).toBe(0);
        else if (before) expect(apart(part)).toBeLessThan(apart(before));
      });
      // All of it but the end mark is all of it; a byte less is not.
      expect(largestDifference(parts.at(-1)?.pixels ?? [], whole.pixels)).toBe(0);
      expect(parts.at(-1)?.coarseness).toBe(1);
      expect(parts.at(-2)?.coarseness).toBe(2);
      expect(Math.max(...parts.map(({ coarseness }) => coarseness))).toBeGreaterThan(4);
      if (/lossy/.test(name)) return;
      for (const { coarseness, pixels } of parts) {
        const smaller = await smallerPicture(stream, coarseness);
        const across = Math.ceil(whole.columns / coarseness);
        const known = smaller.map((_, index) => {
          const pixel = Math.floor(index / whole.samples);
          const place = Math.floor(pixel / across) * whole.columns + (pixel % across);
          return pixels[place * coarseness * whole.samples + (index % whole.samples)] as number;
        });
        expect(largestDifference(known, smaller)).toBe(0);
      }
    });

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
        const { rowsMissing, coarseness } = header.frames.at(-1) ?? {};
        if (there === 3) expect({ rowsMissing, coarseness }).not.toEqual({ rowsMissing: 0, coarseness: 1 });
      },
    );

    it('gives one pixel hash to the same pixels however they are packed', async () => {
      const forms =
        'explicit implicit big-endian deflated deflated-frame rle jpeg-ls jpeg-2000 jpeg-lossless htj2k'.split(' ');
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
      const forms = [
        'explicit',
        'implicit',
        'big-endian',
        'rle',
        'jpeg-ls',
        'jpeg-2000',
        'jpeg-lossless',
        'deflated-frame',
      ];
      expect(several).toEqual(expect.arrayContaining(forms.map((form) => `${form}-frames.dcm`)));
      expect(several).toContain('drawn-enhanced-ct.dcm');
    });
  },
);
