import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KeyVault, openSigningKey } from '../../../main/signing-key.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

const vault: KeyVault = {
  protect: (text) => Buffer.from([...text].reverse().join('')),
  reveal: (bytes) => [...Buffer.from(bytes).toString()].reverse().join(''),
};
let project: ProjectFixture;
let folder: string;
let userDataFolder: string;

beforeAll(() => {
  project = projectFixture({ slices: 2 });
  folder = path.join(project.folder, '../cli');
  userDataFolder = path.join(folder, 'account');
  mkdirSync(userDataFolder, { recursive: true });
});
afterAll(() => project.remove());

function overread(...args: string[]) {
  return runCliHere(args, { folder, hostsFolder: folder, userDataFolder });
}

test('an export is refused while the key is locked, and no file is written', async () => {
  const inApp = openSigningKey(userDataFolder, vault);
  expect(inApp.setEnabled(true).key?.place).toBe('key-store');
  const before = readdirSync(folder);
  const refused = await overread('audit', 'export', '--project', project.folder, '--out', 'report.csv');
  expect(refused.code).toBe(3);
  expect(refused.stderr).toMatch(/locked in the system’s key store.*Export from the app/);
  expect(readdirSync(folder)).toEqual(before);

  inApp.setPlace('file');
  expect((await overread('audit', 'export', '--project', project.folder, '--out', 'report.csv')).code).toBe(0);
  expect(existsSync(path.join(folder, 'report.csv.sig'))).toBe(true);
  const fingerprint = inApp.state().key?.fingerprint ?? '';
  const verify = ['audit', 'verify', '--csv', 'report.csv', '--signature', 'report.csv.sig', '--key', fingerprint];
  const verified = await overread(...verify);
  expect(verified.code).toBe(0);
  expect(verified.stdout).toContain(`Signed by the key ${fingerprint} at `);
});
