import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { callInPage } from '../support/call-in-page.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';

// A reader study: half of the cases with the AI from the start, half blind-first, where nothing shows it before the read.
test.describe.configure({ mode: 'serial' });
test.setTimeout(200_000);

const SLICES = 16;
const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-half-'));
let launched: LaunchedApp;

test.beforeAll(async () => {
  for (const [name, kind] of [
    ['bleed', 'intraparenchymal'],
    ['normal', 'none'],
  ] as const) {
    mkdirSync(path.join(folder, 'set', name), { recursive: true });
    for (let n = 0; n < SLICES / 2; n += 1) {
      writeFileSync(path.join(folder, 'set', name, `${n}.png`), smallPhantomPng(100 + n + name.length * 50, kind));
    }
  }
  for (const args of [
    ['import', 'set', '--project', 'P', '--reading', 'half'],
    ['train', '--project', 'P', '--rounds', '1', '--seed', '3', '--reader', 'A'],
  ]) {
    const { code, stderr } = await runOverread(args, folder);
    expect(code, stderr).toBe(0);
  }
  launched = await launchApp();
  await launched.app.evaluate(
    ({ dialog }, project) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [project] });
    },
    path.join(folder, 'P'),
  );
});
test.afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows = (): Locator => launched.page.getByRole('listbox').getByRole('option');
const prediction = (): Locator => launched.page.getByTestId('prediction');
const waiting = (): Locator => launched.page.getByText('AI hidden for this reading, until your read is saved.');

test('slices of both arms are there: one shows the AI at once, the other waits, and B does not show it', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: /Open project/ }).click();
  await expect(rows()).toHaveCount(SLICES);
  const arms: string[] = [];
  for (let index = 0; index < SLICES; index += 1) {
    await rows().nth(index).click();
    await expect(rows().nth(index)).toHaveAttribute('aria-selected', 'true');
    await expect(prediction().or(waiting())).toBeVisible({ timeout: 60_000 });
    const arm = (await prediction().count()) > 0 ? 'open' : 'blind';
    if (!arms.includes(arm)) await launched.screenshot(`89-half-${arm}`);
    arms.push(arm);
    // Labels wait in both.
    await expect(page.getByTestId('current-label')).toHaveCount(0);
  }
  expect(new Set(arms)).toEqual(new Set(['open', 'blind']));

  const blind = rows().nth(arms.indexOf('blind'));
  await blind.click();
  await expect(waiting()).toBeVisible();
  await page.keyboard.press('b');
  await expect(page.getByText('it is part of the study')).toBeVisible();
  await expect(prediction()).toHaveCount(0);
  await launched.screenshot('89-half-refused');
  await expect(waiting()).toBeVisible();
  const asked = await page.evaluate(
    async (sliceId) => {
      const shown = (await window.overread.call('presentation.begin', { sliceId, predictionVisible: true })) as {
        value: { presentationId: number };
      };
      return window.overread.call('presentation.reveal', { presentationId: shown.value.presentationId });
    },
    Number(await blind.getAttribute('data-slice-id')),
  );
  expect(asked).toMatchObject({ kind: 'error', error: { code: 'study-blind' } });

  await page.keyboard.press('n');
  await page.keyboard.press('Shift+Digit4');
  await expect(prediction()).toBeVisible();
});

test('a study that has begun keeps its way of reading, and the dialog says so', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: /^Project / }).click();
  await page.getByRole('menuitem', { name: /how slices are read/i }).click();
  const dialog = page.getByRole('dialog', { name: 'How slices are read' });
  await dialog.getByRole('radio', { name: 'AI from the start' }).check();
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(dialog).toContainText('A study that has begun keeps its mode');
  await expect(dialog.getByRole('button', { name: /^Change/ })).toBeDisabled();
  await launched.screenshot('89-half-begun');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await callInPage(page, 'project.summary')).readingMode).toBe('half');
  expect(launched.pageErrors).toEqual([]);
});
