import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type {} from '../../renderer/api.ts';
import type { MethodName, MethodOutput } from '../../src/contract/contract.ts';
import type { WorklistItem } from '../../src/contract/review-methods.ts';
import { numberElement } from '../../src/dicom-write/dicom-element.ts';
import { callInPage } from '../support/call-in-page.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomDicom, smallPhantomPng, writePhantomSeries } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';

// A study as a whole: what its slices' predictions come to, the strip beside the picture, and the reader's call of it.
test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

const SLICES = 14;
let folder = '';
let project = '';
let launched: LaunchedApp;
let items: WorklistItem[] = [];

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-series-'));
  project = path.join(folder, 'P');
  for (const [name, kind] of [
    ['bleed', 'intraparenchymal'],
    ['normal', 'none'],
  ] as const) {
    for (const set of ['set', 'pictures']) mkdirSync(path.join(folder, set, name), { recursive: true });
    for (let n = 0; n < 20; n += 1) {
      writeFileSync(path.join(folder, 'set', name, `${n}.dcm`), smallPhantomDicom(300 + n + name.length * 50, kind));
    }
    writeFileSync(path.join(folder, 'pictures', name, '1.png'), smallPhantomPng(7 + name.length, kind));
  }
  expect((await runOverread(['import', 'set', '--project', project, '--reading', 'off'], folder)).code).toBe(0);
  const trained = await runOverread(['train', '--project', project, '--rounds', '12', '--seed', '7'], folder);
  expect(trained.code, trained.stderr).toBe(0);
  expect((await runOverread(['import', 'pictures', '--project', project], folder)).code).toBe(0);
  const files = await writePhantomSeries(path.join(folder, 'study'), {
    seed: 21,
    bleedKind: 'intraparenchymal',
    slices: SLICES + 1,
    columns: 256,
    dicom: { extraElements: [numberElement('00181120', 'DS', 12)] },
  });
  rmSync(files[5] ?? '');
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Calls main as the page does; the answer must be a result. */
function call<K extends MethodName>(method: K, input: unknown = {}): Promise<MethodOutput<K>> {
  return callInPage(launched.page, method, input);
}

const strip = (): Locator => launched.page.getByTestId('slice-strip');
const place = (): Promise<string | null> => strip().getAttribute('aria-valuenow');
const saved = (): Locator => launched.page.getByRole('status', { name: 'Saving' });
const standing = (): Locator => launched.page.getByTestId('study-standing');
const probability = (item: WorklistItem | undefined): number => item?.prediction?.probability ?? -1;

async function resize(width: number, height: number): Promise<void> {
  await launched.app.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w as number, h as number),
    [width, height],
  );
  await launched.page.waitForTimeout(400);
}

/** Counted from 1, with no slice missing in between: one file of the series was taken away. */
function longestRun(): { first: number; last: number } {
  const steps = items.slice(1).map((item, index) => (item.positionMm ?? 0) - (items[index]?.positionMm ?? 0));
  const step = [...steps].sort((a, b) => a - b)[SLICES >> 1] ?? 0;
  const runs: { first: number; last: number }[] = [];
  for (const [index, { prediction }] of items.entries()) {
    if (prediction?.call !== 'haemorrhage') continue;
    const before = runs.at(-1);
    const goesOn = before?.last === index && Math.abs((steps[index - 1] ?? 0) - step) < step / 2;
    if (before && goesOn) before.last = index + 1;
    else runs.push({ first: index + 1, last: index + 1 });
  }
  const length = (one: { first: number; last: number }): number => one.last - one.first;
  return runs.reduce((longest, one) => (length(one) > length(longest) ? one : longest));
}

