import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { writePhantomSeries } from '../support/phantom-files.ts';

// A reader without a pointer, then with keys and a mouse of their own.
test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);

let launched: LaunchedApp;
let page: Page;
let folder = '';
test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-keys-'));
  await writePhantomSeries(path.join(folder, 'study'), { seed: 21, slices: 6 });
  mkdirSync(path.join(folder, 'report'));
  launched = await launchApp();
  page = launched.page;
  page.setDefaultTimeout(10_000);
});
test.afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true });
});

const saved = (): Locator => page.getByRole('status', { name: 'Saving' });
const shownSlice = (): Promise<string | null> => page.getByTestId('viewport').getAttribute('data-slice-id');
const preferences = (): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(launched.userData, 'preferences.json'), 'utf8'));

/** The system's dialog, which has keys of its own, answers with this folder. */
function answerWith(chosen: string): Promise<void> {
  return launched.app.evaluate(({ dialog }, answer) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [answer] });
  }, chosen);
}

/** Presses Tab until a control has the focus, as a person would who looks for it. */
async function tabTo(control: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab did not reach the control.');
}

async function palette(words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Command or place' })).toBeFocused();
  await page.keyboard.type(words);
}

test('a study is opened, read, undone and its log exported without a pointer', async () => {
  await answerWith(path.join(folder, 'study'));
  await tabTo(page.getByRole('button', { name: 'Open study folder' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await tabTo(page.getByRole('radio', { name: 'Blind-first', exact: true }));
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('radio', { name: 'AI from the start' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox', { name: 'Slices' }).getByRole('option')).toHaveCount(6, { timeout: 60_000 });
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  for (const key of ['y', 'n', 'u']) {
    const before = await saved().textContent();
    await page.keyboard.press(key);
    await expect(saved()).toContainText(/Saved, audit entry/);
    await expect(saved()).not.toHaveText(before ?? '');
    await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  }
  await expect(page.getByText('3 of 6 read')).toBeVisible();
  await page.keyboard.press('z');
  await expect(page.getByText('2 of 6 read')).toBeVisible();
  await answerWith(path.join(folder, 'report'));
  await page.keyboard.press('Control+6');
  await tabTo(page.getByRole('button', { name: 'Export CSV report' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => readdirSync(path.join(folder, 'report'))).toHaveLength(1);
});

test('the project menu is a menu: arrows go through it, Escape gives the focus back', async () => {
  const button = page.getByRole('button', { name: /^Project / });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Open study folder…' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Import labelled set…' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

test('where one stops in the stack is said, and what is passed is not', async () => {
  await page.keyboard.press('Control+1');
  const said = page.getByRole('status', { name: 'Slice on the screen' });
  await expect(said).toContainText(/^Slice \d of 6/);
  const words: (string | null)[] = [await said.textContent()];
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press(step === 0 ? 'ArrowLeft' : 'ArrowRight');
    words.push(await said.textContent());
  }
  expect(new Set(words).size).toBe(1);
  await expect(said).not.toHaveText(words[0] ?? '');
});

test('the palette finds commands and places, says why not, and gives the focus back', async () => {
  await tabTo(page.getByRole('button', { name: 'Invert' }));
  await palette('go tr');
  await launched.screenshot('70-palette');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Invert' })).toBeFocused();
  await palette('go tr');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Training' })).toHaveAttribute('aria-selected', 'true');
  await palette('invert');
  const first = page.getByRole('listbox', { name: 'Commands and places' }).getByRole('option').first();
  await expect(first).toContainText('Only on the Review screen.');
  await page.keyboard.press('Enter');
  await expect(first).toBeVisible();
  await launched.screenshot('70-palette-why-not');
  await page.keyboard.press('Escape');
  await palette('');
  await expect(first).toContainText('Go to Training');
  await page.keyboard.press('Escape');
  await palette('go rev');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('viewport')).toBeVisible();
});

test('a key is set by pressing it; one that is taken is swapped, and buttons, overlay and file know', async () => {
  const label = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const hint = (name: string): Promise<string | null> => label(name).locator('kbd').getAttribute('data-key');
  await page.keyboard.press('Control+,');
  await page.getByRole('searchbox', { name: 'Search', exact: true }).focus();
  await page.keyboard.type('haemorrhage');
  await launched.screenshot('71-key-settings');
  await tabTo(page.getByRole('button', { name: 'Change key of Haemorrhage', exact: true }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+v');
  await expect(page.getByText(/Ctrl\+V cannot be had/)).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('group', { name: 'N is taken' })).toContainText('N is the key of “No haemorrhage”.');
  await expect(page.getByRole('button', { name: 'Swap the keys' })).toBeFocused();
  await launched.screenshot('71-key-taken');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Press the key of Haemorrhage' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys and mouse' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect([await hint('Haemorrhage'), await hint('No haemorrhage')]).toEqual(['N', 'Y']);
  await page.keyboard.press('n');
  await expect(saved()).toContainText(/: haemorrhage/i);
  expect(preferences().keyOverrides).toEqual({ haemorrhage: ['n'], none: ['y'] });
  await page.keyboard.press('?');
  await expect(
    page.getByRole('dialog', { name: 'Keys' }).locator('dl > div', { hasText: /^NHaemorrhage$/ }),
  ).toBeVisible();
  await launched.screenshot('71-key-overlay');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('searchbox', { name: 'Search', exact: true })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect.poll(() => hint('Haemorrhage')).toBe('Y');
});

test('keys work with Caps Lock, and on a keyboard of another script by their place', async () => {
  const devtools = await page.context().newCDPSession(page);
  const inverted = page.getByTestId('window').filter({ hasText: 'inverted' });
  for (const [key, code] of [
    ['I', 'KeyI'],
    ['ш', 'KeyI'],
  ] as const) {
    const before = await inverted.count();
    for (const type of ['keyDown', 'keyUp'] as const)
      await devtools.send('Input.dispatchKeyEvent', { type, key, code });
    await expect(inverted).toHaveCount(1 - before);
  }
});

test('the mouse follows its profile, and a profile of one’s own', async () => {
  const viewport = page.getByTestId('viewport');
  const zoom = (): Promise<string | null> => page.getByTestId('zoom').textContent();
  const box = (await viewport.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const drag = async (button: 'left' | 'middle' | 'right'): Promise<void> => {
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down({ button });
    await page.mouse.move(middle.x, middle.y - 60, { steps: 4 });
    await page.mouse.up({ button });
  };
  const choose = async (label: string, option: string): Promise<void> => {
    await page.keyboard.press('Control+,');
    await page.getByRole('combobox', { name: label, exact: true }).selectOption(option);
    await launched.screenshot(`72-mouse-${option}`);
    await page.keyboard.press('Escape');
  };
  const start = await zoom();
  await drag('right');
  await expect.poll(zoom).not.toBe(start);
  await page.waitForTimeout(200);
  const zoomed = await zoom();
  await choose('Buttons', 'weasis');
  await drag('right');
  // Long enough for the picture to be drawn, had it changed.
  await page.waitForTimeout(200);
  expect(await zoom()).toBe(zoomed);
  await choose('Buttons', 'custom');
  await choose('Left drag', 'scroll');
  const slice = await shownSlice();
  const window = await page.getByTestId('window').textContent();
  await drag('left');
  await expect.poll(shownSlice).not.toBe(slice);
  await choose('Wheel, two fingers', 'zoom');
  const stayed = await shownSlice();
  await page.mouse.wheel(0, -100);
  await expect.poll(zoom).not.toBe(zoomed);
  expect([await shownSlice(), await page.getByTestId('window').textContent()]).toEqual([stayed, window]);
  expect(preferences()).toMatchObject({ mouseProfile: 'custom', customMouse: { left: 'scroll', wheel: 'zoom' } });
});

test('nothing was said on the console', () => {
  expect(launched.pageErrors).toEqual([]);
});
