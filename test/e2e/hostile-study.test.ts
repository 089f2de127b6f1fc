import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { textElement } from '../../src/dicom-write/dicom-element.ts';
import { phantomDicomFile, syntheticIdentity } from '../../src/phantom/phantom-dicom.ts';
import { callInPage } from '../support/call-in-page.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng, smallPhantomSlice } from '../support/phantom-files.ts';

// A study whose every name and text is markup, script or a trick of writing. All of it is shown as text, none of it acts.
test.setTimeout(240_000);

const FOLDER = '<iframe src=javascript:top.ran=1>';
const SERIES = '<img src=x onerror=top.ran=2> & "quoted"';
const WINDOW = '<b id=injected>bold';
const PICTURES = [
  '<img src=x onerror="window.ran=3">.png',
  '"><script>window.ran=4<script>.png',
  "'+alert(1)+'{{7*7}}.png",
  '=HYPERLINK("http:example.org").png',
  '\u{1f9e0} \u{1f469}\u{1f3fd}\u200d\u2695\ufe0f.png',
  `${'long '.repeat(48)}.png`,
];
/** Reads backwards on a screen that obeys it: "picture gnp.dcm" that is a PNG of another name. */
const REVERSED = 'picture \u202emcd.png';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="top.ran=5"><script>top.ran=6</script></svg>';

let folder = '';
let launched: LaunchedApp;
test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-hostile-'));
  const study = path.join(folder, FOLDER);
  mkdirSync(study);
  for (const [index, name] of [...PICTURES, REVERSED].entries()) {
    writeFileSync(path.join(study, name), smallPhantomPng(index));
  }
  const identity = { ...syntheticIdentity(9), seriesDescription: SERIES };
  const extraElements = [
    textElement('00100010', 'PN', '<script>top.ran=7</script>^Evil'),
    textElement('00081030', 'LO', '<svg onload=top.ran=8>'),
    textElement('00281055', 'LO', WINDOW),
  ];
  writeFileSync(path.join(study, '1.dcm'), phantomDicomFile(smallPhantomSlice(9), identity, 1, { extraElements }));
  writeFileSync(path.join(study, 'drawing.svg'), SVG);
  writeFileSync(path.join(study, 'drawing.svg.png'), SVG);
  writeFileSync(path.join(study, '<u>refused</u>'.replace('/', '\u2044').concat('.png')), SVG);
  writeFileSync(path.join(study, 'page.html'), '<script>top.ran=9</script>');
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('names and texts of a study stand on the screen as text, and nothing of them runs or becomes an element', async () => {
  const { page } = launched;
  const call = (method: string, input: unknown): Promise<unknown> =>
    page.evaluate(([name, given]) => window.overread.call(name as string, given), [method, input]);
  const made = { folder: path.join(folder, 'P'), name: '<h1 onclick=top.ran=10>Heads</h1>', readingMode: 'off' };
  expect(await call('project.create', made)).toMatchObject({ kind: 'ok' });
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Review' })).toBeVisible();
  const elements = (): Promise<Record<string, number>> =>
    page.evaluate(() =>
      Object.fromEntries(
        ['script', 'iframe', 'object', 'embed', 'h1 ~ h1', '#injected', 'img[onerror]', 'svg[onload]', 'u', 'b'].map(
          (selector) => [selector, document.querySelectorAll(selector).length],
        ),
      ),
    );
  const before = await elements();
  expect(await call('study.open', { folder: path.join(folder, FOLDER) })).toMatchObject({ kind: 'ok' });
  const list = page.getByRole('listbox').first();
  await expect(list.getByRole('option').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('viewport')).toHaveAttribute('data-state', 'ready');

  const body = page.locator('body');
  await expect(body).toContainText('<h1 onclick=top.ran=10>Heads</h1>');
  await expect(body).toContainText(SERIES);
  // The list draws the rows in sight alone: each name is looked for through the search field.
  for (const name of PICTURES) {
    const { sources } = await callInPage(page, 'project.summary');
    const { items } = await callInPage(page, 'worklist.get', { sourceId: sources[0]?.id });
    const item = items.find(({ file }) => file === name) ?? null;
    expect(item, name).not.toBeNull();
  }
  for (let step = 0; step < PICTURES.length + 2; step += 1) {
    await page.getByTestId('viewport').click();
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(150);
  }
  const shown: string[] = [];
  for (const row of await list.getByRole('option').all()) shown.push((await row.textContent()) ?? '');
  const seen = shown.join('\n');
  for (const name of PICTURES.slice(0, 5)) expect(seen).toContain(name);
  // The mark that turns the direction of writing is made visible.
  expect(seen).toContain('picture \ufffdmcd.png');
  expect(await body.textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command or place' }).fill('refused');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Refused files' })).toContainText('<u>refused');
  await page.keyboard.press('Escape');
  await launched.screenshot('hostile-study');

  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(await elements()).toEqual(before);
  expect(page.url()).toBe('overread://app/');
  expect(page.frames()).toHaveLength(1);
  // Nothing was even tried: the policy had nothing to refuse.
  expect(launched.pageErrors.filter((error) => /Content Security Policy|Trusted/.test(error))).toEqual([]);
});
