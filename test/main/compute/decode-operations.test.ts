import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBytes, withFrame } from '../../../main/compute/decode/decode-frame.ts';
import { inspectBytes, inspectFile } from '../../../main/compute/decode/inspect-file.ts';
import { sha256Of } from '../../../main/compute/decode/pixel-hash.ts';
import { withFile } from '../../../main/compute/decode/read-file.ts';
import { decodeOperations } from '../../../main/compute/decode-operations.ts';
import { defaultPreprocessing } from '../../../src/prediction/network-input.ts';
import { recipeFor } from '../../../src/training/recipe.ts';
import { dicomCorpus } from '../../support/dicom-corpus.ts';
import { dicomFile, encapsulated, pictureElements } from '../../support/dicom-corpus-odd.ts';
import { encodeHtj2k } from '../../support/encode-htj2k.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const HTJ2K = '1.2.840.10008.1.2.4.201';

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-lent-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is tried cut off too: a depth, colour and frames of every form, and what is made here. A codec is loaded anew for each cut. */
const CUT = /-(u12|rgb|frames)\.dcm$|^[us]\d+\.dcm$|\.png$/;

const MANY_FILES_MS = 240_000;

/** Writes over all of what the last file was lent in. */
const tiny = path.join(folder, 'tiny');
writeFileSync(tiny, 'x');
const overwriteLentMemory = (): Promise<void> =>
  withFile(tiny, ({ buffer }) => {
    new Uint8Array(buffer).fill(0xa5);
  });

const context = { progress() {}, stopping() {}, deliver: () => false, signal: new AbortController().signal };
const { architecture, preprocessing } = recipeFor('compact', {}, 1);

type Asking = (file: string) => unknown;
/** Those that read no picture for their answer, or read it into memory of its own as cleaning does. */
type WithoutPicture = 'clean-file' | 'near-duplicates' | 'look-alike-runs' | 'shortcut-audit';

/** Every operation that answers something of a picture file. */
const OPERATIONS: Readonly<Record<Exclude<keyof typeof decodeOperations, WithoutPicture>, Asking>> = {
  inspect: (file) => decodeOperations.inspect({ path: file }, context),
  decode: (file) => decodeOperations.decode({ path: file, frame: 0 }, context),
  'shown-slice': (file) => decodeOperations['shown-slice']({ path: file, frame: 0, ticket: null }, context),
  'list-thumbnail': (file) => decodeOperations['list-thumbnail']({ path: file, frame: 0 }, context),
  'study-identity': (file) => decodeOperations['study-identity']({ path: file }, context),
  'network-input': (file) =>
    decodeOperations['network-input'](
      { path: file, frame: 0, preprocessing: defaultPreprocessing(20), withHead: true },
      context,
    ),
  'augmentation-preview': (file) =>
    decodeOperations['augmentation-preview'](
      { path: file, frame: 0, architecture, preprocessing, augmentation: { rotateDegrees: 20 }, seed: 1, draws: 1 },
      context,
    ),
  thumbnail: (file) => decodeOperations.thumbnail({ path: file, frame: 0 }, context),
  'slice-statistics': (file) => decodeOperations['slice-statistics']({ path: file, frame: 0 }, context),
};

/** All that was answered, or the refusal, as a text. */
function textOf(answer: unknown): string {
  if (answer instanceof Error) return JSON.stringify({ code: (answer as { code?: unknown }).code, is: answer.message });
  return JSON.stringify(answer, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    return sha256Of(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  });
}

/** What was answered, or thrown. */
async function outcome(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    return error;
  }
}

const corpus = dicomCorpus();
const why = 'reason' in corpus ? ` (${corpus.reason})` : '';
const corpusFiles = 'reason' in corpus ? [] : corpus.entries.map((entry) => entry.path);

