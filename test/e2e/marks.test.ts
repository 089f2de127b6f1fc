import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { MethodName, MethodOutput } from '../../src/contract/contract.ts';
import type { Mark } from '../../src/contract/mark-methods.ts';
import type { Worklist } from '../../src/contract/review-methods.ts';
import { numberElement } from '../../src/dicom-write/dicom-element.ts';
import { phantomDicomFile, syntheticIdentity } from '../../src/phantom/phantom-dicom.ts';
import type { PhantomSlice } from '../../src/phantom/render-slice.ts';
import { callInPage } from '../support/call-in-page.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng, smallPhantomSlice } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';

// Marks: each drawn by mouse on a CT slice of oblong pixels, one by keyboard, kept over a restart, undone, exported.
test.describe.configure({ mode: 'serial' });
test.setTimeout(180_000);

const ROW_MM = 0.9;
const COLUMN_MM = 0.45;
const PADDING_HU = -2000;
const PADDED_COLUMNS = 12;

/** A slice whose first columns are padding. */
function padded(seed: number): PhantomSlice {
  const slice = smallPhantomSlice(seed, 'intraparenchymal', 128);
  const hu = slice.hu.map((value, index) => (index % slice.columns < PADDED_COLUMNS ? PADDING_HU : value));
  return { ...slice, hu };
}
const slice = padded(7);

let launched: LaunchedApp;
let folder = '';
let exportFolder = '';
let sourceId = 0;

test.beforeAll(async () => {
  launched = await launchApp();
  folder = launched.folder;
  exportFolder = path.join(folder, 'exports');
  mkdirSync(path.join(folder, 'heads'));
  mkdirSync(exportFolder);
  const extraElements = [
    numberElement('00280030', 'DS', ROW_MM, COLUMN_MM),
    numberElement('00280120', 'SS', PADDING_HU),
  ];
  const file = phantomDicomFile(slice, syntheticIdentity(7), 1, { signed: true, extraElements });
  writeFileSync(path.join(folder, 'heads', '1.dcm'), file);
  writeFileSync(path.join(folder, 'heads', '2.png'), smallPhantomPng(9, 'intraparenchymal'));
  await chooseFolders(path.join(folder, 'heads'));
});
test.afterAll(async () => {
  await launched.close();
});

async function chooseFolders(chosen: string): Promise<void> {
  await launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, chosen);
}

function call<K extends MethodName>(method: K, input: unknown = {}): Promise<MethodOutput<K>> {
  return callInPage(launched.page, method, input);
}

const kept = async (): Promise<Mark[]> => ((await call('mark.list', { sourceId })) as { marks: Mark[] }).marks;
const newest = async (): Promise<Mark> => {
  const mark = (await kept()).at(-1);
  if (!mark) throw new Error('There is no mark');
  return mark;
};
const list = (): Locator => launched.page.getByRole('list', { name: 'Marks on this slice' }).getByRole('listitem');
const drawn = (kind: string): Locator => launched.page.locator(`[data-testid=marks] [data-kind=${kind}]`);
const label = (kind: string): Locator => launched.page.locator(`[data-testid=marks] [data-label=${kind}]`);
const saved = (): Locator => launched.page.getByRole('status', { name: 'Saving' });

/** A point of the viewer, as shares of its box, on the page. */
async function at(x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await launched.page.getByRole('application').boundingBox();
  if (!box) throw new Error('There is no picture');
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const { mouse } = launched.page;
  const [start, end] = [await at(...from), await at(...to)];
  await mouse.move(start.x, start.y);
  await mouse.down();
  await mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
  await mouse.move(end.x, end.y);
  await mouse.up();
}

async function click(x: number, y: number): Promise<void> {
  const point = await at(x, y);
  await launched.page.mouse.click(point.x, point.y);
}

