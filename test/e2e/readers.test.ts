import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { fleissKappa } from '../../src/statistics/fleiss-kappa.ts';
import { cohenKappa } from '../../src/statistics/kappa.ts';
import { callInPage } from '../support/call-in-page.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';
import { dismissMessages } from '../support/screens.ts';

// A reader study in the window: two readers, blind to the AI and to each other, hidden repeats, adjudication, agreement.
test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);

// So many that the draw of those that come again is neither empty nor whole but once in thirty thousand runs.
const SLICES = 16;
let launched: LaunchedApp;
let page: Page;
let exports = '';
test.beforeAll(async () => {
  launched = await launchApp();
  page = launched.page;
  exports = path.join(launched.folder, 'exports');
  for (const label of ['yes', 'no']) {
    const folder = path.join(launched.folder, 'heads', label);
    mkdirSync(folder, { recursive: true });
    for (let index = 0; index < SLICES / 2; index += 1) {
      const seed = (label === 'yes' ? 10 : 60) + index;
      const kind = label === 'yes' ? 'intraparenchymal' : 'none';
      writeFileSync(path.join(folder, `${index}.png`), smallPhantomPng(seed, kind));
    }
  }
});
test.afterAll(async () => {
  await launched.close();
});

const tab = (name: string): Promise<void> => page.getByRole('tab', { name }).click();
const rows = (): Locator => page.getByRole('listbox').getByRole('option');
const selected = (): Locator => page.locator('[role=option][aria-selected=true]');
const region = (name: string): Locator => page.getByRole('region', { name, exact: true });

async function chooseFolder(folder: string): Promise<void> {
  await launched.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, folder);
}

async function signIn(name: string): Promise<void> {
  await page.getByRole('button', { name: /^Reader: / }).click();
  const dialog = page.getByRole('dialog', { name: 'Who is reading?' });
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('button', { name: `Reader: ${name.trim()}` })).toBeVisible();
}

/** Gives the slice on the screen a label with its confidence, and waits until it is saved. */
async function read(haemorrhage: boolean): Promise<void> {
  const status = page.getByRole('status', { name: 'Saving' });
  const before = await status.textContent();
  await page.getByRole('button', { name: haemorrhage ? 'Haemorrhage' : 'No haemorrhage', exact: true }).click();
  await page.getByRole('button', { name: /^Confidence 4/ }).click();
  await expect(status).toContainText(/Saved, audit entry \d+/);
  await expect(status).not.toHaveText(before ?? '');
}

async function unreadInMain(): Promise<number> {
  const { sources } = await callInPage(page, 'project.summary');
  const { items } = await callInPage(page, 'worklist.get', { sourceId: sources[0]?.id });
  return items.filter((item) => !item.read).length;
}

type Visits = Map<number, boolean[]>;

/** Reads until nothing is unread; says what each visit of each slice was called. The nth read is looked at for `looks(n)` ms. */
async function readAll(
  label: (sliceId: number, visit: number) => boolean,
  looks: (turn: number) => number = () => 0,
): Promise<Visits> {
  const visits: Visits = new Map();
  for (let turn = 0; turn < 3 * SLICES; turn += 1) {
    // A hidden repeat is unread again with the list that is read anew after a read: what main has is on the screen only then.
    const left = await unreadInMain();
    await expect(rows().filter({ has: page.getByTitle('Unread') })).toHaveCount(left);
    if (left === 0) return visits;
    if (!/unread/.test((await selected().textContent()) ?? '')) {
      await page.getByTestId('viewport').click();
      await page.keyboard.press('Space');
      await expect(selected()).toHaveAccessibleName(/unread/);
    }
    const sliceId = Number(await selected().getAttribute('data-slice-id'));
    const own = visits.get(sliceId) ?? [];
    await expect(region('History')).toContainText('No read yet');
    // Not for the app to be ready: how long a reader looks is what is measured.
    await page.waitForTimeout(looks(turn));
    await read(label(sliceId, own.length));
    visits.set(sliceId, [...own, label(sliceId, own.length)]);
  }
  throw new Error('Slices are still unread.');
}

/** Cohen's kappa of pairs, by counting. */
function kappaOf(pairs: readonly (readonly [boolean, boolean])[]): number {
  const count = (a: boolean, b: boolean): number => pairs.filter(([x, y]) => x === a && y === b).length;
  const table = { truePositives: count(true, true), falsePositives: count(false, true) };
  const kappa = cohenKappa({ ...table, trueNegatives: count(false, false), falseNegatives: count(true, false) });
  return kappa ?? Number.NaN;
}

const odd = (sliceId: number): boolean => sliceId % 2 === 1;
let ann: Visits = new Map();
let bob: Visits = new Map();

