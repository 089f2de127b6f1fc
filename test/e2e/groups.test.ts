import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { HEAD_CT_FOLDER, hasHeadCt } from '../support/shared-data.ts';

// Near-duplicates of the public slices are judged, a test set is sealed, a network is trained on the rest, the test opened.
test.describe.configure({ mode: 'serial' });
test.setTimeout(200_000);
test.skip(!hasHeadCt, 'the public head-CT slices are not beside the project');

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched.close();
});

const tab = (name: string): Promise<void> => launched.page.getByRole('tab', { name }).click();

test('near-duplicates are found, shown side by side, and judged with the keyboard', async () => {
  const { page, app } = launched;
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
  }, HEAD_CT_FOLDER);
  await page.getByRole('button', { name: 'Import labelled set' }).click();
  await page.getByLabel('Name').fill('Groups');
  await page.getByRole('button', { name: 'Create and open' }).click();
  await page
    .getByRole('dialog', { name: /Import head-ct/ })
    .getByRole('button', { name: /^Import (\d+ slices|the \d+ good ones)/ })
    .click({ timeout: 120_000 });
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await tab('Data set');
  await page.getByRole('button', { name: /^Search \d+ new slices/ }).click();
  const pairs = page.getByRole('list', { name: 'Near-duplicate pairs' }).getByRole('listitem');
  await expect(pairs).toHaveCount(10, { timeout: 120_000 });
  await expect(page.getByText(/141 groups, 8 of more than one slice/)).toBeVisible();
  await launched.screenshot('60-near-duplicates');
  await pairs.last().scrollIntoViewIfNeeded();
  await launched.screenshot('60-near-duplicates-end');
  const second = pairs.nth(1);
  await second.getByRole('button', { name: /^Confirm/ }).focus();
  await page.keyboard.press('Enter');
  await expect(second.getByText(/^Confirmed: one group/)).toBeVisible();
  await second.getByRole('button', { name: /^Undo/ }).focus();
  await page.keyboard.press('Enter');
  await expect(second.getByText(/^Not judged/)).toBeVisible();
  const last = pairs.last();
  await last.getByRole('button', { name: /^Not the same/ }).click();
  await expect(page.getByText(/142 groups, 7 of more than one slice/)).toBeVisible();
  await expect(pairs.first().getByRole('button', { name: /^Not the same/ })).toBeDisabled();
});

test('a test set is sealed for good after a person said so', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: 'Seal…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Seal a test set' });
  await expect(dialog.getByRole('button', { name: 'Seal for good' })).toBeDisabled();
  await dialog.getByLabel('I know that this cannot be undone').check();
  await launched.screenshot('61-seal');
  await dialog.getByRole('button', { name: 'Seal for good' }).click();
  const sets = page.getByRole('table', { name: 'Sealed test sets' });
  await expect(sets.getByText('Never opened')).toBeVisible();
  await expect(sets.getByRole('button', { name: 'Open test T1' })).toBeDisabled();
  await tab('Review');
  // Which slices are drawn hangs on the project: the list may have none of them in view.
  await page.getByRole('listbox').hover();
  await expect(async () => {
    await page.mouse.wheel(0, 300);
    await expect(page.getByText(/Sealed in test set T1/).first()).toBeVisible({ timeout: 300 });
  }).toPass({ timeout: 30_000 });
});

test('the test is opened with the model that reads, and the look is counted', async () => {
  const { page } = launched;
  await tab('Training');
  await page.getByLabel('Rounds').first().fill('3');
  await page.getByText('Learning', { exact: true }).click();
  await page.getByLabel('Seed').fill('7');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('row', { name: /compact-1.*Current/ })).toBeVisible({ timeout: 120_000 });
  await tab('Data set');
  await expect(page.getByText(/pairs across the parts of the split of v1: 0/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Open test T1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open test T1' });
  await expect(dialog.getByText(/This is look 1/)).toBeVisible();
  await launched.screenshot('62-open-test');
  await dialog.getByRole('button', { name: 'Open: count look 1' }).click();
  await expect(dialog.getByText('Sealed test T1, look 1 (models: compact-1)')).toBeVisible({ timeout: 120_000 });
  await launched.screenshot('63-test-figures');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByRole('button', { name: 'Look 1: compact-1' })).toBeVisible();
  await launched.screenshot('64-roles');
});
