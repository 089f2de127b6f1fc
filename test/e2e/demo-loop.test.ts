import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import type { MethodName, MethodOutput } from '../../src/contract/contract.ts';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { callInPage } from '../support/call-in-page.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { runOverread } from '../support/run-overread.ts';

// The whole job in the window, on the synthetic demo: one person, from the first start to the audit report.
test.describe.configure({ mode: 'serial' });
test.setTimeout(600_000);

let launched: LaunchedApp;
let exportFolder = '';
test.beforeAll(async () => {
  launched = await launchApp();
  exportFolder = path.join(launched.folder, 'exports');
  mkdirSync(exportFolder);
  await launched.app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
  }, exportFolder);
});
test.afterAll(async () => {
  await launched.close();
});

const projectFolder = async (): Promise<string> => ((await call('project.summary')) as { folder: string }).folder;
const tab = (name: string): Promise<void> => launched.page.getByRole('tab', { name }).click();
const saved = (): Locator => launched.page.getByRole('status', { name: 'Saving' });
const rows = (): Locator => launched.page.getByRole('listbox').getByRole('option');

test('the demo is drawn, imported, trained on and opened for review', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: 'Try the demo study' }).click();
  await expect(page.getByRole('button', { name: /Project Demo/ })).toBeVisible();
  await tab('Training');
  await expect(page.getByRole('status', { name: 'Run' })).toContainText(/round [1-9]/, { timeout: 400_000 });
  await launched.screenshot('02-training-live');
  await expect(rows().first()).toBeVisible({ timeout: 400_000 });
  await expect(page.getByTestId('prediction')).toBeVisible({ timeout: 60_000 });
});

test('each slice shows its pixels, its prediction and its heatmap', async () => {
  const { page } = launched;
  await expect(page.getByTestId('window')).toBeVisible();
  const heat = await page.evaluate(async () => {
    const [row] = document.querySelectorAll<HTMLElement>('[data-slice-id]');
    const sliceId = Number(row?.dataset.sliceId);
    const models = (await window.overread.call('model.list', {})) as { value: { models: { id: number }[] } };
    const modelId = models.value.models[0]?.id;
    const asked = { sliceId, modelId, method: 'grad-cam', answer: 'haemorrhage' };
    const image = (await window.overread.call('slice.pixels', { sliceId })) as {
      value: { metadata: ImageMetadata; body: Uint8Array };
    };
    const heatmap = (await window.overread.call('slice.heatmap', asked)) as {
      value: { metadata: object; heat: Uint8Array; head: Uint8Array };
    };
    return {
      image: image.value.metadata,
      bytes: image.value.body.length,
      heatmap: heatmap.value.metadata,
      lengths: [heatmap.value.heat.length, heatmap.value.head.length],
    };
  });
  expect(heat.image.unit).toBe('HU');
  expect(heat.bytes).toBe(heat.image.rows * heat.image.columns * 2);
  expect(heat.heatmap).toMatchObject({ rows: heat.image.rows, columns: heat.image.columns });
  const pixels = heat.image.rows * heat.image.columns;
  expect(heat.lengths).toEqual([pixels, pixels]);
  await page.waitForTimeout(800);
  await launched.screenshot('03-review');
});

test('the map is explained by each method, with its edge, its size and how far the methods agree', async () => {
  const { page } = launched;
  const method = (name: string): Locator => page.getByRole('radio', { name, exact: true });
  const area = page.getByTestId('hot-area');
  for (const [name, shot] of [
    ['Grad-CAM', 'grad-cam'],
    ['Grad-CAM++', 'grad-cam-plus-plus'],
    ['Occlusion', 'occlusion'],
  ] as const) {
    await expect(method(name)).toBeChecked();
    await expect(page.locator('[data-testid=viewport][data-heatmap=on]')).toBeVisible({ timeout: 60_000 });
    await expect(area).toContainText(/mm²|Nothing/);
    await expect(page.getByTestId('agreement')).toContainText('Rank correlation', { timeout: 60_000 });
    await page.getByTestId('heatmap-check').scrollIntoViewIfNeeded();
    await launched.screenshot(`03-heatmap-${shot}`);
    await page.keyboard.press('m');
  }
  await expect(method('Grad-CAM')).toBeChecked();
  await expect(page.getByRole('button', { name: 'Check the heatmaps' })).toBeVisible();
  await page.keyboard.press('b');
  await expect(area).toBeHidden();
  await expect(page.getByTestId('agreement')).toBeHidden();
  await expect(page.getByTestId('heatmap-check')).toBeHidden();
  await page.keyboard.press('b');
  await expect(area).toBeVisible();
});