test('a project is made, and hidden repeats are set', async () => {
  await chooseFolder(path.join(launched.folder, 'heads'));
  await page.getByRole('button', { name: 'Import labelled set' }).click();
  await page.getByLabel('Name').fill('Reader study');
  await page.getByRole('button', { name: 'Create and open' }).click();
  await page
    .getByRole('dialog', { name: /Import heads/ })
    .getByRole('button', { name: /^Import \d+ slices/ })
    .click();
  await expect(rows()).toHaveCount(SLICES);
  await signIn('Ann');
  await tab('Readers');
  const repeats = region('Hidden repeats');
  await repeats.getByLabel('Slices that come again (%)').fill('50');
  await repeats.getByLabel('After so many other slices').fill('2');
  await repeats.getByLabel('And so many minutes').fill('0');
  await repeats.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(repeats.getByRole('button', { name: 'Set', exact: true })).toBeDisabled();
  await tab('Review');
});

test('the first reader reads, and some slices come again unknown', async () => {
  ann = await readAll((sliceId, visit) => odd(sliceId) !== (visit === 1 && sliceId % 3 === 0));
  expect(ann.size).toBe(SLICES);
  const repeated = [...ann.values()].filter((visits) => visits.length === 2).length;
  expect(repeated).toBeGreaterThan(0);
  expect(repeated).toBeLessThan(SLICES);
  await expect(page.getByText(`${SLICES} of ${SLICES} read`)).toBeVisible();
});

test('the second reader sees nothing of it, and disagrees on two', async () => {
  await signIn('Bob');
  await expect(rows().filter({ has: page.getByTitle('Unread') })).toHaveCount(SLICES);
  await expect(page.getByText(`0 of ${SLICES} read`)).toBeVisible();
  const differs = new Set([...ann.keys()].sort((a, b) => a - b).slice(0, 2));
  // Long enough apart for each quartile of the times to be another.
  bob = await readAll(
    (sliceId) => odd(sliceId) !== differs.has(sliceId),
    (turn) => (turn % 5) * 200,
  );
  // What was read last is in the figures once its reader has gone on.
  const last = await selected().getAttribute('data-slice-id');
  await page.locator(`[role=option][data-slice-id]:not([data-slice-id="${last}"])`).first().click();
  await expect(selected()).not.toHaveAttribute('data-slice-id', last ?? '');
  await expect(region('History').getByRole('list', { name: 'Reads' })).toContainText('Bob');
  await launched.screenshot('60-second-reader');
  await tab('Data set');
  await expect(page.getByText('2 slices in dispute: readers disagree')).toBeVisible();
});