test('a study is opened, predicted and summed up in plain numbers', async () => {
  const { page } = launched;
  await call('project.open', { folder: project });
  await call('preferences.set', { readerName: 'Ada', advanceAfterRead: false });
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Review' })).toBeVisible();
  await call('study.open', { folder: path.join(folder, 'study') });
  const predicted = async (): Promise<number> => {
    const { sources } = await call('project.summary');
    const sourceId = sources.find(({ kind }) => kind === 'study')?.id;
    if (sourceId === undefined) return 0;
    ({ items } = await call('worklist.get', { sourceId }));
    return items.filter(({ prediction }) => prediction !== null).length;
  };
  await expect.poll(predicted, { timeout: 120_000 }).toBe(SLICES);
  await expect(strip()).toHaveAttribute('aria-valuemax', String(SLICES));
  const highest = items.reduce((best, item) => (probability(item) > probability(best) ? item : best));
  const suspicious = items.filter(({ prediction }) => prediction?.call === 'haemorrhage').length;
  const facts = page.getByTestId('study-facts');
  await expect(facts).toContainText(`slice ${items.indexOf(highest) + 1}`);
  await expect(facts).toContainText(new RegExp(`${suspicious} slices? of ${SLICES} at or above the threshold`));
  const run = longestRun();
  await expect(facts).toContainText(`longest run ${run.last - run.first + 1} (slices ${run.first} to ${run.last})`);
  await expect(facts).toContainText('Not a probability of the study');
  await expect(facts).toContainText(/are expected to reach the threshold too \(\d/);
  const rests = facts.getByText(/Specificity per slice: [\d.]+ % \(\d+ of \d+; 95 % CI /);
  await expect(rests).toBeHidden();
  await facts.getByText('Where that specificity is from').focus();
  await page.keyboard.press('Enter');
  await expect(rests).toBeVisible();
  await expect(rests).toContainText('Held-out part of the development data');
  await launched.screenshot('69-study-facts');
  await page.keyboard.press('Enter');
  await expect(rests).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('series-facts')).toContainText(`0/${SLICES} read`);
  await expect(page.getByRole('listbox').getByText('A slice seems to be missing')).toBeVisible();
  await page.keyboard.press("'");
  await expect.poll(place).toBe(String(items.indexOf(highest) + 1));
});

test('what is irregular about the series is read in full, whatever the list is sorted by', async () => {
  const { page } = launched;
  const remarks = page.getByRole('region', { name: 'Irregular in this series' }).getByRole('listitem');
  const said = [
    /^A slice seems to be missing between slices 5 and 6 \(.* apart, usually .*\)\.$/,
    /^3 steps are uneven/,
    'Gantry tilted by 12° by the header, by 0° by the positions.',
  ];
  await expect(page.getByTestId('series-facts')).toBeVisible();
  for (const sort of ['suspicion', 'order']) {
    await page.getByLabel('Sort by').selectOption(sort);
    await expect(page.getByTestId('series-facts')).toHaveCount(sort === 'order' ? 1 : 0);
    await expect(remarks).toHaveText(said);
    await remarks.last().scrollIntoViewIfNeeded();
    const cut = await remarks.evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight).length);
    expect(cut).toBe(0);
    await launched.screenshot(`series-remarks-${sort}`);
  }
});

test('the strip is a slider: by key, click and drag', async () => {
  const { page } = launched;
  await strip().focus();
  await page.keyboard.press('Home');
  await expect(strip()).toHaveAttribute('aria-valuetext', new RegExp(`^slice 1 of ${SLICES}, probability .*, unread$`));
  await page.keyboard.press('ArrowDown');
  await expect.poll(place).toBe('2');
  const box = await strip().boundingBox();
  if (!box) throw new Error('The strip has no box');
  const at = (number: number): { x: number; y: number } => ({
    x: box.x + 20,
    y: box.y + ((number - 0.5) * box.height) / SLICES,
  });
  await page.mouse.click(at(10).x, at(10).y);
  await expect.poll(place).toBe('10');
  await page.mouse.down();
  await page.mouse.move(at(3).x, at(3).y, { steps: 14 });
  await page.mouse.up();
  await expect.poll(place).toBe('3');
  await page.mouse.move(at(12).x, at(12).y);
  await expect(page.getByText(`slice 12 of ${SLICES}`)).toBeVisible();
  await resize(1280, 800);
  await launched.screenshot('70-strip-1280');
  await resize(1920, 1080);
  await launched.screenshot('70-strip-1920');
});

