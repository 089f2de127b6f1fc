import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng, writePhantomSeries } from '../support/phantom-files.ts';

// A labelled set of PNGs and CT: frozen, measured, and what gives its labels away on the Data set screen.
let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched.close();
});

async function writeSet(folder: string): Promise<void> {
  for (const [label, kind, seed] of [
    ['yes', 'intraparenchymal', 10],
    ['no', 'none', 60],
  ] as const) {
    const own = path.join(folder, label);
    mkdirSync(own, { recursive: true });
    for (let index = 0; index < 8; index += 1) {
      writeFileSync(path.join(own, `${index}.png`), smallPhantomPng(seed + index, kind));
    }
    await writePhantomSeries(path.join(own, 'ct'), { seed: seed + 30, bleedKind: kind, slices: 3 });
  }
}

test('measures the frozen labels and says what gives them away', async () => {
  const { page, app } = launched;
  const folder = path.join(launched.folder, 'heads');
  await writeSet(folder);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, folder);
  await page.getByRole('button', { name: 'Import labelled set' }).click();
  await page.getByLabel('Name').fill('Heads');
  await page.getByRole('button', { name: 'Create and open' }).click();
  await page
    .getByRole('dialog', { name: /Import heads/ })
    .getByRole('button', { name: /^Import \d+ slices/ })
    .click();
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Data set' }).click();
  await expect(page.getByRole('button', { name: 'Freeze version' })).toBeVisible();
  await expect(page.getByText('What gives the label away')).toHaveCount(0);
  await page.getByRole('button', { name: 'Freeze version' }).click();
  await expect(page.getByRole('heading', { name: 'v1 is not measured yet' })).toBeVisible();
  await launched.screenshot('31-dataset-not-measured');
  await page.getByRole('button', { name: 'Measure the slices' }).click();

  const audit = page.getByRole('region', { name: 'What gives the label away' });
  await expect(audit.getByText(/measured on 22 slices of v1 in 18 groups/)).toBeVisible({ timeout: 60_000 });
  const brain = audit.getByRole('region', { name: 'Brightness and symmetry of the brain alone' });
  await expect(brain.getByText(/95 % CI 0\.\d+ to [01]\.\d+, 22 slices/)).toHaveCount(2);
  await expect(brain.getByRole('row')).toHaveCount(6);
  await brain.getByRole('button', { name: 'Show all 15' }).click();
  await expect(brain.getByRole('row')).toHaveCount(15);
  const levels = page.getByRole('region', { name: 'Grey levels and sizes' });
  await expect(levels.getByRole('figure', { name: 'Pictures, grey level 0 to 255' })).toContainText('(8 slices)');
  await expect(levels.getByRole('figure', { name: 'CT, Hounsfield units' })).toContainText('(3 slices)');
  await expect(levels.getByRole('row', { name: /Slices with coloured pixels/ })).toContainText('0 of 11');
  await levels.scrollIntoViewIfNeeded();
  await launched.screenshot('32-dataset-shortcuts');
  // Read blind-first, as projects are unless somebody chooses: a picture under its label waits for its reader.
  const samples = page.getByRole('region', { name: 'Some slices of each label' });
  await expect(samples.getByText('After reading: slices stand here once you have gone on from them.')).toHaveCount(2);
  await expect(samples.getByRole('button')).toHaveCount(0);
  await samples.scrollIntoViewIfNeeded();
  await launched.screenshot('33-dataset-samples-hidden');
  await page.evaluate(() => window.overread.call('project.setReadingMode', { mode: 'off', confirmed: true }));
  await page.getByRole('tab', { name: 'Review' }).click();
  await page.getByRole('tab', { name: 'Data set' }).click();
  await samples
    .getByRole('button', { name: /^Open \d\.png in review/ })
    .first()
    .click();
  await expect(page.getByTestId('window')).toBeVisible();
  expect(launched.pageErrors).toEqual([]);
});