/** Mean, SD, lowest and highest of the phantom's own HU where the test says inside; padding is none of them. */
function ownStatistics(inside: (x: number, y: number) => boolean) {
  const values: number[] = [];
  let paddingPixels = 0;
  for (let index = 0; index < slice.hu.length; index += 1) {
    if (!inside((index % slice.columns) + 0.5, Math.floor(index / slice.columns) + 0.5)) continue;
    const value = slice.hu[index] ?? 0;
    if (value === PADDING_HU) paddingPixels += 1;
    else values.push(value);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const close = (value: number) => expect.closeTo(value, 6);
  const ends = { min: Math.min(...values), max: Math.max(...values) };
  return { pixels: values.length, paddingPixels, mean: close(mean), sd: close(sd), ...ends, unit: 'HU' };
}

async function openSlice(format: 'dicom' | 'png'): Promise<void> {
  const worklist = (await call('worklist.get', { sourceId })) as Worklist;
  const item = worklist.items.find((candidate) => candidate.format === format);
  await launched.page.locator(`[role=option][data-slice-id="${item?.sliceId}"]`).click();
  await expect(launched.page.locator(`[data-testid=viewport][data-slice-id="${item?.sliceId}"]`)).toHaveAttribute(
    'data-state',
    'ready',
  );
}

test('a folder is opened and a CT slice of it shown', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: 'Open study folder' }).click();
  await page.getByLabel('Name').fill('Marks');
  await page.getByRole('radio', { name: 'AI from the start' }).check({ force: true });
  await page.getByRole('button', { name: 'Create and open' }).click();
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible({ timeout: 60_000 });
  const summary = (await call('project.summary')) as { sources: { id: number }[] };
  sourceId = summary.sources[0]?.id ?? 0;
  await openSlice('dicom');
  await expect(page.getByRole('region', { name: 'Marks' })).toContainText('None on this slice');
});

test('the probe names the pixel in the middle of the picture and its HU', async () => {
  await launched.page.keyboard.press('q');
  await click(0.5, 0.5);
  await expect(list()).toHaveCount(1);
  await expect.poll(async () => (await kept()).length).toBe(1);
  const { shape, figures } = await newest();
  const [point] = shape.points;
  expect(Math.abs(point.x - slice.columns / 2)).toBeLessThan(1);
  expect(Math.abs(point.y - slice.rows / 2)).toBeLessThan(1);
  const [column, row] = [Math.floor(point.x), Math.floor(point.y)];
  const value = slice.hu[row * slice.columns + column];
  expect(figures).toEqual({ kind: 'probe', column, row, value, unit: 'HU' });
  await expect(list()).toContainText(`Probe ${value} HU`);
});

test('length and angle are in mm of oblong pixels, by drag and by clicks', async () => {
  const { page } = launched;
  await page.keyboard.press('l');
  await drag([0.4, 0.35], [0.55, 0.6]);
  await expect.poll(async () => (await kept()).length).toBe(2);
  const length = await newest();
  const [a, b] = length.shape.points;
  const mm = Math.hypot(((b?.x ?? 0) - a.x) * COLUMN_MM, ((b?.y ?? 0) - a.y) * ROW_MM);
  expect(length.figures).toMatchObject({ kind: 'length', mm: expect.closeTo(mm, 9) });
  await expect(label('length')).toContainText(`${mm.toFixed(1)} mm`);

  await page.keyboard.press('d');
  for (const [x, y] of [
    [0.62, 0.3],
    [0.5, 0.3],
    [0.6, 0.45],
  ] as const) {
    await click(x, y);
  }
  await expect.poll(async () => (await kept()).length).toBe(3);
  const angle = await newest();
  const [one, corner, other] = angle.shape.points.map(({ x, y }) => ({ x: x * COLUMN_MM, y: y * ROW_MM }));
  if (!one || !corner || !other) throw new Error('An angle has three points');
  const turn = Math.atan2(other.y - corner.y, other.x - corner.x) - Math.atan2(one.y - corner.y, one.x - corner.x);
  expect(angle.figures).toMatchObject({ degrees: expect.closeTo((Math.abs(turn) * 180) / Math.PI, 6), inMm: true });
});

