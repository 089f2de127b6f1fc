import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { callInPage } from '../support/call-in-page.ts';
import { askTwice, type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';

// A labelled set in class folders, read blind-first by keyboard: nothing tells before the read, everything after it.
test.describe.configure({ mode: 'serial' });
test.setTimeout(200_000);

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-blind-'));
let launched: LaunchedApp;

test.beforeAll(async () => {
  for (const [name, kind] of [
    ['bleed', 'intraparenchymal'],
    ['normal', 'none'],
  ] as const) {
    mkdirSync(path.join(folder, 'set', name), { recursive: true });
    for (let n = 0; n < 12; n += 1) {
      writeFileSync(path.join(folder, 'set', name, `${n}.png`), smallPhantomPng(100 + n + name.length * 50, kind));
    }
  }
  for (const args of [
    ['import', 'set', '--project', 'P', '--reading', 'on'],
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
  await recordReplies();
});
test.afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Keeps every answer and event that the window gets from now on. */
function recordReplies(): Promise<void> {
  return launched.app.evaluate(({ ipcMain, BrowserWindow }) => {
    const kept: string[] = [];
    (globalThis as { replies?: string[] }).replies = kept;
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })
      ._invokeHandlers;
    const answer = handlers.get('overread:call');
    if (!answer) throw new Error('The window is not served yet');
    handlers.set('overread:call', async (...args: unknown[]) => {
      const reply = await answer(...args);
      kept.push(`${String(args[1])} ${JSON.stringify(reply)}`);
      return reply;
    });
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) throw new Error('There is no window');
    const send = contents.send.bind(contents);
    contents.send = (channel: string, ...args: unknown[]) => {
      kept.push(JSON.stringify(args));
      send(channel, ...args);
    };
  });
}
const replies = (): Promise<string[]> =>
  askTwice(() => launched.app.evaluate(() => (globalThis as { replies?: string[] }).replies ?? []));

/** A name with a class folder, a probability, a call, a label of a slice, as an answer or the page would hold them. */
const TELLING =
  /bleed\/|normal\/|bleed\\|normal\\|"probability"|"call":"|"(?:source|current)Label":"|"agreesWithModel":(?:true|false)/;

const selected = (): Locator => launched.page.locator('[role=option][aria-selected=true]');
const saved = (): Locator => launched.page.getByRole('status', { name: 'Saving' });
const confidence = (): Locator => launched.page.getByRole('group', { name: 'How sure are you?' });

test('a new project is blind-first unless somebody chooses', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: /New project/ }).click();
  await expect(page.getByRole('radio', { name: 'Blind-first', exact: true })).toBeChecked();
  await launched.screenshot('80-blind-new-project');
  await page.getByRole('button', { name: 'Cancel' }).click();
});

