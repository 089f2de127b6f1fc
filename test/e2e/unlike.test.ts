import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { encode } from 'fast-png';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';

// A picture that no scanner makes, among heads like those that the network learnt from: it is marked, and they are not.
test.setTimeout(200_000);

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-unlike-'));
let launched: LaunchedApp;

test.beforeAll(async () => {
  for (const [name, kind] of [
    ['bleed', 'intraparenchymal'],
    ['normal', 'none'],
  ] as const) {
    mkdirSync(path.join(folder, 'set', name), { recursive: true });
    for (let n = 0; n < 20; n += 1) {
      writeFileSync(path.join(folder, 'set', name, `${n}.png`), smallPhantomPng(100 + n + name.length * 50, kind));
    }
  }
  const stripes = Uint8Array.from({ length: 96 * 96 }, (_, at) => (at % 7 < 3 ? 250 : 120));
  mkdirSync(path.join(folder, 'new'));
  writeFileSync(path.join(folder, 'new', 'head.png'), smallPhantomPng(900, 'none'));
  writeFileSync(
    path.join(folder, 'new', 'stripes.png'),
    encode({ width: 96, height: 96, channels: 1, depth: 8, data: stripes }),
  );
  for (const args of [
    ['import', 'set', '--project', 'P', '--reading', 'off'],
    ['train', '--project', 'P', '--rounds', '1', '--seed', '3', '--reader', 'A'],
  ]) {
    const { code, stderr } = await runOverread(args, folder);
    expect(code, stderr).toBe(0);
  }
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a picture unlike the training slices is marked in the list and beside the picture', async () => {
  const { page } = launched;
  const row = (file: string): Locator => page.getByRole('listbox').getByRole('option').filter({ hasText: file });
  const triangle = (file: string): Locator => row(file).getByLabel('Unlike the training slices');
  await page.evaluate((project) => window.overread.call('project.open', { folder: project }), path.join(folder, 'P'));
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Review' })).toBeVisible();
  await page.evaluate((study) => window.overread.call('study.open', { folder: study }), path.join(folder, 'new'));
  await expect(triangle('stripes.png')).toBeVisible({ timeout: 60_000 });
  await expect(triangle('head.png')).toHaveCount(0);
  await row('stripes.png').click();
  await expect(page.getByTestId('unlike')).toContainText('Unlike the training slices (p = 0.0');
  await launched.screenshot('75-unlike');
  await row('head.png').click();
  await expect(page.getByTestId('prediction')).toBeVisible();
  await expect(page.getByTestId('unlike')).toHaveCount(0);
  expect(launched.pageErrors).toEqual([]);
});