test('reads by key are saved with their audit entry; undo and redo append', async () => {
  const { page } = launched;
  await page.getByTestId('viewport').click();
  await page.keyboard.press('y');
  await expect(saved()).toContainText(/Saved, audit entry \d+/);
  const first = Number(/entry (\d+)/.exec((await saved().textContent()) ?? '')?.[1]);
  await page.keyboard.press('n');
  await expect(saved()).toContainText(`audit entry ${first + 1}`);
  await page.keyboard.press('z');
  await expect
    .poll(async () => (await auditLines()).map((line) => line.event).slice(0, 3))
    .toEqual(['read-undone', 'read', 'read']);
  await page.keyboard.press('Shift+Z');
  await expect.poll(async () => (await auditLines())[0]?.event).toBe('read-redone');
  await page.keyboard.press('u');
  await expect.poll(async () => (await auditLines()).filter((line) => line.event === 'read').length).toBe(3);
  await page.getByLabel('Reason (optional)').fill('=too noisy to tell');
  await page.getByTestId('viewport').click();
  await page.keyboard.press('x');
  await expect.poll(async () => (await auditLines()).filter((line) => line.event === 'read').length).toBe(4);
  await launched.screenshot('04-reads');
});

test('the corrected labels are frozen and exported', async () => {
  const { page } = launched;
  await tab('Data set');
  await expect(page.getByText('Changed since')).toBeVisible();
  await launched.screenshot('05-dataset-changes');
  await page.getByLabel('Note (optional)').fill('After the first reads');
  await page.getByRole('button', { name: 'Freeze version' }).click();
  await expect(page.getByRole('button', { name: 'Export v2' })).toBeVisible();
  await page.getByRole('button', { name: 'Export v2' }).click();
  // Text that is burnt into a picture is in no header: every picture is looked at first.
  const next = page.getByRole('button', { name: 'Next pictures' });
  const looked = page.getByLabel(/^I looked at all \d+ pictures/);
  while (await looked.isDisabled()) {
    if (await next.isEnabled()) await next.click();
    else await page.waitForTimeout(50);
  }
  await looked.check();
  await page.getByRole('button', { name: 'Choose folder and export' }).click();
  // What is being written has a name that begins with a dot.
  const written = (): string[] => readdirSync(exportFolder).filter((name) => !name.startsWith('.'));
  await expect.poll(written, { timeout: 60_000 }).toHaveLength(1);
  const exported = path.join(exportFolder, written()[0] ?? '');
  expect(readdirSync(exported).sort()).toEqual(['images', 'labels.csv', 'manifest.json']);
  await launched.screenshot('06-dataset-frozen');
});

test('a network is retrained, compared on the same held-out slices, and promoted', async () => {
  const { page } = launched;
  await tab('Training');
  await page.getByLabel('Rounds').first().fill('2');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('button', { name: 'Compare compact-2 with current' })).toBeEnabled({ timeout: 400_000 });
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled({ timeout: 200_000 });
  await expect(page.getByRole('row', { name: /compact-2/ })).not.toContainText('not measured');
  await launched.screenshot('07-training');
  await page.getByRole('button', { name: 'Compare compact-2 with current' }).click();
  await expect(page.getByRole('table', { name: 'Figures side by side' })).toBeVisible({ timeout: 120_000 });
  await launched.screenshot('08-compare');
  await page.getByRole('button', { name: 'Promote the candidate' }).click();
  await page.getByLabel('Why (optional)').fill('End-to-end test');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Promote/ })
    .click();
  await expect(page.getByRole('row', { name: /compact-2.*Current/ })).toBeVisible();
  await launched.screenshot('09-promoted');
  await tab('Review');
  await expect(page.getByRole('region', { name: 'Model' })).toContainText('compact-2', { timeout: 60_000 });
  await expect(page.getByTestId('prediction')).toBeVisible({ timeout: 120_000 });
});

