import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { askAxe, axeViolations } from '../support/axe-violations.ts';
import { callInPage } from '../support/call-in-page.ts';
import { markdownTable, tableInDocument } from '../support/document-table.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { goToTab, SCREENS } from '../support/screens.ts';
import { makeTrainedProject, type TrainedProject } from '../support/trained-project.ts';

// Every screen and dialog: no axe-core rule is broken, the Tab key reaches each control and leaves it again.
test.describe.configure({ mode: 'default' });
test.setTimeout(400_000);

let launched: LaunchedApp;
let made: TrainedProject;
let folder = '';
test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-axe-'));
  made = await makeTrainedProject(folder);
  launched = await launchApp();
  launched.page.setDefaultTimeout(10_000);
});
test.afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the start screen breaks no rule, without projects and with one', async () => {
  const { page } = launched;
  await expect(page.getByRole('button', { name: 'Try the demo study' })).toBeVisible();
  expect.soft(await axeViolations(page)).toEqual([]);
  expect.soft((await tabAround(page)).missed).toEqual([]);
  await open(made.project);
  await page.evaluate(() => window.overread.call('project.close', {}));
  await page.reload();
  await expect(page.getByRole('region', { name: 'Recent projects' }).getByText('Heads', { exact: true })).toBeVisible();
  expect.soft(await axeViolations(page)).toEqual([]);
});

test('no screen and no dialog breaks a rule of axe-core, and Tab goes all around each', async () => {
  const { page } = launched;
  await open(made.project);
  await page.evaluate((study) => window.overread.call('study.open', { folder: study }), made.odd);
  await expect(page.getByRole('listbox', { name: 'Slices' }).getByRole('option')).toHaveCount(4, { timeout: 60_000 });
  await page.evaluate((study) => window.overread.call('study.open', { folder: study }), made.study);
  await expect(page.getByRole('listbox', { name: 'Slices' }).getByRole('option')).toHaveCount(3, { timeout: 60_000 });
  await expect(page.getByTestId('prediction')).toBeVisible({ timeout: 60_000 });
  const broken: string[] = [];
  const rows: string[][] = [];
  for (const { name, open: openScreen } of SCREENS) {
    await test.step(name, async () => {
      try {
        await openScreen(page);
        const { violations, kept, undecided } = await askAxe(page);
        const { controls, missed } = await tabAround(page);
        const wrong = [...violations, ...missed.map((control) => `Tab does not reach ${control}`)];
        broken.push(...wrong.map((line) => `${name}: ${line}`));
        const reached = `${controls - missed.length} of ${controls}`;
        rows.push([name, String(violations.length), String(kept.length), undecided.join(', '), reached]);
      } catch (error) {
        // The other screens are looked at all the same.
        broken.push(`${name}: cannot be looked at: ${String(error).slice(0, 600)}`);
      }
    });
  }
  await endJobs(page).catch((error) => broken.push(String(error)));
  expect(broken).toEqual([]);
  const head = ['Screen', 'Violations', 'Rules kept', 'Rules left to a person', 'Controls that Tab reaches'];
  const { written, measured } = tableInDocument('accessibility.md', 'screens', markdownTable(head, rows));
  // How many rules and controls there are follows what a screen happens to show.
  const screensOf = (table: string): string[] => table.split('\n').map((line) => line.split(' | ')[0] ?? '');
  expect(screensOf(written)).toEqual(screensOf(measured));
});

