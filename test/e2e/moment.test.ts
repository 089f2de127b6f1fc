import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { Connection } from '../../main/store/connection.ts';
import type {} from '../../renderer/api.ts';
import type { MethodName, MethodOutput } from '../../src/contract/contract.ts';
import { callInPage } from '../support/call-in-page.ts';
import { type CanvasFacts, canvasFacts } from '../support/canvas-facts.ts';
import { parseCsvRecords } from '../support/csv-records.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { makeTrainedProject } from '../support/trained-project.ts';

// From a row of an exported report back to what the reader had before them: the slice, its window, its heatmap, what the model said.
test.describe.configure({ mode: 'serial' });

let launched: LaunchedApp;
let folder = '';
let project = '';
/** Of the three reads of the first test. */
let reads: Record<string, string>[] = [];

const call = <K extends MethodName>(method: K, input: unknown): Promise<MethodOutput<K>> =>
  callInPage(launched.page, method, input);

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-moment-'));
  const made = await makeTrainedProject(folder);
  project = made.project;
  launched = await launchApp();
  await call('preferences.set', { readerName: 'Ada' });
  await call('project.open', { folder: project });
  await launched.page.reload();
  await call('study.open', { folder: made.study });
  await expect(launched.page.getByRole('listbox', { name: 'Slices' }).getByRole('option')).toHaveCount(3, {
    timeout: 60_000,
  });
  await expect(launched.page.getByTestId('prediction')).toBeVisible({ timeout: 60_000 });
});
test.afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true });
});

const sliceRow = (nth: number): Locator =>
  launched.page.getByRole('listbox', { name: 'Slices' }).getByRole('option').nth(nth);

/** Opens the n-th slice, sets its window and heatmap, and reads it by a key. */
async function read(
  nth: number,
  key: 'y' | 'n',
  look: { width: number; level: number; heatmap: 'on' | 'off' },
): Promise<void> {
  const { page } = launched;
  const viewer = page.getByTestId('viewport');
  const row = sliceRow(nth);
  await row.click();
  const sliceId = await row.getAttribute('data-slice-id');
  await expect(page.locator(`[data-testid=viewport][data-slice-id="${sliceId}"][data-state=ready]`)).toBeVisible();
  await expect(page.getByTestId('prediction')).toBeVisible({ timeout: 60_000 });
  for (const [label, value] of [
    ['Window width in HU', look.width],
    ['Window level in HU', look.level],
  ] as const) {
    await page.getByLabel(label).fill(String(value));
    await page.keyboard.press('Enter');
  }
  await page.getByRole('checkbox', { name: 'Heatmap', exact: true }).setChecked(look.heatmap === 'on');
  await expect(viewer).toHaveAttribute('data-heatmap', look.heatmap, { timeout: 60_000 });
  await expect(page.getByTestId('window')).toContainText(`W ${look.width} L ${look.level} HU`);
  const saving = page.getByRole('status', { name: 'Saving' });
  const before = await saving.textContent();
  await page.getByRole('application', { name: 'Slice' }).focus();
  await page.keyboard.press(key);
  await expect(saving).toContainText('Saved');
  await expect(saving).not.toHaveText(before ?? '');
}

/** Exports the report, and gives the rows of the reads in it by the names of the columns. */
async function exportedReads(): Promise<Record<string, string>[]> {
  const out = mkdtempSync(path.join(folder, 'out-'));
  const report = (await call('audit.export', { folder: out })) as { path: string };
  const [header = [], ...records] = parseCsvRecords(readFileSync(report.path, 'utf8'));
  const rows = records.map((record) => Object.fromEntries(header.map((name, at) => [name, record[at] ?? ''])));
  return rows.filter(({ event }) => event === 'read');
}

/** The moment of a read's row, by the hash that stands in it. */
async function momentOf(row: Record<string, string> | undefined): Promise<Locator> {
  const { page } = launched;
  await page.getByRole('tab', { name: 'Audit' }).click();
  await page.getByLabel('Entry number or hash').fill(row?.hash ?? '');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'The moment of an entry' });
  await expect(dialog).toContainText(`Entry’s hash ${row?.hash}`);
  await expect(dialog.locator('[role=img][data-state=ready]')).toBeVisible();
  return dialog;
}