test('the figures stand on the evaluation screen', async () => {
  const { page } = launched;
  await tab('Evaluation');
  await expect(page.getByRole('table', { name: 'Confusion matrix' })).toBeVisible({ timeout: 120_000 });
  await launched.screenshot('10-evaluation');
});

test('a cross-validation started in the window ends with its figures, and its queue opens in review', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: 'Cross-validate…' }).click();
  await page.getByLabel('Folds').fill('2');
  await page.getByLabel('Repeats').fill('2');
  await page.getByLabel('Rounds').last().fill('1');
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('status', { name: 'Cross-validation' })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('table', { name: 'Repeats' })).toBeVisible({ timeout: 400_000 });
  await expect(page.getByRole('heading', { name: 'Cross-validated, no sealed test' })).toBeVisible();
  await page.getByLabel('Threshold slider').press('ArrowLeft');
  await expect(page.getByText('chosen inside the folds', { exact: false }).first()).toBeVisible();
  await launched.screenshot('10-cross-validation');
  await page.getByText('Most uncertain').click();
  await page.getByRole('button', { name: /^Re-read \d+ slices?$/ }).click();
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText(/Re-read: most uncertain \(\d+\)/);
  await expect(rows().first()).toBeVisible();
  await launched.screenshot('10-queue');
  await page.getByRole('button', { name: 'Leave the queue' }).click();
  await expect(page.getByRole('region', { name: 'Queue' })).toHaveCount(0);
});

test('the audit log verifies in the window, and its CSV on the command line, alone', async () => {
  const { page } = launched;
  await tab('Audit');
  const verify = page.getByRole('region', { name: 'Verify', exact: true });
  await verify.getByRole('button', { name: 'Verify', exact: true }).click();
  const words = /^Whole: \d+ entries, each following from the one before\. Head to keep: \d+:[0-9a-f]{64}$/;
  await expect(verify.getByRole('status')).toHaveText(words);
  await launched.screenshot('11-audit');
  await page.getByRole('button', { name: 'Export CSV report' }).click();
  await expect.poll(() => readdirSync(exportFolder).filter((name) => name.endsWith('.csv'))).toHaveLength(1);
  const csv = path.join(exportFolder, readdirSync(exportFolder).find((name) => name.endsWith('.csv')) ?? '');
  expect(readFileSync(csv, 'utf8')).toContain("'=too noisy to tell");
  const verified = await runOverread(['audit', 'verify', '--csv', csv, '--json'], exportFolder);
  expect(JSON.parse(verified.stdout)).toMatchObject({ kind: 'whole' });
  expect(verified.code).toBe(0);
});

test('while the app has the project, the command line reads it and writes nothing', async () => {
  const locked = await runOverread(
    ['train', '--project', await projectFolder(), '--rounds', '1', '--json'],
    launched.folder,
  );
  expect(locked.code).toBe(3);
  expect(JSON.parse(locked.stdout)).toMatchObject({ error: { code: 'project-read-only' } });
  expect(await projectFolder()).toContain(launched.folder);
  const listed = await runOverread(['dataset', 'list', '--project', await projectFolder(), '--json'], launched.folder);
  expect(listed.code).toBe(0);
  expect(JSON.parse(listed.stdout).versions).toHaveLength(2);
});

test('the figures on the command line are those on the screen', async () => {
  const shown = (await call('model.list')) as { models: { name: string; accuracy: { k: number; n: number } }[] };
  const onScreen = shown.models.find(({ name }) => name === 'compact-2');
  const evaluated = await runOverread(
    ['evaluate', '--project', await projectFolder(), '--model', 'compact-2', '--json'],
    launched.folder,
  );
  expect(evaluated.code).toBe(0);
  expect(JSON.parse(evaluated.stdout).accuracy).toEqual(onScreen?.accuracy);
});

test('the page had no errors', () => {
  expect(launched.pageErrors).toEqual([]);
});

function call<K extends MethodName>(method: K, input: unknown = {}): Promise<MethodOutput<K>> {
  return callInPage(launched.page, method, input);
}

/** The newest entries of the log, newest first. */
async function auditLines(): Promise<{ event: string }[]> {
  return ((await call('audit.page', { beforeSequence: null, limit: 30 })) as { lines: { event: string }[] }).lines;
}