test('while blind neither the page nor any answer tells the AI’s mind or a label', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: /Open project/ }).click();
  await expect(page.getByText('0 of 24 read')).toBeVisible();
  // Predictions come in the background; none is sent.
  await expect
    .poll(async () => (await replies()).some((reply) => /"kind":"predict".*"status":"done"/.test(reply)), {
      timeout: 60_000,
    })
    .toBe(true);
  await expect(page.getByText('AI after your read.')).toBeVisible();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
  await page.waitForTimeout(300);
  for (const reply of await replies()) expect(reply).not.toMatch(TELLING);
  expect(await page.content()).not.toMatch(TELLING);
  const list = await page.getByRole('listbox').evaluate((element) => element.outerHTML);
  expect(list).not.toMatch(/bleed|normal|haemorrhage|%|\.png/i);
  await expect(page.getByTestId('prediction')).toHaveCount(0);
  await expect(page.getByTestId('current-label')).toHaveCount(0);
  await expect(page.locator('[data-testid=viewport][data-heatmap=on]')).toHaveCount(0);
  await expect(page.getByLabel('Sort by').getByRole('option', { name: 'Suspicion' })).toBeDisabled();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sort suspicion');
  await expect(page.getByRole('option', { name: 'Sort the list by suspicion' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Sort by')).toHaveValue('order');
  await launched.screenshot('81-blind-slice');
});

test('asking the routes for what is hidden gives nothing', async () => {
  const answers = await launched.page.evaluate(async () => {
    const ids = [...document.querySelectorAll<HTMLElement>('[data-slice-id]')].map((row) =>
      Number(row.dataset.sliceId),
    );
    const got: string[] = [];
    for (const sliceId of ids.slice(0, 4)) {
      for (const [method, input] of [
        ['worklist.item', { sourceId: 1, sliceId }],
        ['presentation.begin', { sliceId, predictionVisible: true }],
        ['slice.history', { sliceId }],
        ['slice.heatmap', { sliceId, modelId: 1, method: 'grad-cam', answer: 'none' }],
        ['heatmap.agreement', { sliceId, modelId: 1 }],
        ['worklist.get', { sourceId: 1 }],
      ] as const) {
        got.push(JSON.stringify(await window.overread.call(method, input)));
      }
    }
    return got;
  });
  for (const answer of answers) expect(answer).not.toMatch(TELLING);
  // The two heatmap methods are refused for each slice.
  expect(answers.filter((answer) => answer.includes('"kind":"error"'))).toHaveLength(8);
});

test('a label waits for its confidence; then the AI comes to the same slice', async () => {
  const { page } = launched;
  await page.getByTestId('viewport').click();
  // What the test before asked for by itself were showings too; this one comes after them.
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText('AI after your read.')).toBeVisible();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  const name = await selected().getAttribute('data-slice-id');
  await page.keyboard.press('n');
  await expect(confidence()).toContainText('Not saved yet');
  await launched.screenshot('82-blind-confidence');
  await page.keyboard.press('Shift+Digit4');
  await expect(saved()).toContainText(/Saved, audit entry \d+/);
  await expect(page.getByTestId('prediction')).toBeVisible();
  await expect(selected()).toHaveAttribute('data-slice-id', name ?? '');
  await expect(page.getByText(/Labels are shown once you go on/)).toBeVisible();
  await expect(page.getByText(/confidence 4 of 5/)).toBeVisible();
  await expect(page.locator('[data-testid=viewport][data-heatmap=on]')).toBeVisible({ timeout: 60_000 });
  await launched.screenshot('83-blind-revealed');
});

/** What the change from none to haemorrhage did, by the label that came with the slice: which slice comes first is drawn. */
let changed: 'helpful' | 'harmful' = 'helpful';

