import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datasetShortcutsSchema } from '../../../src/contract/shortcut-methods.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-shortcuts-'));
let hostsFolder = '';
beforeAll(async () => {
  hostsFolder = await bundleComputeHosts('cli-shortcuts', { 'decode-host': REAL_HOSTS['decode-host'] });
  for (const [label, kind, seed] of [
    ['yes', 'intraparenchymal', 10],
    ['no', 'none', 60],
  ] as const) {
    mkdirSync(path.join(folder, 'set', label), { recursive: true });
    for (let index = 0; index < 6; index += 1) {
      writeFileSync(path.join(folder, 'set', label, `${index}.png`), smallPhantomPng(seed + index, kind));
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function overread(...args: string[]) {
  return runCliHere([...args, '--project', 'p'], { folder, hostsFolder });
}

it('tells on the command line how far image size or mere brightness give the label away', async () => {
  expect((await overread('import', 'set')).code).toBe(0);
  expect((await overread('dataset', 'shortcuts')).code).toBe(3);
  expect((await overread('dataset', 'freeze')).code).toBe(0);
  const said = await overread('dataset', 'shortcuts');
  expect(said.code).toBe(0);
  expect(said.stdout).toMatch(/^v1: 12 slices in 12 groups, 5 folds, out of fold\./);
  expect(said.stdout).toMatch(/Gradient-boosted trees, 100 rounds/);
  expect(said.stdout).toMatch(/In colour: 0 of 6 with haemorrhage, 0 of 6 without\./);
  rmSync(path.join(folder, 'set', 'yes', '3.png'));
  const document = datasetShortcutsSchema.parse(JSON.parse((await overread('dataset', 'shortcuts', '--json')).stdout));
  expect(document.audit?.classifiers.map(({ figures }) => figures.accuracy.n)).toEqual([12, 12]);
});
