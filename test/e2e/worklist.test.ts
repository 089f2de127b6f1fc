import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { prepareLargeProject } from '../support/open-large-project.ts';

// The list of a project of 240 predicted slices in three series: narrowed, searched, labelled in bulk, and left and found again.
let folder = '';
let launched: LaunchedApp;
test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-list-'));
  await prepareLargeProject(folder, 240);
  launched = await launchApp({ folder });
});
test.afterAll(async () => {
  await launched.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Large/ }).first().click();
  await expect(page.getByRole('listbox', { name: 'Slices' }).getByRole('option').first()).toBeVisible();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
}

const list = (page: Page) => page.getByRole('listbox', { name: 'Slices' });
/** Id of the slice whose row is at the top of the list. */
const topSlice = (page: Page) =>
  list(page).evaluate((element) => {
    const { top, left } = element.getBoundingClientRect();
    return document
      .elementFromPoint(left + 20, top + 2)
      ?.closest('[data-slice-id]')
      ?.getAttribute('data-slice-id');
  });
const filters = (page: Page) => page.getByRole('list', { name: 'Filters' });
const worklist = (page: Page) => page.getByRole('region', { name: 'Worklist' });

test('narrows the list by filters that combine, and by a search', async () => {
  const { page } = launched;
  await open(page);
  await expect(worklist(page).getByText('0 of 240 read, 240 to read')).toBeVisible();
  await launched.screenshot('70-worklist');
  await page.getByLabel('Add a filter').selectOption('call haemorrhage');
  await page.getByLabel('Add a filter').selectOption({ label: 'head-002 (100)' });
  await page.getByLabel('Add a filter').selectOption('uncertain');
  await expect(filters(page).getByRole('button', { name: /^Remove the filter/ })).toHaveCount(3);
  const few = Number(await list(page).getByRole('option').first().getAttribute('aria-setsize'));
  expect(few).toBeGreaterThan(2);
  expect(few).toBeLessThan(20);
  await launched.screenshot('71-worklist-filters');
  await page.getByRole('button', { name: /^Remove the filter head-002/ }).click();
  await expect(filters(page).getByRole('button', { name: /^Remove the filter/ })).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(filters(page)).toHaveCount(0);
  await page.keyboard.press('/');
  await page.keyboard.type('head-003 slice-04');
  await expect(list(page).getByRole('option')).toHaveCount(1);
  await page.getByLabel('Search the list').fill('nowhere');
  await expect(page.getByText('No slice fits')).toBeVisible();
  await launched.screenshot('72-worklist-nothing-fits');
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Search the list')).toHaveValue('');
  await expect(worklist(page).getByText('listed')).toHaveCount(0);
});

test('labels many slices in one act, and takes them back in one', async () => {
  const { page } = launched;
  const row = (number: number) =>
    list(page)
      .getByRole('option', { name: new RegExp(`^Slice ${number},`) })
      .first();
  await row(1).click();
  await row(3).click({ modifiers: ['Shift'] });
  await row(5).click({ modifiers: ['ControlOrMeta'] });
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('region', { name: 'Selected slices' });
  await expect(bar.getByText('2 slices selected')).toBeVisible();
  await row(1).click({ modifiers: ['Shift'] });
  await expect(bar.getByText('5 slices selected')).toBeVisible();
  await launched.screenshot('73-worklist-bulk-bar');
  await page.keyboard.press('ControlOrMeta+a');
  await expect(bar.getByText('240 slices selected')).toBeVisible();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Label 240 slices: No haemorrhage' });
  await expect(dialog.getByText(/^240 slices are unread; 23\d of them were never shown to you\.$/)).toBeVisible();
  await dialog.getByLabel('Reason').fill('screened elsewhere');
  await launched.screenshot('74-worklist-bulk-dialog');
  await dialog.getByRole('button', { name: 'Label 240 slices' }).click();
  await expect(worklist(page).getByText('240 of 240 read, 0 to read')).toBeVisible();
  await expect(bar).toHaveCount(0);
  await expect(worklist(page).getByRole('button', { name: /disagreements$/ })).toBeVisible();
  await launched.screenshot('75-worklist-labelled');
  await page.keyboard.press('z');
  await expect(worklist(page).getByText('0 of 240 read, 240 to read')).toBeVisible();
  await page.keyboard.press('Shift+Z');
  await expect(worklist(page).getByText('240 of 240 read, 0 to read')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Reads' }).getByRole('listitem')).toHaveCount(3);
  await page.keyboard.press('z');
  await expect(worklist(page).getByText('0 of 240 read, 240 to read')).toBeVisible();
  await page.getByRole('tab', { name: 'Audit' }).click();
  await page.getByRole('button', { name: /Verify/ }).click();
  await expect(page.getByText(/962 entries/).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Review' }).click();
});

test('opens again where it was left', async () => {
  const { page } = launched;
  await page.getByLabel('Sort by').selectOption('suspicion');
  await page.getByLabel('Add a filter').selectOption('call none');
  await list(page).evaluate((element) => element.scrollTo(0, 3000));
  await expect(list(page).locator('[aria-posinset="56"]')).toBeVisible();
  const chosen = list(page).locator('[aria-posinset="55"]');
  const sliceId = await chosen.getAttribute('data-slice-id');
  await chosen.click();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  const top = await topSlice(page);
  // The place is kept when the reader rests.
  await page.waitForTimeout(1200);
  await launched.close();

  launched = await launchApp({ folder });
  await open(launched.page);
  const again = launched.page;
  await expect(again.getByLabel('Sort by')).toHaveValue('suspicion');
  await expect(filters(again).getByRole('button', { name: /^Remove the filter Called no haemorrhage/ })).toBeVisible();
  await expect(again.locator(`[data-slice-id="${sliceId}"][aria-selected=true]`)).toBeVisible();
  await expect.poll(() => topSlice(again)).toBe(top);
});

test('goes by nothing that blind-first hides', async () => {
  const { page } = launched;
  await page.keyboard.press('b');
  await expect(page.getByLabel('Sort by')).toHaveValue('order');
  await expect(filters(page)).toHaveCount(0);
  await expect(page.getByLabel('Add a filter').locator('optgroup[disabled]')).toHaveCount(2);
  await page.keyboard.press('/');
  await page.keyboard.type('head-001');
  await expect(page.getByText('No slice fits')).toBeVisible();
  await launched.screenshot('76-worklist-blind');
  expect(launched.pageErrors).toEqual([]);
});
