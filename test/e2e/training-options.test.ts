import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng } from '../support/phantom-files.ts';

// The options of a run in the window: chosen, seen on a real slice, trained with, and remembered.
test.describe.configure({ mode: 'serial' });
test.setTimeout(300_000);

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
  const folder = path.join(launched.folder, 'set');
  for (const [name, kind] of [
    ['bleed', 'intraparenchymal'],
    ['normal', 'none'],
  ] as const) {
    mkdirSync(path.join(folder, name), { recursive: true });
    for (let n = 0; n < 12; n += 1) {
      writeFileSync(path.join(folder, name, `${n}.png`), smallPhantomPng(500 + n + name.length * 50, kind));
    }
  }
  await launched.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, folder);
});
test.afterAll(async () => {
  await launched.close();
});

/** Every grey level of every picture of the preview, in one line of text. */
function pictures(page: Page): Promise<string> {
  return page.evaluate(() =>
    [...document.querySelectorAll('canvas')]
      .map((canvas) => canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data.join(''))
      .join('\n'),
  );
}

test('augmentation is seen on a slice of the set, and follows what is typed', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: 'Import labelled set' }).click();
  await page.getByLabel('Name').fill('Options');
  await page.getByRole('button', { name: 'Create and open' }).click();
  await page
    .getByRole('dialog', { name: /Import set/ })
    .getByRole('button', { name: /^Import \d+ slices/ })
    .click();
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByText('Compact 96').click();
  await page.getByRole('button', { name: 'Augmentation' }).click();
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('img')).toHaveCount(9);
  await expect(preview.getByRole('status')).toContainText(/Slice 1 of 24/);
  const before = await pictures(page);
  expect(new Set(before.split('\n')).size).toBe(9);
  await page.getByLabel('Elastic, reach').fill('5');
  await page.getByLabel('Noise').fill('6');
  await expect.poll(() => pictures(page)).not.toBe(before);
  expect((await pictures(page)).split('\n')[0]).toBe(before.split('\n')[0]);
  await page.waitForTimeout(600);
  await launched.screenshot('30-augmentation');
  await page.getByLabel('Crop').fill('200');
  await expect(page.getByRole('dialog').getByText('Crop, up to: a number from 0 to 90')).toBeVisible();
  await page.getByLabel('Crop').fill('');
  await page.keyboard.press('Escape');
  await expect(preview).toBeHidden();
});

test('an ensemble trains network by network, and the next start remembers what was chosen', async () => {
  const { page } = launched;
  await page.getByLabel('Rounds').first().fill('2');
  await page.getByText('Several networks', { exact: true }).click();
  await page.getByLabel('Networks', { exact: true }).selectOption('seeds');
  await page.getByLabel('How many').fill('2');
  await page.getByLabel('Answer to the mirror image too').check();
  await expect(page.getByText(/^2 networks of 0\.2 MB/)).toBeVisible();
  await launched.screenshot('31-training-options');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('row', { name: /compact-1.*Current/ })).toBeVisible({ timeout: 200_000 });
  await expect(page.getByRole('status', { name: 'Run' })).toContainText('Finished: network 2 of 2, round 2 of 2');
  await launched.screenshot('32-ensemble-trained');
  const state = (await page.evaluate(() => window.overread.call('app.state', {}))) as {
    value: { preferences: { newRun: unknown } };
  };
  expect(state.value.preferences.newRun).toMatchObject({
    architecture: 'compact',
    rounds: '2',
    ensembleOf: 'seeds',
    ensembleCount: '2',
    testTimeFlip: 'yes',
    noise: '6',
  });
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByLabel('Rounds').first()).toHaveValue('');
  expect(launched.pageErrors).toEqual([]);
});