test('ellipse and rectangle have the statistics of the phantom’s own pixels, without its padding', async () => {
  const { page } = launched;
  await page.keyboard.press('c');
  await drag([0.42, 0.5], [0.56, 0.75]);
  await expect.poll(async () => (await kept()).length).toBe(4);
  const ellipse = await newest();
  const [a, b] = [ellipse.shape.points[0], ellipse.shape.points[1] ?? ellipse.shape.points[0]];
  const inEllipse = (x: number, y: number): boolean =>
    ((2 * x - a.x - b.x) / (b.x - a.x)) ** 2 + ((2 * y - a.y - b.y) / (b.y - a.y)) ** 2 <= 1;
  expect(ellipse.figures).toMatchObject(ownStatistics(inEllipse));

  await page.keyboard.press('v');
  // Over the left edge of the picture: padding, and the table of nothing beyond.
  await drag([0.05, 0.2], [0.5, 0.3]);
  await expect.poll(async () => (await kept()).length).toBe(5);
  const rectangle = await newest();
  const [c, d] = [rectangle.shape.points[0], rectangle.shape.points[1] ?? rectangle.shape.points[0]];
  expect(c.x).toBe(0);
  const own = ownStatistics((x, y) => x >= c.x && x <= d.x && y >= c.y && y <= d.y);
  expect(own.paddingPixels).toBeGreaterThan(0);
  expect(rectangle.figures).toMatchObject(own);
  await expect(label('rectangle')).toContainText('without a value left out');
  await page.keyboard.press('Escape');
  await launched.screenshot('40-marks-ct');
});

test('an arrow takes its text where it stands, and moves by its handle', async () => {
  const { page } = launched;
  await page.keyboard.press('t');
  await drag([0.45, 0.62], [0.62, 0.8]);
  const text = page.getByLabel('Text of the arrow');
  await expect(text).toBeFocused();
  await launched.screenshot('41-marks-arrow-text');
  await text.fill('=bright, round');
  await text.press('Enter');
  await expect(label('arrow')).toContainText('=bright, round');
  await expect.poll(async () => (await newest()).shape).toMatchObject({ text: '=bright, round' });
  const arrow = page.locator('[data-mark][data-kind=arrow]');
  await expect(arrow).toHaveAttribute('aria-description', /F2 edits its text/);
  await arrow.focus();
  await page.keyboard.press('F2');
  await expect(text).toBeFocused();
  await expect(text).toHaveValue('=bright, round');
  await page.keyboard.press('Escape');
  const before = (await newest()).shape.points[1];
  // Taken by its tail and put elsewhere.
  await drag([0.62, 0.8], [0.66, 0.7]);
  await expect.poll(async () => (await newest()).shape.points[1]).not.toEqual(before);
  expect(await kept()).toHaveLength(6);
});

test('the keyboard alone draws, sizes, moves and deletes', async () => {
  const { page } = launched;
  await page.keyboard.press('l');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await kept()).length).toBe(7);
  const before = (await newest()).shape.points;
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect
    .poll(async () => (await newest()).shape.points)
    .toEqual([
      { x: before[0].x, y: before[0].y + 1 },
      { x: (before[1]?.x ?? 0) + 1, y: (before[1]?.y ?? 0) + 1 },
    ]);
  await launched.screenshot('42-marks-keyboard');
  await page.keyboard.press('Delete');
  await expect(list()).toHaveCount(6);
});

test('undo takes back what was done last, mark or read, and says what', async () => {
  const { page } = launched;
  await page.keyboard.press('Escape');
  await page.keyboard.press('z');
  await expect(list()).toHaveCount(7);
  await expect(saved()).toContainText('length was removed');
  await page.keyboard.press('Shift+z');
  await expect(list()).toHaveCount(6);
  await page.keyboard.press('y');
  await expect(saved()).toContainText('Haemorrhage');
  await page.keyboard.press('z');
  await expect(saved()).toContainText('undone, slice 1');
  await page.keyboard.press('z');
  await expect(saved()).toContainText('length was removed');
  await page.keyboard.press('Shift+z');
  await page.keyboard.press('Shift+z');
  await expect(saved()).toContainText('redone, slice 1: Haemorrhage');
  await expect.poll(async () => (await kept()).length).toBe(6);
});