const madeFile = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const nativeSlice = (bitsAllocated: number, signed: boolean): Uint8Array => {
  const values = Uint8Array.from({ length: (48 * 64 * bitsAllocated) / 8 }, (_, at) => (at * 7) % 100);
  const picture = pictureElements({ rows: 48, columns: 64, bitsAllocated, signed });
  return dicomFile(EXPLICIT, [...picture, ['7fe00010', 'OW', values]]);
};
const signed16 = madeFile('s16.dcm', nativeSlice(16, true));
const grey = new Uint8Array(64 * 48).fill(9);
const madeFiles = [
  signed16,
  madeFile('u16.dcm', nativeSlice(16, false)),
  madeFile('u8.dcm', nativeSlice(8, false)),
  madeFile('slice.png', encode({ width: 64, height: 48, data: grey, channels: 1, depth: 8 })),
];

describe('memory that files are lent in', () => {
  it('is overwritten here: pixels that are kept out of it become others', async () => {
    const kept = await withFrame(signed16, 0, ({ image }) => image.pixels);
    const before = textOf(kept);
    await overwriteLentMemory();
    expect(textOf(kept)).not.toBe(before);
  });

  it.each([
    ['made here', madeFiles],
    [`of the corpus${why}`, corpusFiles],
  ])(
    'is in no answer about files %s',
    async (_, files) => {
      let answered = 0;
      for (const file of files) {
        for (const [name, ask] of Object.entries(OPERATIONS)) {
          const answer = await outcome(() => ask(file));
          const before = textOf(answer);
          await overwriteLentMemory();
          expect(textOf(answer), `${name} of ${file}`).toBe(before);
          if (!(answer instanceof Error)) answered += 1;
        }
      }
      // A PNG has no identity; some of the corpus are cut off, or too small for a head.
      expect(answered).toBeGreaterThanOrEqual(files.length * 8);
    },
    MANY_FILES_MS,
  );

  it(
    `tells nothing of the file before, of files that are whole or cut${why}`,
    async () => {
      const cut = path.join(folder, 'cut');
      for (const file of [...madeFiles, ...corpusFiles]) {
        const whole = readFileSync(file);
        const cuts = CUT.test(path.basename(file)) ? [Math.floor(whole.length * 0.7), 1200, 140] : [];
        for (const length of [whole.length, ...cuts]) {
          const bytes = Uint8Array.from(whole.subarray(0, length));
          writeFileSync(cut, bytes);
          await overwriteLentMemory();
          const inspected = textOf(await inspectFile(cut));
          const known = { sha256: sha256Of(bytes), byteLength: bytes.length };
          expect(inspected, `${length} bytes of ${file}`).toBe(textOf({ ...known, ...(await inspectBytes(bytes)) }));
          await overwriteLentMemory();
          const lent = await outcome(() => withFile(cut, async (same) => textOf(await decodeBytes(same, 0))));
          const own = await outcome(async () => textOf(await decodeBytes(bytes, 0)));
          expect(textOf(lent), `${length} bytes of ${file}`).toBe(textOf(own));
        }
      }
    },
    MANY_FILES_MS,
  );
});

describe('a slice of which only the coarse picture is there', () => {
  const file = path.join(folder, 'coarse.dcm');
  beforeAll(async () => {
    const stored = Uint16Array.from({ length: 64 * 48 }, (_, at) => ((at % 64) ** 2 + at * 7) % 4096);
    const picture = pictureElements({ rows: 48, columns: 64, bitsStored: 12 });
    const whole = dicomFile(HTJ2K, [...picture, encapsulated([await encodeHtj2k(stored, 48, 64)])]);
    writeFileSync(file, whole.subarray(0, whole.length - 20));
  });

  it('is shown with a warning', async () => {
    const shown = await decodeOperations['shown-slice']({ path: file, frame: 0, ticket: null }, context);
    expect(shown.metadata.warnings.join()).toContain('Truncated: finer detail is missing, 1 of 2 rows');
  });

  it.each(['network-input', 'augmentation-preview'] as const)('is not given to the network (%s)', async (name) => {
    const refusal = await outcome(() => OPERATIONS[name](file));
    expect(refusal).toMatchObject({ code: 'truncated', message: expect.stringContaining('not given to the network') });
  });
});