test('agreement stands with its figures, equal to what is counted here', async () => {
  await tab('Readers');
  const pair = page.getByRole('table', { name: 'Pair of readers' }).getByRole('row', { name: /Ann and Bob/ });
  const pairs = [...ann].map(([sliceId, [first]]) => [first ?? false, bob.get(sliceId)?.[0] ?? false] as const);
  const agreed = pairs.filter(([a, b]) => a === b).length;
  await expect(pair).toContainText(`${(agreed / SLICES).toFixed(3)}`);
  await expect(pair).toContainText(kappaOf(pairs).toFixed(3));
  // Said below the table, not by pointing at a cell.
  const notes = page.getByRole('list', { name: 'Notes on Pair of readers' });
  await expect(notes).toContainText('called haemorrhage by both, by the first alone, by the second alone, by neither');
  await expect(notes).toContainText(/95 % intervals: Wilson \(Agreement\); .* \(Cohen's kappa\);/);
  await expect(page.getByRole('list', { name: 'Notes on Readers' })).toContainText('95 % intervals: ');
  const repeats = page.getByRole('table', { name: 'First read against repeat' }).getByRole('row', { name: /^Ann/ });
  const own = [...ann.values()].flatMap(([first, again]) =>
    again === undefined ? [] : [[first ?? false, again] as const],
  );
  const same = own.filter(([a, b]) => a === b).length;
  await expect(repeats).toContainText((same / own.length).toFixed(3));
  await expect(
    page.getByRole('table', { name: 'Readers', exact: true }).getByRole('row', { name: /^Bob/ }),
  ).toContainText(`${SLICES} of ${SLICES}`);
  // What passes lies over the tables.
  await expect(() => dismissMessages(page)).toPass({ timeout: 30_000 });
  await launched.screenshot('61-readers');
  const times = page.getByRole('table', { name: 'Reading times' });
  const said = [...bob.values()].filter(([first]) => first).length;
  for (const [name, reads] of [
    ['Bob, haemorrhage', said],
    ['Bob, no haemorrhage', SLICES - said],
    ['Bob, AI not seen', SLICES],
  ] as const) {
    const row = times.getByRole('row', { name: new RegExp(`^${name} ${reads} `) });
    await expect(row).toHaveCount(1);
  }
  await region('Reading times').scrollIntoViewIfNeeded();
  await launched.screenshot('62-reading-times');
});

test('a third person adjudicates without knowing who said what', async () => {
  await signIn('Cy');
  await tab('Readers');
  // Cy may still become a reader: nothing tells how much others disagree on before the queue is opened, on record.
  await expect(region('Adjudication')).toContainText('0 slices in dispute, 0 adjudicated');
  await expect(page.getByText(`After reading: ${SLICES} slices that you are still to read`)).toBeVisible();
  await launched.screenshot('63-after-reading');
  await page.getByRole('button', { name: 'Open the adjudication queue' }).click();
  const panel = region('Adjudication');
  for (const decided of [0, 1]) {
    await expect(page.getByText(`Adjudication: ${decided} of 2 decided`)).toBeVisible();
    // The count is there before the screen has gone on.
    await expect(selected()).toHaveAccessibleName(/unread/);
    await expect(panel).toContainText('Reader A');
    await expect(panel).not.toContainText('Ann');
    if (decided === 0) await launched.screenshot('63-adjudication');
    await read(true);
    await expect(page.getByText(`Adjudication: ${decided + 1} of 2 decided`)).toBeVisible();
  }
  await expect(panel).toContainText('Cy decided: haemorrhage');
  await tab('Readers');
  await expect(region('Adjudication')).toContainText('0 slices in dispute, 2 adjudicated');
  await expect(page.getByRole('table', { name: 'Adjudication cases' })).toContainText('Ann');
  await region('Adjudication').scrollIntoViewIfNeeded();
  await launched.screenshot('64-adjudicated');
  await tab('Data set');
  await expect(page.getByRole('button', { name: 'Freeze version' })).toBeVisible();
  await expect(page.getByText(/in dispute/)).toHaveCount(0);
});

test('reads and figures are exported, and the command line says the same', async () => {
  mkdirSync(exports);
  await chooseFolder(exports);
  await tab('Readers');
  await page.getByRole('button', { name: 'Export CSV and JSON' }).click();
  await expect(page.getByText(/Wrote .*readers\.json/)).toBeVisible();
  const { audit_head: head, ...report } = JSON.parse(readFileSync(path.join(exports, 'readers.json'), 'utf8'));
  expect(head).toMatch(/^\d+:[0-9a-f]{64}$/);
  const reads = readFileSync(path.join(exports, 'reads.csv'), 'utf8').trim().split('\r\n');
  const made = [...ann.values(), ...bob.values()].flat().length + 2;
  expect(reads).toHaveLength(made + 1);
  const folder = await page.evaluate(async () => {
    const answer = (await window.overread.call('project.summary', {})) as { value: { folder: string } };
    return answer.value.folder;
  });
  const told = await runOverread(['agreement', '--project', folder, '--json'], launched.folder);
  expect(told.code, told.stderr).toBe(0);
  expect(JSON.parse(told.stdout)).toEqual(report);
});

test('three readers have Fleiss’ kappa with its interval, on the screen as on the command line', async () => {
  const folder = await page.evaluate(async () => {
    const answer = (await window.overread.call('project.summary', {})) as { value: { folder: string } };
    return answer.value.folder;
  });
  await page.getByRole('button', { name: /^Project / }).click();
  await page.getByRole('menuitem', { name: 'Close project' }).click();
  await expect(page.getByRole('button', { name: /Reader study/ })).toBeVisible();
  // Dee calls every slice a haemorrhage.
  const files = ['yes', 'no'].flatMap((label) => Array.from({ length: SLICES / 2 }, (_, n) => `${label}/${n}.png`));
  const table = path.join(launched.folder, 'dee.csv');
  writeFileSync(table, ['file,label', ...files.map((file) => `${file},haemorrhage`)].join('\n'));
  const corrected = await runOverread(['correct', '--project', folder, '--csv', table, '--reader', 'Dee'], folder);
  expect(corrected.code, corrected.stderr).toBe(0);
  const told = await runOverread(['agreement', '--project', folder], folder);
  const json = await runOverread(['agreement', '--project', folder, '--json'], folder);
  const { figure } = JSON.parse(json.stdout).fleiss as { figure: { value: number; low: number; high: number } };
  const rows = [...ann].map(([sliceId, [first]]) => {
    const haemorrhage = 1 + [first, bob.get(sliceId)?.[0]].filter(Boolean).length;
    return [3 - haemorrhage, haemorrhage];
  });
  expect(figure.value).toBeCloseTo(fleissKappa(rows) ?? Number.NaN, 12);
  expect(figure.low).toBeLessThan(figure.value);
  expect(figure.high).toBeGreaterThan(figure.value);
  const [value, low, high] = [figure.value, figure.low, figure.high].map((one) => one.toFixed(3));
  expect(told.stdout).toContain(`All 3: Fleiss' kappa ${value} (95 % interval ${low} to ${high}), n ${SLICES}`);
  await page.getByRole('button', { name: /Reader study/ }).click();
  await page.getByRole('dialog', { name: 'Who is reading?' }).getByRole('button', { name: 'Bob' }).click();
  await tab('Readers');
  const sentence = `Fleiss' kappa of all 3 readers: ${value} (95 % CI ${low} to ${high}; ${SLICES} slices).`;
  await expect(page.getByText(sentence)).toBeVisible();
  await page.getByText(sentence).scrollIntoViewIfNeeded();
  await launched.screenshot('66-fleiss');
});

test('reading times stand with their values, equal to what is reckoned here from the reads', async () => {
  const reads: Record<string, string>[] = parse(readFileSync(path.join(exports, 'reads.csv'), 'utf8'), {
    columns: true,
  });
  const times = page.getByRole('table', { name: 'Reading times' });
  for (const [name, label] of [
    ['Bob', null],
    ['Bob, haemorrhage', 'haemorrhage'],
    ['Bob, no haemorrhage', 'none'],
  ] as const) {
    const lengthsMs = reads
      .filter((read) => read.reader === 'Bob' && read.kind === 'read' && [null, read.label].includes(label))
      .map((read) => Number(read.decided_after_ms))
      .sort((a, b) => a - b);
    // Quantiles as R's type 7.
    const at = (share: number): string => {
      const place = share * (lengthsMs.length - 1);
      const [below = 0, above = below] = lengthsMs.slice(Math.floor(place));
      return ((below + (place % 1) * (above - below)) / 1000).toFixed(1);
    };
    const row = times.getByRole('row', { name: new RegExp(`^${name} ${lengthsMs.length} `) });
    await expect(row.getByRole('cell')).toHaveText([
      name,
      String(lengthsMs.length),
      at(0.5),
      `${at(0.25)} to ${at(0.75)}`,
      `${at(0)} to ${at(1)}`,
      '',
    ]);
  }
});

test('opening the project again asks who reads', async () => {
  await page.getByRole('button', { name: /^Project / }).click();
  await page.getByRole('menuitem', { name: 'Close project' }).click();
  await page.getByRole('button', { name: /Reader study/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Who is reading?' });
  await expect(dialog.getByRole('list').getByRole('button')).toHaveText(['Ann', 'Bob', 'Cy', 'Dee']);
  await launched.screenshot('65-who-is-reading');
  await dialog.getByRole('button', { name: 'Bob' }).click();
  await expect(page.getByRole('button', { name: 'Reader: Bob' })).toBeVisible();
  // The project opens at the tab where it was left, as soon as that was kept.
  await tab('Review');
  await expect(page.getByText(`${SLICES} of ${SLICES} read`)).toBeVisible();
  expect(launched.pageErrors).toEqual([]);
});

test('time on another tab, or with the window away, is no reading time', async () => {
  const AWAY_MS = 1500;
  const other = rows().and(page.locator('[aria-selected=false]')).first();
  await other.click();
  const [status, before] = [page.getByRole('status', { name: 'Saving' }), Date.now()];
  const saved = await status.textContent();
  await expect(region('History')).toContainText('Bob');
  await tab('Audit');
  await page.waitForTimeout(AWAY_MS);
  await tab('Review');
  await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await page.waitForTimeout(AWAY_MS);
  await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
  await page.waitForTimeout(200);
  await page.getByRole('button', { name: 'No haemorrhage', exact: true }).click();
  await expect(status).toContainText(/Saved, audit entry \d+/);
  await expect(status).not.toHaveText(saved ?? '');
  const tookMs = Date.now() - before;
  const { lines } = await callInPage(page, 'audit.page', { beforeSequence: null, limit: 1 });
  const entry = JSON.parse(lines[0]?.entryJson ?? '{}');
  expect(entry.event).toBe('read');
  expect(entry.sinceShownMs - entry.decidedAfterMs).toBeGreaterThan(2 * AWAY_MS - 100);
  expect(entry.decidedAfterMs).toBeGreaterThan(100);
  expect(entry.decidedAfterMs).toBeLessThan(tookMs - 2 * AWAY_MS + 100);
  expect(launched.pageErrors).toEqual([]);
});