const picture = (dialog: Locator): Promise<CanvasFacts> => canvasFacts(dialog.locator('[role=img]'));

test('a row of the report gives back slice, window and heatmap of the read, and the same probability', async () => {
  await read(0, 'y', { width: 120, level: -10, heatmap: 'on' });
  await read(1, 'y', { width: 3000, level: 1200, heatmap: 'off' });
  await read(2, 'y', { width: 60, level: -40, heatmap: 'off' });
  reads = await exportedReads();
  expect(reads).toHaveLength(3);

  const [row] = reads;
  const dialog = await momentOf(row);
  await expect(dialog.locator('[role=img]')).toHaveAttribute('aria-label', `The slice of entry ${row?.sequence}`);
  await expect(dialog).toContainText(`File ${row?.file_sha256}, frame 1`);
  await expect(dialog).toContainText(/Window -10 \/ 120, zoom [\d.]+\. Heatmap: .+, \d+ % opaque\./);
  await expect(dialog).toContainText(
    `Recorded: ${row?.model} said ${row?.probability} (threshold ${row?.threshold}): `,
  );
  await expect(dialog).toContainText(
    /Computed again: [\d.e-]+, (exactly the recorded one\.|the recorded one but for )/,
  );
  const again = Number(/Computed again: ([\d.e-]+),/.exec((await dialog.textContent()) ?? '')?.[1]);
  expect(Math.abs(again - Number(row?.probability))).toBeLessThanOrEqual(1e-6);
  await expect.poll(async () => (await picture(dialog)).coloured).toBeGreaterThan(1000);
  await launched.screenshot('moment-with-heatmap');
  await launched.page.keyboard.press('Escape');
});

test('a read without a heatmap comes back grey, in the window that was its own', async () => {
  // Brain lies far below white in a window of bone, and above the whole of one of fat.
  for (const [row, window, white] of [
    [reads[1], '1200 / 3000', false],
    [reads[2], '-40 / 60', true],
  ] as const) {
    const dialog = await momentOf(row);
    await expect(dialog).toContainText(`Window ${window}, zoom`);
    await expect(dialog).toContainText('No heatmap lay over it.');
    await expect(dialog).toContainText(`Recorded: ${row?.model} said ${row?.probability} `);
    // The picture is drawn at the next frame.
    await expect.poll(async () => (await picture(dialog)).lit).toBeGreaterThan(10_000);
    const facts = await picture(dialog);
    expect(facts.coloured).toBe(0);
    expect(facts.white > 10_000).toBe(white);
    await launched.page.keyboard.press('Escape');
  }
});

test('a recorded probability that the model does not give is said to be another', async () => {
  await launched.page.getByRole('tab', { name: 'Review' }).click();
  const sliceId = await sliceRow(2).getAttribute('data-slice-id');
  const database = new Connection(path.join(project, 'project.db'));
  const other = 'CASE WHEN probability > 0.5 THEN probability - 0.25 ELSE probability + 0.25 END';
  database.run(`UPDATE predictions SET probability = ${other} WHERE slice_id = :sliceId`, { sliceId: Number(sliceId) });
  database.close();
  await read(2, 'n', { width: 120, level: -10, heatmap: 'off' });
  const row = (await exportedReads()).at(-1);
  expect(Math.abs(Number(row?.probability) - Number(reads[2]?.probability))).toBeCloseTo(0.25, 5);
  const dialog = await momentOf(row);
  await expect(dialog).toContainText(`Recorded: ${row?.model} said ${row?.probability} `);
  await expect(dialog.getByRole('alert')).toHaveText(
    /^Computed again: [\d.e-]+, which is not the recorded one: they differ by 0\.25\.$/,
  );
  await launched.screenshot('moment-differs');
});