test('marks stand on the picture beside the slice and in the lens', async () => {
  const { page } = launched;
  await openSlice('dicom');
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  const pane = page.locator('[data-testid=compare][data-state=ready]');
  await expect(pane.locator('[data-shown-mark=ellipse]')).toHaveCount(1);
  await launched.screenshot('46-marks-beside');
  await page.keyboard.press('s');
  await page.keyboard.press('g');
  const middle = await at(0.5, 0.5);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + 4, middle.y + 4);
  await expect(page.getByTestId('lens').locator('[data-shown-mark=ellipse]')).toHaveCount(1);
  await launched.screenshot('47-marks-in-lens');
  await page.mouse.up();
  await page.keyboard.press('w');
});

test('marks stay on their pixels when the picture is zoomed, and can be hidden', async () => {
  const { page } = launched;
  await openSlice('dicom');
  const before = await drawn('ellipse').boundingBox();
  await page.keyboard.press('+');
  await expect.poll(async () => (await drawn('ellipse').boundingBox())?.width).toBeGreaterThan(before?.width ?? 0);
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Hide marks' }).click();
  await expect(drawn('ellipse')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show marks' }).click();
  await expect(drawn('ellipse')).toBeVisible();
});

test('a PNG is measured in pixels and grey levels, and says so', async () => {
  const { page } = launched;
  await openSlice('png');
  await page.keyboard.press('l');
  await drag([0.4, 0.4], [0.6, 0.6]);
  await expect(label('length')).toContainText('px (no mm)');
  await page.keyboard.press('c');
  await drag([0.42, 0.3], [0.55, 0.5]);
  await expect(label('ellipse')).toContainText('grey levels');
  await page.keyboard.press('q');
  await click(0.3, 0.5);
  await expect(label('probe')).toContainText('grey ');
  await expect.poll(async () => (await kept()).length).toBe(9);
  await launched.screenshot('43-marks-png');
});

test('after a restart the marks are where they were, and undo goes on', async () => {
  const before = await kept();
  expect(launched.pageErrors).toEqual([]);
  await launched.app.close();
  launched = await launchApp({ folder });
  await launched.page.getByRole('button', { name: /Marks/ }).first().click();
  await expect(launched.page.getByRole('listbox').getByRole('option').first()).toBeVisible({ timeout: 60_000 });
  expect(await kept()).toEqual(before);
  await openSlice('dicom');
  await expect(list()).toHaveCount(6);
  await expect(label('arrow')).toContainText('=bright, round');
  await launched.page.keyboard.press('z');
  await expect(saved()).toContainText('probe was added');
  expect(await kept()).toHaveLength(8);
  await launched.screenshot('44-marks-after-restart');
});

test('marks are exported as CSV and JSON, inert, and the log verifies', async () => {
  await chooseFolders(exportFolder);
  await launched.page.getByRole('button', { name: 'Export my marks' }).click();
  // Under another name while they are written.
  const written = (): string[] =>
    readdirSync(exportFolder)
      .filter((name) => /\.(csv|json)$/.test(name))
      .sort();
  await expect.poll(written).toHaveLength(2);
  const [csv = '', json = ''] = written();
  const rows: Record<string, string>[] = parse(readFileSync(path.join(exportFolder, csv)), { columns: true });
  expect(rows.map(({ kind }) => kind).sort()).toEqual((await kept()).map(({ shape }) => shape.kind).sort());
  expect(rows.find(({ kind }) => kind === 'arrow')?.text).toBe("'=bright, round");
  expect(rows.find(({ kind, length_mm }) => kind === 'length' && length_mm !== '')?.row_spacing_mm).toBe('0.9');
  expect(JSON.parse(readFileSync(path.join(exportFolder, json), 'utf8')).marks).toHaveLength(8);
  const project = ((await call('project.summary')) as { folder: string }).folder;
  const table = path.join(folder, 'marks.csv');
  const run = await runOverread(['marks', '--project', project, '--csv', table, '--json'], folder);
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout).marks).toHaveLength(8);
  // The same marks; the log is longer by the first export.
  const withoutHead = (file: string) => {
    const records: Record<string, string>[] = parse(readFileSync(file, 'utf8'), { columns: true });
    return records.map(({ audit_head: _, ...row }) => row);
  };
  expect(withoutHead(table)).toEqual(withoutHead(path.join(exportFolder, csv)));
  expect(await call('audit.verify', { kept: null })).toMatchObject({ kind: 'whole' });
  expect(launched.pageErrors).toEqual([]);
});
