import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import type { WorklistItem } from '../../src/contract/review-methods.ts';
import { measureWheel } from '../bench/wheel-scroll.ts';
import { callInPage } from '../support/call-in-page.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { prepareLargeProject } from '../support/open-large-project.ts';
import { painted } from '../support/painted.ts';

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
/** Scrolls the list, again where it still went to the slice that is shown: it does so a little after a change. */
const scrollList = (page: Page, top: number): Promise<void> =>
  expect(async () => {
    await list(page).evaluate((element, to) => element.scrollTo(0, to), top);
    await page.waitForTimeout(200);
    expect(await list(page).evaluate(({ scrollTop }) => scrollTop)).toBe(top);
  }).toPass({ timeout: 15_000 });
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

/** What main has of the slices, in the order of the files. */
async function slices(page: Page): Promise<WorklistItem[]> {
  return (await callInPage(page, 'worklist.get', { sourceId: 1 })).items;
}

/** Scrolls from the top of the list to its end, and gives the ids as they are listed. */
async function listedIds(page: Page): Promise<number[]> {
  const ids = new Map<number, number>();
  const total = Number(await list(page).getByRole('option').first().getAttribute('aria-setsize'));
  for (let top = 0; ids.size < total && top < 20_000; top += 900) {
    await list(page).evaluate((element, at) => element.scrollTo(0, at), top);
    await painted(page);
    for (const [place, id] of await list(page)
      .getByRole('option')
      .evaluateAll((rows) =>
        rows.map((row) => [Number(row.ariaPosInSet), Number((row as HTMLElement).dataset.sliceId)]),
      )) {
      ids.set(place ?? 0, id ?? 0);
    }
  }
  return Array.from({ length: total }, (_, place) => ids.get(place + 1) ?? 0);
}

test('draws the rows in view and no others, each with its small picture and a bar as long as its probability', async () => {
  const { page } = launched;
  await page.getByLabel('Sort by').selectOption('order');
  await scrollList(page, 0);
  const rows = list(page).getByRole('option');
  await expect(rows.first()).toHaveAttribute('aria-setsize', '240');
  for (const top of [0, 3000, 20_000]) {
    await list(page).evaluate((element, at) => element.scrollTo(0, at), top);
    await page.waitForTimeout(100);
    const drawn = await rows.count();
    expect(drawn).toBeGreaterThan(5);
    expect(drawn).toBeLessThan(60);
  }
  await scrollList(page, 0);
  await expect(rows.first()).toHaveAttribute('aria-posinset', '1');
  const loaded = (): Promise<number> =>
    rows
      .locator('img')
      .evaluateAll((images) => images.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length);
  await expect.poll(async () => (await loaded()) === (await rows.count())).toBe(true);
  const known = new Map((await slices(page)).map((item) => [item.sliceId, item.prediction?.probability ?? -1]));
  const bars = await rows.evaluateAll((all) =>
    all.map((row) => {
      const bar = row.querySelector('[title^=Threshold]');
      const fill = bar?.firstElementChild?.getBoundingClientRect().width ?? 0;
      return [Number((row as HTMLElement).dataset.sliceId), fill / (bar?.getBoundingClientRect().width ?? 1)] as const;
    }),
  );
  expect(bars.length).toBeGreaterThan(5);
  for (const [sliceId, share] of bars) {
    expect(Math.abs(share - Math.max(0.015, known.get(sliceId) ?? -1))).toBeLessThan(0.01);
  }
});

test('goes as far as the wheel is turned over it, and is never painted with a row missing', async () => {
  const { droppedPx, unheardPx, heardEvents, frames, blankFrames } = await measureWheel(launched.page, 40);
  expect({ droppedPx, unheardPx, blankFrames }).toEqual({ droppedPx: 0, unheardPx: 0, blankFrames: 0 });
  expect(heardEvents).toBeGreaterThan(0);
  expect(frames).toBeGreaterThan(0);
});

test('a small picture that cannot be made is marked, and the slice says why', async () => {
  const { page } = launched;
  const file = path.join(folder, 'slices', 'head-002', 'slice-077.png');
  renameSync(file, `${file}.away`);
  await page.keyboard.press('/');
  await page.keyboard.type('head-002 slice-077');
  const row = list(page).getByRole('option');
  await expect(row).toHaveCount(1);
  await expect(row.locator('[data-thumbnail=missing]')).toBeVisible();
  await expect(row.locator('img')).toHaveCount(0);
  await launched.screenshot('72-worklist-no-small-picture');
  await row.click();
  await expect(page.getByTestId('viewport')).toContainText('This picture cannot be shown');
  renameSync(`${file}.away`, file);
  await page.getByLabel('Search the list').fill('head-002 slice-078');
  await expect(row.locator('img')).toHaveCount(1);
  await row.click();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  await page.getByLabel('Search the list').fill('');
  await page.keyboard.press('Escape');
});