test('the study is called by keys, with types and sides, and is in the log', async () => {
  const { page } = launched;
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+S');
  for (const key of ['2', 'l', '5', 'm']) await page.keyboard.press(key);
  await expect(page.getByRole('button', { name: 'Subdural, left' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('left is at the right of the picture')).toBeVisible();
  await resize(1280, 800);
  await launched.screenshot('71-study-call-1280');
  await resize(1920, 1080);
  await launched.screenshot('71-study-call-1920');
  await page.keyboard.press('Enter');
  await expect(saved()).toContainText(/Saved, audit entry \d+/);
  await expect(standing()).toContainText('Haemorrhage: subdural left, intraventricular midline');
  const { lines } = await call('audit.page', { beforeSequence: null, limit: 5 });
  expect(lines[0]?.event).toBe('study-called');
  expect(lines[0]?.summary).toContain('haemorrhage (subdural left, intraventricular midline)');
  // No letter went through to the slice behind.
  expect((await call('slice.history', { sliceId: items[2]?.sliceId })).reads).toEqual([]);
});

test('Z takes back the newest act, whether read or study call', async () => {
  const { page } = launched;
  await page.keyboard.press('Escape');
  await page.keyboard.press('y');
  await expect(saved()).toContainText('slice 3: Haemorrhage');
  await page.keyboard.press('z');
  await expect(saved()).toContainText('undone, slice 3');
  await page.keyboard.press('z');
  await expect(saved()).toContainText('undone, study: No call');
  await expect(standing()).toHaveCount(0);
  await page.keyboard.press('Shift+Z');
  await expect(standing()).toContainText('subdural left');
  await page.keyboard.press('Shift+Z');
  await expect(saved()).toContainText('redone, slice 3: Haemorrhage');
  await expect(page.getByTestId('series-facts')).toContainText(`1/${SLICES} read`);
});

test('a study called none beside a slice read as haemorrhage is pointed out and left alone', async () => {
  const { page } = launched;
  await page.keyboard.press('Shift+S');
  await page.keyboard.press('n');
  await page.keyboard.press('Enter');
  await expect(standing()).toContainText('No haemorrhage');
  await expect(page.getByRole('status', { name: 'Contradiction' })).toContainText('slice 3 is read as haemorrhage');
  await page.keyboard.press('Escape');
  await launched.screenshot('72-contradiction');
});

/** What is drawn in the middle of a slice's band (counted from 1): red, green, blue, opacity of the tick and of the bar. */
async function bandAt(number: number): Promise<{ tick: number[]; bar: number[] }> {
  return strip().evaluate(
    (element, share) => {
      const canvas = element as HTMLCanvasElement;
      const ratio = canvas.width / 44;
      const at = (left: number): number[] => [
        ...(canvas.getContext('2d')?.getImageData(left * ratio, share * canvas.height, 1, 1).data ?? []),
      ];
      return { tick: at(5), bar: at(12.5) };
    },
    (number - 0.5) / SLICES,
  );
}

test('the strip draws what is read, and suspicious slices in their colour', async () => {
  const token = await launched.page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) throw new Error('No context');
    context.fillStyle = getComputedStyle(document.body).getPropertyValue('--suspicious').trim();
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  });
  // Slice 3 alone is read.
  expect((await bandAt(3)).tick[3]).toBe(255);
  expect((await bandAt(4)).tick[3]).toBe(0);
  const bars: string[] = [];
  for (const [index, { prediction }] of items.entries()) {
    const { bar } = await bandAt(index + 1);
    expect(bar, `slice ${index + 1}`).toEqual(prediction?.call === 'haemorrhage' ? token : [138, 138, 138, 255]);
    bars.push(String(bar));
  }
  expect(new Set(bars).size).toBe(2);
});

test('near the threshold the app says that it cannot tell, and there is nothing to agree with', async () => {
  const { page } = launched;
  const agree = page.getByRole('button', { name: /^Agree/ });
  const finding = page.getByTestId('prediction');
  const rowOf = (item: WorklistItem | undefined): Locator =>
    page.locator(`[role=option][data-slice-id="${item?.sliceId}"]`);
  // The zone of 0.9 about the threshold of 0.5.
  const near = items.find((item) => probability(item) >= 0.05 && probability(item) <= 0.95);
  const sure = items.find((item) => probability(item) < 0.05 || probability(item) > 0.95);
  // What the network learnt hangs on the processor in its last digits: without either of them there is nothing to try.
  expect(near).toBeDefined();
  expect(sure).toBeDefined();
  const { models } = await call('model.list');
  const measured = await call('model.evaluate', { modelId: models.find(({ current }) => current)?.id });
  const sureOf = measured.slices.filter(({ probability: own }) => own < 0.05 || own > 0.95);
  for (const [width, key, zone, told, shown] of [
    [0.9, 'End', '0.05 to 0.95: can’t tell', sureOf.length, 'Can’t tell'],
    [0, 'Home', 'No zone: every slice gets a call', measured.n, /Haemorrhage|No haemorrhage/],
  ] as const) {
    const { doubtWidth: before } = await call('project.summary');
    await page.getByRole('tab', { name: 'Evaluation' }).click();
    await expect(page.getByText(/^95 % intervals of the large figures above: /)).toBeVisible();
    const slider = page.getByRole('slider', { name: 'Width of the zone around the threshold' });
    await slider.press(key);
    await expect(page.getByTestId('doubt-zone')).toHaveText(zone);
    await expect(
      page.getByRole('table', { name: 'Effect of the zone' }).getByRole('row', { name: /^Calls that are told/ }),
    ).toContainText(`(${told} of ${measured.n};`);
    // Tried, and not yet kept.
    expect((await call('project.summary')).doubtWidth).toBe(before);
    await page.getByRole('button', { name: 'Use in this project' }).click();
    await expect.poll(async () => (await call('project.summary')).doubtWidth).toBe(width);
    await expect(page.getByRole('button', { name: 'Use in this project' })).toBeDisabled();
    await page.getByRole('tab', { name: 'Review' }).click();
    await expect(strip()).toHaveAttribute('aria-valuemax', String(SLICES));
    await rowOf(near).click();
    await expect(finding).toContainText(shown);
    if (width > 0) {
      await expect(agree).toBeDisabled();
      await launched.screenshot('74-cannot-tell');
      await rowOf(sure).click();
      await expect(finding).toContainText(/Haemorrhage|No haemorrhage/);
      await expect(agree).toBeEnabled();
    } else {
      await expect(agree).toBeEnabled();
      await expect(finding).not.toContainText('Can’t tell');
    }
  }
  await rowOf(items[2]).click();
});

