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

test('rows are chosen one by one without a pointer', async () => {
  await page.keyboard.press('Control+1');
  const rows = page.getByRole('listbox', { name: 'Slices' }).getByRole('option');
  const chosen = (): Promise<(string | null)[]> =>
    rows.evaluateAll((all) =>
      all.filter((row) => row.hasAttribute('data-marked')).map((row) => row.getAttribute('aria-posinset')),
    );
  await page.getByTestId('viewport').getByRole('application').focus();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  await expect.poll(chosen).toEqual(['1', '3', '5']);
  await expect(page.getByRole('region', { name: 'Selected slices' })).toContainText('3 slices selected');
  await launched.screenshot('70-rows-by-key');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+Space');
  await expect.poll(chosen).toEqual(['1', '5']);
  await page.keyboard.press('Escape');
  await expect.poll(chosen).toEqual([]);
});

test('the lens is held by keys: in the middle, moved by arrows, gone with Escape', async () => {
  const lens = page.getByTestId('lens');
  const probe = page.getByTestId('probe');
  const middle = async (): Promise<number[]> => {
    const box = await lens.boundingBox();
    const own = await page.getByTestId('viewport').boundingBox();
    if (!box || !own) throw new Error('There is no lens.');
    return [box.x + box.width / 2 - own.x - own.width / 2, box.y + box.height / 2 - own.y - own.height / 2];
  };
  const near = async (x: number, y: number): Promise<void> => {
    const [right = Number.NaN, down = Number.NaN] = await middle();
    expect(Math.abs(right - x)).toBeLessThan(2);
    expect(Math.abs(down - y)).toBeLessThan(2);
  };
  const slice = await shownSlice();
  await page.keyboard.press('Shift+G');
  await expect(lens).toBeVisible();
  await near(0, 0);
  await expect(probe).toContainText('HU');
  const under = await probe.textContent();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  await near(30, -50);
  await expect(probe).not.toHaveText(under ?? '');
  expect(await shownSlice()).toBe(slice);
  const lit = await lens.locator('canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    return data.filter((value, at) => at % 4 === 0 && value > 0).length;
  });
  expect(lit).toBeGreaterThan(5000);
  await launched.screenshot('70-lens-by-key');
  await page.keyboard.press('Escape');
  await expect(lens).toHaveCount(0);
  await page.keyboard.press('Shift+G');
  await page.keyboard.press('Shift+G');
  await expect(lens).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect.poll(shownSlice).toBe(slice);
  await palette('lens in the middle');
  await page.keyboard.press('Enter');
  await expect(lens).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(lens).toHaveCount(0);
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

test('the palette sorts the list, says why an act waits, and goes where its outcome is seen', async () => {
  await palette('sort suspicion');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Sort by')).toHaveValue('suspicion');
  await palette('acquisition');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Sort by')).toHaveValue('order');
  await palette('filter unread');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('Unread');
  await page.keyboard.press('Escape');
  await palette('export data set');
  const first = page.getByRole('listbox', { name: 'Commands and places' }).getByRole('option').first();
  await expect(first).toContainText('No version is frozen yet.');
  await launched.screenshot('70-palette-exports');
  await page.keyboard.press('Escape');
  await palette('edit windows');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'CT windows' })).toBeVisible();
  await page.keyboard.press('Escape');
  await palette('verify');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Whole: \d+ entries/)).toBeVisible();
  await page.keyboard.press('Control+1');
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
  const fixed = page
    .getByRole('dialog', { name: 'Keys' })
    .locator('section', { hasText: 'Fixed, on the mark in focus' });
  await expect(fixed.locator('dl > div', { hasText: /^F2Edit the text of an arrow$/ })).toBeVisible();
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
  const drag = async (button: 'left' | 'middle' | 'right', held: 'Shift' | null = null): Promise<void> => {
    await page.mouse.move(middle.x, middle.y);
    if (held) await page.keyboard.down(held);
    await page.mouse.down({ button });
    await page.mouse.move(middle.x, middle.y - 60, { steps: 4 });
    await page.mouse.up({ button });
    if (held) await page.keyboard.up(held);
  };
  const choose = async (label: string, option: string): Promise<void> => {
    await page.keyboard.press('Control+,');
    await page.getByRole('combobox', { name: label, exact: true }).selectOption(option);
    await launched.screenshot(`72-mouse-${option}`);
    await page.keyboard.press('Escape');
  };
  const notch = async (deltaY: number, held: 'Control' | 'Shift' | null = null): Promise<void> => {
    await page.mouse.move(middle.x, middle.y);
    if (held) await page.keyboard.down(held);
    await page.mouse.wheel(0, deltaY);
    if (held) await page.keyboard.up(held);
  };
  const percent = async (): Promise<number> => Number.parseInt((await zoom()) ?? '', 10);
  /** The middle of what is bright on the canvas, in its pixels. */
  const centre = (): Promise<{ x: number; y: number }> =>
    viewport
      .locator('canvas')
      .first()
      .evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
        let [x, y, lit] = [0, 0, 0];
        for (let at = 0; at < data.length; at += 4) {
          if ((data[at] ?? 0) < 60) continue;
          x += (at / 4) % width;
          y += Math.floor(at / 4 / width);
          lit += 1;
        }
        return { x: x / lit, y: y / lit };
      });
  const begun = await shownSlice();
  const still = [await zoom(), await page.getByTestId('window').textContent()];
  await notch(100);
  await expect.poll(shownSlice).not.toBe(begun);
  await notch(-100);
  await expect.poll(shownSlice).toBe(begun);
  expect([await zoom(), await page.getByTestId('window').textContent()]).toEqual(still);
  // Each step of a pinch is seen before the next: the browser may make one of two events that come together.
  const fitted = await percent();
  await notch(-10, 'Control');
  await expect.poll(percent).toBeGreaterThan(fitted);
  expect(await shownSlice()).toBe(begun);
  await notch(10, 'Control');
  await expect.poll(percent).toBe(fitted);
  // Seen small, the whole head stays on the canvas wherever it is moved.
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('-');
  await expect.poll(percent).toBeLessThan(fitted * 0.5);
  const small = await percent();
  const before = await centre();
  await drag('middle');
  await expect.poll(async () => Math.round((await centre()).y - before.y)).toBe(-60);
  expect(Math.abs((await centre()).x - before.x)).toBeLessThan(1.5);
  await notch(60, 'Shift');
  await expect
    .poll(async () => {
      const { x, y } = await centre();
      return Math.round(Math.hypot(x - before.x, y - (before.y - 60)));
    })
    .toBe(60);
  expect([await percent(), await shownSlice()]).toEqual([small, begun]);
  await page.keyboard.press('r');
  await expect.poll(percent).toBe(fitted);
  const start = await zoom();
  await drag('right');
  await expect.poll(percent).toBeGreaterThan(fitted);
  await page.keyboard.press('r');
  await expect.poll(percent).toBe(fitted);
  // OHIF's right button zooms too, but its left one keeps the tool while Shift is held, where ours moves the picture.
  await choose('Buttons', 'ohif');
  expect(preferences()).toMatchObject({ mouseProfile: 'ohif' });
  await drag('right');
  await expect.poll(percent).toBeGreaterThan(fitted);
  await page.keyboard.press('r');
  await expect.poll(percent).toBe(fitted);
  await drag('left', 'Shift');
  await expect(page.getByTestId('window')).not.toHaveText(still[1] ?? '');
  await page.keyboard.press('r');
  await expect(page.getByTestId('window')).toHaveText(still[1] ?? '');
  await choose('Buttons', 'overread');
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