test('labels many slices in one act, and takes them back in one', async () => {
  const { page } = launched;
  const row = (number: number) =>
    list(page)
      .getByRole('option', { name: new RegExp(`^Slice ${number},`) })
      .first();
  await scrollList(page, 0);
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

test('narrows by each filter and sorts by each order, to just what main says of the slices', async () => {
  const { page } = launched;
  const row = (number: number) =>
    list(page)
      .getByRole('option', { name: new RegExp(`^Slice ${number},`) })
      .first();
  await page.getByLabel('Sort by').selectOption('order');
  await scrollList(page, 0);
  // Some reads of each kind: two agree with the model and two do not.
  const calls = (await slices(page)).map(({ prediction }) => prediction?.call);
  const same = (number: number): string => (calls[number - 1] === 'haemorrhage' ? 'y' : 'n');
  const other = (number: number): string => (calls[number - 1] === 'haemorrhage' ? 'n' : 'y');
  const keys = [same(1), same(2), other(3), other(4), 'u', 'x'];
  for (const [at, key] of keys.entries()) {
    const number = at + 1;
    await row(number).click();
    await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
    await page.keyboard.press(key);
    await expect(worklist(page).getByText(`${number} of 240 read, ${240 - number} to read`)).toBeVisible();
  }
  const all = await slices(page);
  expect(all.filter(({ read }) => read)).toHaveLength(6);
  const call = ({ prediction }: WorklistItem) => prediction?.call;
  const differs = (item: WorklistItem): boolean =>
    ['haemorrhage', 'none'].includes(item.currentLabel ?? '') && item.currentLabel !== call(item);
  const fits: Record<string, (item: WorklistItem) => boolean> = {
    unread: ({ read }) => !read,
    read: ({ read }) => read,
    disagreement: differs,
    uncertain: ({ prediction }) => prediction?.cannotTell === true,
    'call haemorrhage': (item) => call(item) === 'haemorrhage',
    'call none': (item) => call(item) === 'none',
    'label haemorrhage': ({ currentLabel }) => currentLabel === 'haemorrhage',
    'label none': ({ currentLabel }) => currentLabel === 'none',
    'label unsure': ({ currentLabel }) => currentLabel === 'unsure',
    'label excluded': ({ currentLabel }) => currentLabel === 'excluded',
    'label no-label': ({ currentLabel }) => currentLabel === null,
    'series 1': ({ seriesIndex }) => seriesIndex === 1,
  };
  expect(all.filter(differs)).toHaveLength(2);
  const offered = await page
    .getByLabel('Add a filter')
    .locator('option')
    .evaluateAll((options) => options.map((one) => (one as HTMLOptionElement).value));
  expect(offered.filter((key) => key !== '' && !key.startsWith('series ')).sort()).toEqual(
    Object.keys(fits)
      .filter((key) => !key.startsWith('series '))
      .sort(),
  );
  for (const [key, wanted] of Object.entries(fits)) {
    const expected = all.filter(wanted).map(({ sliceId }) => sliceId);
    // The slice on the screen stays listed: one that fits is chosen first.
    const seen = Number(await page.getByTestId('viewport').getAttribute('data-slice-id'));
    await page.getByLabel('Add a filter').selectOption(key);
    const listed = await listedIds(page);
    expect({ key, listed: listed.filter((id) => id !== seen || expected.includes(id)) }).toEqual({
      key,
      listed: expected,
    });
    await page.keyboard.press('Escape');
    await expect(filters(page)).toHaveCount(0);
  }
  const away = ({ prediction }: WorklistItem): number =>
    Math.abs((prediction?.probability ?? 0) - (prediction?.threshold ?? 0));
  const urgency: Record<string, (item: WorklistItem) => number> = {
    suspicion: ({ prediction }) => prediction?.probability ?? -1,
    uncertainty: (item) => -away(item),
    disagreement: (item) => (differs(item) ? 1 + away(item) : -away(item)),
    order: () => 0,
  };
  for (const [sort, of] of Object.entries(urgency)) {
    await page.getByLabel('Sort by').selectOption(sort);
    const byId = new Map(all.map((item) => [item.sliceId, item]));
    const listed = (await listedIds(page)).flatMap((id) => byId.get(id) ?? []);
    expect(listed).toHaveLength(240);
    const wrong = listed.filter((item, at) => at > 0 && of(item) > of(listed[at - 1] ?? item) + 1e-9);
    expect({ sort, wrong: wrong.map(({ file }) => file) }).toEqual({ sort, wrong: [] });
    if (sort === 'order') expect(listed.map(({ sliceId }) => sliceId)).toEqual(all.map(({ sliceId }) => sliceId));
  }
  for (let read = 6; read > 0; read -= 1) {
    await page.keyboard.press('z');
    await expect(worklist(page).getByText(`${read - 1} of 240 read, ${241 - read} to read`)).toBeVisible();
  }
});

test('opens again where it was left', async () => {
  const { page } = launched;
  await page.getByLabel('Sort by').selectOption('suspicion');
  await page.getByLabel('Add a filter').selectOption('call none');
  await scrollList(page, 3000);
  await expect(list(page).locator('[aria-posinset="56"]')).toBeVisible();
  const chosen = list(page).locator('[aria-posinset="55"]');
  const sliceId = await chosen.getAttribute('data-slice-id');
  await chosen.click();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  // How the slice is looked at: window, inversion, flip and turn, zoom and place.
  const facts = async (on: Page): Promise<(string | null)[]> => [
    await on.getByTestId('window').textContent(),
    await on.getByTestId('zoom').textContent(),
    await on
      .getByTestId('viewport')
      .locator('canvas')
      .first()
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
  ];
  await page.getByLabel('Window width in levels').fill('140');
  await page.keyboard.press('Enter');
  await page.getByLabel('Window level in levels').fill('90');
  await page.keyboard.press('Enter');
  for (const key of ['i', 'f', '.', '+', 'Control+ArrowLeft']) await page.keyboard.press(key);
  await expect(page.getByTestId('window')).toHaveText('W 140 L 90 inverted');
  await expect(page.getByTestId('zoom')).toHaveText(/turned 90°, mirrored$/);
  await page.waitForTimeout(300);
  const left = await facts(page);
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
  await expect.poll(async () => (await facts(again)).slice(0, 2)).toEqual(left.slice(0, 2));
  await expect.poll(async () => (await facts(again)).at(2) === left.at(2)).toBe(true);
  await launched.screenshot('75-worklist-as-it-was-left');
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
