import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { MethodName, MethodOutput } from '../../src/contract/contract.ts';
import { callInPage } from '../support/call-in-page.ts';
import { canvasFacts } from '../support/canvas-facts.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { runOverread } from '../support/run-overread.ts';
import { HEAD_CT_FOLDER, hasHeadCt } from '../support/shared-data.ts';

// The public head-CT slices: imported, learnt from, read and measured in the window; the command line agrees.
test.describe.configure({ mode: 'serial' });
test.setTimeout(600_000);
test.skip(!hasHeadCt, 'the public head-CT slices are not beside the project');

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched.close();
});

const tab = (name: string): Promise<void> => launched.page.getByRole('tab', { name }).click();

test('the set is imported from its CSV into a new project', async () => {
  const { page, app } = launched;
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
  }, HEAD_CT_FOLDER);
  await page.getByRole('button', { name: 'Import labelled set' }).click();
  await page.getByLabel('Name').fill('Real slices');
  await launched.screenshot('20-new-project');
  await page.getByRole('radio', { name: 'AI from the start' }).check();
  await page.getByRole('button', { name: 'Create and open' }).click();
  await expect(page.getByRole('dialog', { name: /Import head-ct/ })).toBeVisible({ timeout: 120_000 });
  await launched.screenshot('21-import-report');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Import (\d+ slices|the \d+ good ones)/ })
    .click();
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  const labels = readFileSync(path.join(HEAD_CT_FOLDER, 'labels.csv'), 'utf8').trim().split('\n').length - 1;
  const { haemorrhage, none } = (await call('dataset.draft')).counts;
  expect(haemorrhage + none).toBe(labels);
});

test('a PNG has grey levels: the viewer shows it and offers no Hounsfield windows', async () => {
  const { page } = launched;
  await expect(page.getByTestId('window')).toBeVisible();
  await expect(page.getByTestId('no-hounsfield')).toBeVisible();
  await launched.screenshot('22-review-png');
});

test('a network learns from it, and its figures stand on the screen and agree with the command line', async () => {
  const { page } = launched;
  await tab('Training');
  await page.getByLabel('Rounds').first().fill('3');
  await page.getByText('Learning', { exact: true }).click();
  await page.getByLabel('Seed').fill('7');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('row', { name: /compact-1.*Current/ })).toBeVisible({ timeout: 500_000 });
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled({ timeout: 200_000 });
  await launched.screenshot('23-training-real');
  await tab('Evaluation');
  await expect(page.getByRole('table', { name: 'Confusion matrix' })).toBeVisible({ timeout: 120_000 });
  await launched.screenshot('24-evaluation-real');
  const { models } = await call('model.list');
  const folder = (await call('project.summary')).folder;
  const cli = await runOverread(['evaluate', '--project', folder, '--json'], launched.folder);
  expect(JSON.parse(cli.stdout).accuracy).toEqual(models[0]?.accuracy);
  expect(JSON.parse(cli.stdout).n).toBeGreaterThan(20);
});

test('every slice is predicted and shown under its heat', async () => {
  const { page } = launched;
  await tab('Review');
  const predict = page.getByRole('button', { name: 'Predict all slices' });
  if (await predict.isVisible()) await predict.click();
  await expect(page.getByTestId('prediction')).toBeVisible({ timeout: 200_000 });
  await expect
    .poll(
      async () => {
        const { sources } = await call('project.summary');
        const { items } = await call('worklist.get', { sourceId: sources[0]?.id });
        return items.filter(({ prediction }) => prediction === null).length;
      },
      { timeout: 200_000 },
    )
    .toBe(0);
  const viewer = page.getByTestId('viewport');
  await expect(viewer).toHaveAttribute('data-heatmap', 'on', { timeout: 60_000 });
  const coloured = async (): Promise<number> => (await canvasFacts(viewer)).coloured;
  await expect.poll(coloured).toBeGreaterThan(1000);
  const heated = await coloured();
  await launched.screenshot('25-review-heat');
  // Some of the published pictures have colours of their own.
  await page.keyboard.press('h');
  await expect(viewer).toHaveAttribute('data-heatmap', 'off');
  await expect.poll(coloured).toBeLessThan(heated - 1000);
});

test('a slice that is not there is refused by name, and nothing was said on the console', async () => {
  const answer = await launched.page.evaluate(async () => {
    return window.overread.call('slice.pixels', { sliceId: 999999 });
  });
  expect(answer).toMatchObject({ kind: 'error', error: { code: 'no-slice' } });
  expect(launched.pageErrors).toEqual([]);
});

function call<K extends MethodName>(method: K, input: unknown = {}): Promise<MethodOutput<K>> {
  return callInPage(launched.page, method, input);
}
