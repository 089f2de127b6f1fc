import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { headPicture, heads, writeLabelledPngs } from '../../support/labelled-pngs.ts';
import { runCliHere } from '../../support/run-cli-here.ts';
import { resized } from '../../support/slice-copies.ts';

// Copies, a person's own split, sealing and the test, command by command, on one project.
const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-groups-'));
let hostsFolder = '';

beforeAll(async () => {
  hostsFolder = await bundleComputeHosts('groups-commands', REAL_HOSTS);
  const copy = { picture: resized(headPicture(3), 0.8), haemorrhage: true };
  writeLabelledPngs(path.join(folder, 'set'), [...heads(1, 16), copy]);
  writeLabelledPngs(path.join(folder, 'external'), heads(31, 6));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function json(...args: string[]) {
  const { code, stdout, stderr } = await runCliHere([...args, '--json'], { folder, hostsFolder });
  return { code, value: JSON.parse(stdout), stderr };
}

const P = ['--project', 'P', '--reader', 'Ada'] as const;

test('duplicates lists the copy, and judge says what it is', async () => {
  expect((await json('import', 'set', ...P)).code).toBe(0);
  const { code, value } = await json('duplicates', ...P);
  expect(code).toBe(0);
  expect(value).toMatchObject({ searched: 17, unsearched: 0, groups: 16, sharedGroups: 1, split: null });
  expect(value.pairs).toMatchObject([{ id: 1, kind: 'resized', status: 'candidate' }]);
  const judged = await json('duplicates', 'judge', ...P, '--pair', '1', '--verdict', 'confirm');
  expect(judged.value).toMatchObject({ status: 'confirmed', reader: 'Ada' });
  expect((await json('duplicates', 'judge', ...P, '--pair', '1', '--verdict', 'undo')).value.status).toBe('candidate');
  expect((await json('duplicates', 'judge', ...P, '--pair', '1', '--verdict', 'perhaps')).code).toBe(2);
});

test('a split of one’s own that leaks is refused with the pair, in words and as a document', async () => {
  const part = (index: number): string => (index === 16 ? 'held-out' : index % 4 < 2 ? 'training' : 'held-out');
  const rows = Array.from({ length: 17 }, (_, index) => `head_ct/${String(index).padStart(3, '0')}.png,${part(index)}`);
  const leaking = rows.map((row) => row.replace('002.png,held-out', '002.png,training'));
  writeFileSync(path.join(folder, 'leak.csv'), `file,part\n${leaking.join('\n')}\n`);
  const { code, value, stderr } = await json('train', ...P, '--rounds', '1', '--split', 'leak.csv');
  expect(code).toBe(3);
  expect(value.error.code).toBe('split-leaks');
  expect(value.error.message).toMatch(/head_ct\/016\.png \(held-out\)/);
  expect(value.error.message).toMatch(/head_ct\/002\.png \(training\)/);
  expect(stderr).toContain('The split leaks: 1 pair');
});

test('import seals a set that is never trained on, and the test comes after the choice', async () => {
  const imported = await json('import', 'external', ...P, '--seal', 'T-ext');
  expect(imported.code).toBe(0);
  expect(imported.value.sealed).toMatchObject({ name: 'T-ext', counts: { haemorrhage: 3, none: 3 } });
  expect((await json('test', ...P)).value.error.code).toBe('no-model');
  const trained = await json('train', ...P, '--rounds', '2', '--seed', '5');
  expect(trained.value.remarks).toEqual(['6 slices are sealed for testing and are not trained on.']);
  expect(trained.value.evaluation.evidence.heading).toContain('sealed apart: T-ext');
  const predicted = await json('predict', 'external', ...P, '--csv', 'p.csv');
  expect(predicted.code).toBe(1);
  expect(predicted.value.rows).toHaveLength(6);
  for (const row of predicted.value.rows) {
    expect(row).toMatchObject({
      status: 'not-predicted',
      probability: '',
      reasonCode: 'sealed',
      reason: '',
    });
  }
  const opened = await json('test', ...P);
  expect(opened.code).toBe(0);
  expect(opened.value).toMatchObject({ n: 6, evidence: { kind: 'sealed-test', testSet: 'T-ext', look: 1 } });
  expect((await json('predict', 'external', ...P, '--csv', 'p.csv')).code).toBe(0);
  expect((await json('test', ...P, '--test', 'nothing')).value.error.message).toContain('There are: T-ext');
  expect((await json('seal', ...P)).code).toBe(2);
  const used = await json('seal', ...P, '--source', 'set');
  expect(used).toMatchObject({ code: 3, value: { error: { code: 'already-used' } } });
});

test('a freeze names a labelled file that is gone, with what to do, and is made once it is back', async () => {
  writeLabelledPngs(path.join(folder, 'other'), heads(61, 4));
  const Q = ['--project', 'Q', '--reader', 'Ada'] as const;
  expect((await json('import', 'other', ...Q)).code).toBe(0);
  const [there, away] = [path.join(folder, 'other', 'head_ct', '002.png'), path.join(folder, 'away.png')];
  renameSync(there, away);
  const refused = await json('dataset', 'freeze', ...Q);
  expect(refused.code).not.toBe(0);
  expect(refused.value.error.code).toBe('slices-unreadable');
  expect(refused.value.error.message).toMatch(
    /"head_ct\/002\.png" is not in .*label the slice excluded; then freeze again/,
  );
  expect((await json('duplicates', ...Q)).value).toMatchObject({ searched: 3, unsearched: 1 });
  renameSync(away, there);
  expect((await json('dataset', 'freeze', ...Q)).value).toMatchObject({ name: 'v1' });
});
