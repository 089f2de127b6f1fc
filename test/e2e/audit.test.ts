import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { Connection } from '../../main/store/connection.ts';
import type { MethodName, MethodOutput } from '../../src/contract/contract.ts';
import { axeViolations } from '../support/axe-violations.ts';
import { callInPage } from '../support/call-in-page.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { runOverread } from '../support/run-overread.ts';

// A stranger's questions to the log, in the window: is it whole, is this report whole, who signed it, and if not, where does it break?
test.describe.configure({ mode: 'serial' });

let launched: LaunchedApp;
let out: string;
let project: string;

const card = (name: string) => launched.page.getByRole('region', { name, exact: true });

const call = <K extends MethodName>(method: K, input: unknown): Promise<MethodOutput<K>> =>
  callInPage(launched.page, method, input);

/** What the system's dialog answers when a file or folder is asked for. */
const answerDialog = (chosen: string): Promise<void> =>
  launched.app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
  }, chosen);

async function exportReport(): Promise<string> {
  const before = readdirSync(out);
  await answerDialog(out);
  await launched.page.getByRole('button', { name: 'Export CSV report' }).click();
  const made = (): string[] => readdirSync(out).filter((name) => name.endsWith('.csv') && !before.includes(name));
  await expect.poll(made).toHaveLength(1);
  return path.join(out, made()[0] ?? '');
}

async function check(file: string): Promise<void> {
  await answerDialog(file);
  await card('Verify').getByRole('button', { name: 'Check a report…' }).click();
}

test.beforeAll(async () => {
  launched = await launchApp();
  out = path.join(launched.folder, 'out');
  project = path.join(launched.folder, 'P');
  mkdirSync(out);
  await call('preferences.set', { readerName: 'Ada' });
  await call('project.create', { folder: project, name: 'P', readingMode: 'off' });
  await launched.page.reload();
  await launched.page.getByRole('tab', { name: 'Audit' }).click();
});
test.afterAll(() => launched.close());

test('exports are signed where it is switched on: in a file where there is no key store, and said so', async () => {
  const signing = card('Signed exports');
  // It is set when main has made a key, and not before.
  await signing.getByRole('checkbox').click({ force: true });
  await expect(signing.getByRole('checkbox')).toBeChecked();
  await expect(signing).toContainText(/Fingerprint [0-9a-f]{64}/);
  const { hasKeyStore } = (await call('signing.get', {})) as { hasKeyStore: boolean };
  await expect(signing).toContainText(
    hasKeyStore
      ? 'The private key lies in the system’s key store. The command line does not reach it there.'
      : 'readable to your account alone: this system has no key store. The command line signs with it, too.',
  );
});

test('a report is checked from its file alone: whole and signed, or broken at the entry that was changed', async () => {
  const file = await exportReport();
  const { key } = (await call('signing.get', {})) as { key: { fingerprint: string } };
  await check(file);
  const verify = card('Verify');
  await expect(verify.getByRole('status')).toContainText(
    new RegExp(
      `^The report ${path.basename(file)} is whole: \\d+ entr(y|ies), each following from the one before\\. Its head: \\d+:[0-9a-f]{64}` +
        `Signed by the key ${key.fingerprint} at \\S+ by its clock\\. It is the key of this installation\\.$`,
    ),
  );
  expect(await axeViolations(launched.page)).toEqual([]);
  await launched.screenshot('audit-report-checked');

  const text = readFileSync(file, 'utf8');
  const tampered = path.join(out, 'tampered.csv');
  writeFileSync(tampered, text.replace('"P"', '"Q"').replace('project-created', 'project-opened'));
  await check(tampered);
  await expect(verify.getByRole('alert')).toHaveText(
    /^The report tampered\.csv is broken at entry 1: Entry 1 was changed: .*No signature lies beside it\.$/,
  );

  // Against a head that was kept: a tail that was cut off.
  const { entries, headHash } = (await call('audit.export', { folder: out })) as { entries: number; headHash: string };
  await verify.getByLabel('Head that you kept').fill(`${entries}:${headHash}`);
  await check(file);
  await expect(verify.getByRole('alert')).toContainText(`is broken at entry ${entries}: The log ends after entry`);
  await verify.getByLabel('Head that you kept').fill('');
  rmSync(tampered);
});

test('a log that was changed in the database is broken at that entry, in the window and on the command line', async () => {
  const { page } = launched;
  const verify = card('Verify');
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  const words = /^Whole: \d+ entries, each following from the one before\. Head to keep: \d+:[0-9a-f]{64}$/;
  await expect(verify.getByRole('status')).toHaveText(words);
  const database = new Connection(path.join(project, 'project.db'));
  database.exec(`DROP TRIGGER audit_keep; DROP TRIGGER audit_stay; DROP TRIGGER IF EXISTS audit_not_replaced;
    UPDATE audit SET entry_json = replace(entry_json, 'Ada', 'Eve') WHERE sequence = 2;`);
  database.close();
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(verify.getByRole('alert').filter({ hasText: /^The log is/ })).toHaveText(
    'The log is broken at entry 2: Entry 2 was changed: its hash is not that of what it says.',
  );
  await launched.screenshot('audit-log-broken');
  const verified = await runOverread(['audit', 'verify', '--project', project], launched.folder);
  expect(verified.code).toBe(3);
  expect(verified.stderr + verified.stdout).toContain(
    'The log is broken at entry 2. Entry 2 was changed: its hash is not that of what it says.',
  );
});
