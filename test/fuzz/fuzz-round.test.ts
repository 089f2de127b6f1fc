import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { transferSyntax } from '../../main/compute/decode/dicom/transfer-syntaxes.ts';
import { fuzzBases } from './fuzz-bases.ts';
import { FUZZ_FORMATS, mutationAt } from './mutations.ts';
import { type FuzzOptions, runFuzz } from './run-fuzz.ts';

const bases = fuzzBases(true);
const hasCorpus = bases.all.length > 100;
const folder = mkdtempSync(path.join(tmpdir(), 'overread-fuzz-round-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** So many that the round takes about 20 s on two idle cores. */
const MUTATIONS = 400;

function options(out: string, more: Partial<FuzzOptions> = {}): FuzzOptions {
  const rest = { python: null, hostsName: 'fuzz-round', lanes: 2, say: () => undefined };
  return {
    bases,
    formats: FUZZ_FORMATS,
    seed: 20261128,
    mutations: MUTATIONS,
    out: path.join(folder, out),
    ...rest,
    ...more,
  };
}

describe('a round of mutated files', () => {
  it('breaks no promise: no crash, no hang, no wrong size, memory under the cap, every refusal in words', async () => {
    const report = await runFuzz(options('round.json'));
    expect(report.findings).toEqual([]);
    expect(report.next).toBe(MUTATIONS);
    const verdicts = Object.values(report.byOperator).flatMap((counts) => Object.entries(counts));
    expect(verdicts.reduce((sum, [, count]) => sum + count, 0)).toBe(MUTATIONS);
    const accepted = verdicts.filter(([verdict]) => verdict === 'accepted').reduce((sum, [, count]) => sum + count, 0);
    // Mutations that are all refused at the door would prove nothing.
    expect(accepted).toBeGreaterThan(MUTATIONS / 10);
    if (process.platform === 'linux') expect(report.peakBytes).toBeGreaterThan(30_000_000);
  }, 240_000);

  it('goes on where it was stopped, and begins anew under another seed', async () => {
    const first = await runFuzz(options('resumed.json', { formats: ['csv'], mutations: 6 }));
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    const again = await runFuzz(options('resumed.json', { formats: ['csv'], mutations: 6, say }));
    expect(said).toEqual(['going on at 6 of 6']);
    expect(again).toEqual(first);
    expect(JSON.parse(readFileSync(path.join(folder, 'resumed.json'), 'utf8'))).toEqual(first);
    const other = await runFuzz(options('resumed.json', { formats: ['csv'], mutations: 6, seed: 2 }));
    expect(other.bySyntax).not.toEqual(first.bySyntax);
  }, 120_000);
});

describe('a mutation', () => {
  const hashAt = (seed: number, index: number) =>
    createHash('sha256')
      .update(mutationAt(bases.all, FUZZ_FORMATS, seed, index).bytes)
      .digest('hex');

  it('is made from its seed and index alone', () => {
    const forwards = Array.from({ length: 60 }, (_, index) => hashAt(1, index));
    const backwards = Array.from({ length: 60 }, (_, index) => hashAt(1, 59 - index)).reverse();
    expect(backwards).toEqual(forwards);
    expect(hashAt(2, 0)).not.toBe(hashAt(1, 0));
  });

  it.skipIf(!hasCorpus)('is made of a file of every transfer syntax that is decoded', () => {
    const ends = [
      '',
      '.1',
      '.1.99',
      '.2',
      '.5',
      '.8.1',
      ...[50, 51, 57, 70, 80, 81, 90, 91, 201, 202, 203].map((end) => `.4.${end}`),
    ];
    const decoded = ends.map((end) => `1.2.840.10008.1.2${end}`).filter((uid) => transferSyntax(uid) !== null);
    expect(decoded).toHaveLength(17);
    const drawn = Array.from({ length: 1500 }, (_, index) => mutationAt(bases.all, FUZZ_FORMATS, 1, index).base.syntax);
    for (const uid of decoded) expect(drawn).toContain(uid);
  });
});