test('A agrees: the slice gets the label that the AI gave it, whichever that is', async () => {
  const { page } = launched;
  await page.keyboard.press('Escape');
  for (const said of ['none', 'haemorrhage'] as const) {
    // Slice 3 is read already.
    const item = items.find(({ prediction }, index) => prediction?.call === said && index !== 2);
    const sliceId = item?.sliceId;
    await page.locator(`[role=option][data-slice-id="${sliceId}"]`).click();
    await expect(page.locator(`[data-testid=viewport][data-slice-id="${sliceId}"]`)).toHaveAttribute(
      'data-state',
      'ready',
    );
    await expect(page.getByRole('button', { name: 'Agree with the model' })).toBeEnabled();
    await expect(page.getByTestId('current-label')).toContainText('No label');
    await page.keyboard.press('a');
    await expect(saved()).toContainText(said === 'none' ? /: no haemorrhage$/i : /: haemorrhage$/i);
    await expect(page.getByTestId('current-label')).toHaveText(said === 'none' ? 'No haemorrhage' : 'Haemorrhage');
    const { reads } = await call('slice.history', { sliceId });
    expect(reads).toMatchObject([{ kind: 'read', labelAfter: said, agreesWithModel: true, predictionSeen: true }]);
    const { lines } = await call('audit.page', { beforeSequence: null, limit: 1 });
    expect(lines[0]).toMatchObject({ sequence: reads[0]?.auditSequence });
    await page.keyboard.press('z');
    await expect(saved()).toContainText('undone');
  }
  await page.locator(`[role=option][data-slice-id="${items[2]?.sliceId}"]`).click();
});

test('blind-first hides what the model thinks of the series until each slice is read', async () => {
  const { page } = launched;
  await page.keyboard.press('b');
  await expect(strip()).toHaveAttribute('data-shown', 'false');
  await expect(strip()).toHaveAttribute('aria-valuetext', `slice 3 of ${SLICES}, read`);
  await expect(page.getByTestId('study-facts')).toContainText('hidden until every slice is read');
  await expect(page.getByTestId('series-facts')).not.toContainText('max');
  await page.keyboard.press("'");
  await expect(page.getByText('Suspicion is hidden until every slice of this series is read')).toBeVisible();
  await resize(1280, 800);
  await launched.screenshot('73-blind-strip');
  await page.keyboard.press('b');
  await expect(strip()).toHaveAttribute('data-shown', 'true');
});

test('calls are exported from the command line and in the window, and pictures of a set take none', async () => {
  const { page } = launched;
  const csv = path.join(folder, 'studies.csv');
  const exported = await runOverread(['studies', '--project', project, '--csv', csv, '--json'], folder);
  expect(exported.code, exported.stderr).toBe(0);
  const rows: Record<string, string>[] = parse(readFileSync(csv, 'utf8'), { columns: true });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    reader: 'Ada',
    label: 'none',
    subdural: '',
    slices: String(SLICES),
    slices_read_haemorrhage: '1',
    contradiction: 'none-with-haemorrhage',
  });
  // The window writes the same table; its log is longer by the first export.
  const chosen = path.join(folder, 'exports');
  mkdirSync(chosen);
  await launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, chosen);
  await page.getByRole('tab', { name: 'Audit' }).click();
  await page.getByRole('button', { name: 'Export study calls' }).click();
  await expect(page.getByRole('log')).toContainText(/Wrote 1 study call to /);
  const [written = '', ...others] = readdirSync(chosen);
  expect(others).toEqual([]);
  const own: Record<string, string>[] = parse(readFileSync(path.join(chosen, written), 'utf8'), { columns: true });
  const withoutHead = ({ audit_head: _, ...row }: Record<string, string>) => row;
  expect(own.map(withoutHead)).toEqual(rows.map(withoutHead));
  expect((await call('audit.page', { beforeSequence: null, limit: 1 })).lines[0]?.event).toBe('study-calls-exported');
  await page.getByRole('tab', { name: 'Review' }).click();
  await page.getByLabel('Source').selectOption({ label: 'pictures (labelled set, 2 unread)' });
  await expect(page.getByText('Pictures of a labelled set name no study')).toBeVisible();
  expect(launched.pageErrors).toEqual([]);
});