test('a change of mind is a second read, then the labels of the slice are shown', async () => {
  const { page } = launched;
  const first = (await selected().getAttribute('data-slice-id')) ?? '';
  await page.keyboard.press('y');
  await expect(selected()).not.toHaveAttribute('data-slice-id', first);
  const left = page.locator(`[data-slice-id="${first}"]`);
  const file = left.getByTitle(/^(bleed|normal)\//);
  await expect(file).toBeVisible();
  changed = /^bleed\//.test((await file.getAttribute('title')) ?? '') ? 'helpful' : 'harmful';
  await left.click();
  await expect(page.getByRole('list', { name: 'Reads' }).getByRole('listitem')).toHaveCount(2);
  await expect(page.getByTestId('current-label')).toContainText('Haemorrhage');
  await launched.screenshot('84-blind-changed-mind');
});

test('a waiting label is forgotten with its slice, and B reveals on record', async () => {
  const { page } = launched;
  await page.keyboard.press('Space');
  await expect(page.getByText('AI after your read.')).toBeVisible();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  await page.keyboard.press('n');
  await expect(confidence()).toContainText('Not saved yet');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Digit3');
  await page.keyboard.press('ArrowUp');
  await expect(confidence()).not.toContainText('Not saved yet');
  await page.keyboard.press('b');
  await expect(page.getByTestId('prediction')).toBeVisible();
  await expect(page.getByTestId('current-label')).toHaveCount(0);
  await page.keyboard.press('n');
  await expect(saved()).toContainText('Saved');
});

test('an evaluation does not say which slice is which before it is asked to, on record', async () => {
  const { page } = launched;
  await page.getByRole('tab', { name: 'Evaluation' }).click();
  await expect(page.getByText('The slices are hidden (blind-first)')).toBeVisible({ timeout: 60_000 });
  const reply = (await replies()).find((candidate) => candidate.startsWith('model.evaluate ')) ?? '';
  const { slices, hidden } = JSON.parse(reply.slice('model.evaluate '.length)).value as {
    slices: { sliceId: number; file: string }[];
    hidden: number[];
  };
  expect(hidden.length).toBeGreaterThan(0);
  expect(slices.filter(({ sliceId }) => hidden.includes(sliceId))).toEqual([]);
  expect(slices.filter(({ file }) => file === 'a hidden slice')).toHaveLength(hidden.length);
  await launched.screenshot('86-blind-evaluation');
  await page.getByRole('button', { name: 'Show the slices' }).click();
  await expect(page.getByText('The slices are hidden (blind-first)')).toBeHidden();
  await launched.screenshot('87-blind-evaluation-shown');
});

test('helpful and harmful changes are counted with their interval, on the screen and on the command line', async () => {
  const { page } = launched;
  await page.getByRole('tab', { name: 'Audit' }).click();
  await expect(page.getByText(/1 blind read, 1 read again after the AI was shown, 1 changed/)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Changes of mind' })).toBeVisible();
  await launched.screenshot('85-blind-counts');
  const { code, stdout } = await runOverread(['reads', '--project', 'P', '--json'], folder);
  expect(code).toBe(0);
  const counted = JSON.parse(stdout);
  expect(counted).toMatchObject({ readingMode: 'on', blindReads: 1, secondReads: 1, changed: 1, judged: 1 });
  expect([counted.helpful.k, counted.harmful.k]).toEqual(changed === 'helpful' ? [1, 0] : [0, 1]);
  const row = (name: RegExp): Locator =>
    page.getByRole('table', { name: 'Changes of mind' }).getByRole('row', { name });
  await expect(row(/^Helpful/)).toContainText(`${counted.helpful.k} of 1`);
  await expect(row(/^Harmful/)).toContainText(`${counted.harmful.k} of 1`);
  expect(launched.pageErrors.filter((error) => !/422/.test(error))).toEqual([]);
});

test('what was seen stays seen: an undo takes the read back and not the AI', async () => {
  const { page } = launched;
  await page.getByRole('tab', { name: 'Review' }).click();
  await page.getByTestId('viewport').click();
  // The evaluation has shown the AI of some slices, drawn by lot: one that is hidden still.
  await expect(async () => {
    await page.keyboard.press('Space');
    await expect(page.getByText('AI after your read.')).toBeVisible({ timeout: 2000 });
  }).toPass();
  const slice = (await selected().getAttribute('data-slice-id')) ?? '';
  await page.keyboard.press('n');
  await page.keyboard.press('Shift+Digit4');
  await expect(page.getByTestId('prediction')).toBeVisible();
  await page.keyboard.press('z');
  await expect(selected()).toHaveAccessibleName(/unread/);
  await expect(selected()).toHaveAttribute('data-slice-id', slice);
  await expect(page.getByTestId('prediction')).toBeVisible();
  await expect(page.getByText('AI after your read.')).toHaveCount(0);
  await expect(page.getByTestId('current-label')).toHaveCount(0);
  await launched.screenshot('88-blind-undone');
});

test('how slices are read is changed in its dialog, which tells first of reads that were made otherwise', async () => {
  const { page } = launched;
  const readingMode = async (): Promise<string> => (await callInPage(page, 'project.summary')).readingMode;
  const hidden = async (): Promise<number> => {
    const { items } = await callInPage(page, 'worklist.get', { sourceId: 1 });
    return items.filter(({ prediction, currentLabel }) => prediction === null || currentLabel === null).length;
  };
  expect(await hidden()).toBeGreaterThan(0);
  await page.getByRole('button', { name: /^Project / }).click();
  await page.getByRole('menuitem', { name: /how slices are read/i }).click();
  const dialog = page.getByRole('dialog', { name: 'How slices are read' });
  await expect(dialog.getByRole('radio', { name: 'Blind-first', exact: true })).toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Change', exact: true })).toBeDisabled();
  await dialog.getByRole('radio', { name: 'AI from the start' }).check();
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(dialog).toContainText(/\d+ reads were made under another way of reading/);
  expect(await readingMode()).toBe('on');
  await launched.screenshot('88-reading-mode-asked');
  await dialog.getByRole('button', { name: 'Change all the same' }).click();
  await expect(dialog).toBeHidden();
  expect(await readingMode()).toBe('off');
  const { lines } = await callInPage(page, 'audit.page', { beforeSequence: null, limit: 10 });
  expect(lines.map(({ event }) => event)).toContain('reading-mode-changed');
  // Slices that nobody has read show the AI and their labels at once.
  expect(await hidden()).toBe(0);
  const rows = page.getByRole('listbox').getByRole('option', { name: /unread/ });
  const unread = page.locator(`[role=option][data-slice-id="${await rows.first().getAttribute('data-slice-id')}"]`);
  await unread.click();
  await expect(unread).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('prediction')).toBeVisible();
  await expect(page.getByTestId('current-label')).toHaveText(/aemorrhage/);
  await launched.screenshot('88-reading-mode-changed');
});