test('a passing message stays while the focus is on it, and goes when it is left', async () => {
  const { page } = launched;
  await open(made.project);
  // Where several people read, that is asked once the project is there; goToTab closes it.
  const { readers } = await callInPage(page, 'reader.list', {});
  if (readers.length > 1) await expect(page.getByRole('dialog', { name: 'Who is reading?' })).toBeVisible();
  const message = page.getByRole('log').getByText('nothing to redo');
  await expect(async () => {
    await goToTab(page, 'Review');
    await page.getByTestId('viewport').click({ timeout: 2000 });
    await page.keyboard.press('Shift+Z');
    await expect(message).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Dismiss' }).focus();
  await page.waitForTimeout(8000);
  await expect(message).toBeVisible();
  await message.hover();
  await page.getByRole('application', { name: 'Slice' }).focus();
  await page.waitForTimeout(8000);
  await expect(message).toBeVisible();
  await page.mouse.move(1, 1);
  await expect(message).toBeHidden({ timeout: 20_000 });
});

test('nothing moves where the system asks for reduced motion', async () => {
  const { page } = launched;
  await open(made.project);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const tab of ['Review', 'Training']) {
    await goToTab(page, tab);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
        const still = /^(0m?s(, )?)+$/;
        const moves = !still.test(transitionDuration) || (animationName !== 'none' && !still.test(animationDuration));
        return moves ? [`${element.className}: ${transitionDuration}, ${animationName} ${animationDuration}`] : [];
      }),
    );
    expect(moving).toEqual([]);
  }
});

/** Ends what the screens have running, so that the project can be opened anew. */
async function endJobs(page: Page): Promise<void> {
  const running = (): Promise<number> =>
    page.evaluate(async () => {
      const reply = await window.overread.call('job.list', {});
      const { jobs: all } = (reply as { value: { jobs: { jobId: string; status: string }[] } }).value;
      const jobs = all.filter(({ status }) => status === 'running');
      for (const { jobId } of jobs) await window.overread.call('job.cancel', { jobId });
      return jobs.length;
    });
  await expect.poll(running, { timeout: 60_000 }).toBe(0);
}

async function open(project: string): Promise<void> {
  const { page } = launched;
  await page.evaluate((given) => window.overread.call('project.open', { folder: given }), project);
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Review' })).toBeVisible();
}

/**
 * Gives every control that can be used a number, and says how many there are. In a dialog, those of the dialog. A group of
 * radio buttons is one place to stop.
 */
function numberControls(page: Page): Promise<{ number: number; name: string }[]> {
  return page.evaluate(() => {
    const scope = document.querySelector('dialog[open]') ?? document;
    const selector = 'button, input, select, textarea, summary, a[href], [tabindex="0"]';
    const groups = new Set<string>();
    for (const element of scope.querySelectorAll<HTMLElement>('[data-stop]')) delete element.dataset.stop;
    const found: { number: number; name: string }[] = [];
    for (const element of scope.querySelectorAll<HTMLElement>(selector)) {
      const unusable = element.matches(':disabled, [tabindex="-1"]') || !element.checkVisibility();
      if (unusable || element.closest('[popover]:not(:popover-open)')) continue;
      const group = element instanceof HTMLInputElement && element.type === 'radio' ? element.name : '';
      if (group !== '' && groups.has(group)) continue;
      groups.add(group);
      const number = found.length;
      for (const one of group === '' ? [element] : document.getElementsByName(group)) one.dataset.stop = String(number);
      found.push({ number, name: `${element.tagName} ${element.ariaLabel ?? ''} ${element.textContent}`.slice(0, 80) });
    }
    return found;
  });
}

/** The number of the control that has the focus. */
function focusedStop(page: Page): Promise<number | null> {
  return page.evaluate(() => {
    const stop = (document.activeElement as HTMLElement | null)?.dataset.stop;
    return stop === undefined ? null : Number(stop);
  });
}

/** Presses Tab until it comes around: how many controls there are, and those that it did not stop at. */
async function tabAround(page: Page): Promise<{ controls: number; missed: string[] }> {
  const controls = await numberControls(page);
  const first = await focusedStop(page);
  const reached = new Set<number>();
  for (let presses = 0; presses < controls.length + 12 && reached.size < controls.length; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await focusedStop(page);
    if (at !== null) reached.add(at);
  }
  // A field that ends when it is left had the focus before it went.
  if (first !== null && (await page.locator(`[data-stop="${first}"]`).count()) === 0) reached.add(first);
  const missed = controls.filter(({ number }) => !reached.has(number)).map(({ name }) => name);
  return { controls: controls.length, missed };
}
