import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBytes } from '../../../main/compute/decode/decode-frame.ts';
import { inspectBytes, inspectFile } from '../../../main/compute/decode/inspect-file.ts';
import { sha256Of } from '../../../main/compute/decode/pixel-hash.ts';
import { withFile } from '../../../main/compute/decode/read-file.ts';
import { decodeOperations } from '../../../main/compute/decode-operations.ts';
import { defaultPreprocessing } from '../../../src/prediction/network-input.ts';
import { recipeFor } from '../../../src/training/recipe.ts';
import { dicomCorpus } from '../../support/dicom-corpus.ts';
import { dicomFile, encapsulated, pictureElements } from '../../support/dicom-corpus-odd.ts';
import { encodeHtj2k } from '../../support/encode-htj2k.ts';

const HTJ2K = '1.2.840.10008.1.2.4.201';

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-lent-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As large as memory is that is kept: read, it lies over whatever was lent before. */
const garbage = path.join(folder, 'garbage');
writeFileSync(garbage, new Uint8Array(16 * 1024 * 1024).fill(0xa5));
const overwriteLentMemory = (): Promise<void> => withFile(garbage, () => undefined);

const context = { progress() {}, stopping() {}, deliver: () => false, signal: new AbortController().signal };
const { architecture, preprocessing } = recipeFor('compact', {}, 1);

/** Every operation that reads a picture file and answers something of it. */
const OPERATIONS: Readonly<Record<string, (file: string) => Promise<unknown> | unknown>> = {
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

describe.skipIf(why !== '')(`memory that files are lent in${why}`, () => {
  const entries = 'reason' in corpus ? [] : corpus.entries;
  const png = path.join(folder, 'slice.png');
  writeFileSync(png, encode({ width: 64, height: 48, data: new Uint8Array(64 * 48).fill(9), channels: 1, depth: 8 }));
  const files = [...entries.map((entry) => entry.path), png];

  it('is in no answer', async () => {
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
    expect(answered).toBeGreaterThan(files.length * 8);
  });

  it('tells nothing of the file before, of files that are whole or cut', async () => {
    const cut = path.join(folder, 'cut');
    for (const file of files) {
      const whole = readFileSync(file);
      for (const length of [whole.length, Math.floor(whole.length * 0.7), 1200, 140]) {
        const bytes = Uint8Array.from(whole.subarray(0, length));
        writeFileSync(cut, bytes);
        const [sha256, byteLength] = [sha256Of(bytes), bytes.length];
        await overwriteLentMemory();
        const inspected = textOf(await inspectFile(cut));
        expect(inspected, `${length} bytes of ${file}`).toBe(
          textOf({ sha256, byteLength, ...(await inspectBytes(bytes)) }),
        );
        await overwriteLentMemory();
        const lent = await outcome(() => withFile(cut, async (same) => textOf(await decodeBytes(same, 0))));
        const own = await outcome(async () => textOf(await decodeBytes(bytes, 0)));
        expect(textOf(lent), `${length} bytes of ${file}`).toBe(textOf(own));
      }
    }
  });
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

  it.each(['network-input', 'augmentation-preview'])('is not given to the network (%s)', async (name) => {
    const refusal = await outcome(() => OPERATIONS[name]?.(file));
    expect(refusal).toMatchObject({ code: 'truncated', message: expect.stringContaining('not given to the network') });
  });
});
