import type { Page } from '@playwright/test';
import { sortItems } from '../../renderer/state/worklist-view.ts';
import { callInPage } from '../support/call-in-page.ts';
import { CT_SLICES } from './ct-folders.ts';

// How a reader goes through a folder of CT slices. What is timed runs inside the page, and may use nothing from here.

/** Every slice but the first. */
export const WHEEL_STEPS = CT_SLICES - 1;
/** How long a person takes to choose a folder. */
export const CHOOSING_MS = 2000;

/** Opens a project in the window, with heatmaps on. */
export async function openProject(page: Page, folder: string): Promise<void> {
  await callInPage(page, 'preferences.set', { readerName: 'Bench', heatmapOn: true });
  await callInPage(page, 'project.open', { folder });
  await page.reload();
  await page.getByRole('tab', { name: 'Review' }).waitFor();
}

/** Waits until so many studies are listed whole and predicted, and then a little for what that sets off. */
export async function untilQuiet(page: Page, studies: number): Promise<void> {
  for (;;) {
    const { sources } = (await callInPage(page, 'project.summary', {})) as {
      sources: { kind: string; slices: number }[];
    };
    const { jobs } = (await callInPage(page, 'job.list', {})) as { jobs: { status: string }[] };
    const listed = sources.filter(({ kind, slices }) => kind === 'study' && slices === CT_SLICES);
    if (listed.length >= studies && jobs.every(({ status }) => status !== 'running')) break;
    await page.waitForTimeout(300);
  }
  await page.waitForTimeout(CHOOSING_MS);
}

/** Reads all slices of the study but the first of every so many, so that the key for the next unread slice leads as far. */
export async function leaveUnread(page: Page, every: number): Promise<void> {
  const { sources } = await callInPage(page, 'project.summary');
  const study = sources.find(({ kind }) => kind === 'study');
  const { items } = await callInPage(page, 'worklist.get', { sourceId: study?.id });
  const inOrder = sortItems(items, 'order').map(({ sliceId }) => sliceId);
  const read = inOrder.filter((_, place) => place % every !== 0);
  await callInPage(page, 'read.bulk', { sliceIds: read, label: 'none', reason: null });
  await page.getByText(`${read.length} of ${inOrder.length} read`).waitFor();
}

/**
 * Presses the key for the next unread slice, each time when the one before is drawn, the list has followed it and nothing is fetched any
 * more. That the window has not the slice is known by what it then says in the picture's place; where it does not, that is an error.
 */
export async function timeFarKeys(keys: number): Promise<number[]> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const viewport = document.querySelector<HTMLElement>('[data-testid=viewport]');
  if (!viewport) throw new Error('There is no picture to leave.');
  let awaited = false;
  const observer = new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
    awaited ||= added.some(({ textContent }) => textContent === 'Loading picture…');
  });
  observer.observe(viewport, { childList: true, subtree: true });
  const taken: number[] = [];
  for (let key = 1; key <= keys; key += 1) {
    await new Promise((resolve) => setTimeout(resolve, 600));
    awaited = false;
    const before = viewport.dataset.sliceId;
    const drawn = () => viewport.dataset.sliceId !== before && viewport.dataset.state === 'ready';
    const from = performance.now();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', code: 'Space', bubbles: true }));
    while (!drawn() && performance.now() - from < 5000) await frame();
    taken.push(performance.now() - from);
    if (!drawn()) throw new Error(`Far key ${key} led to no slice.`);
    if (!awaited) throw new Error(`Far key ${key} led to a slice that the window had.`);
  }
  observer.disconnect();
  return taken;
}

export async function timeKeys(keys: number): Promise<number[]> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const viewport = document.querySelector<HTMLElement>('[data-testid=viewport]');
  const taken: number[] = [];
  for (let key = 0; key < keys; key += 1) {
    const before = viewport?.dataset.sliceId;
    const from = performance.now();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', code: 'ArrowLeft', bubbles: true }));
    while (viewport?.dataset.sliceId === before || viewport?.dataset.state !== 'ready') await frame();
    taken.push(performance.now() - from);
    await frame();
  }
  return taken;
}

/** To the top of the list, once it has followed what was gone to before, and to its first slice. */
export async function goToFirst(page: Page): Promise<void> {
  await page.waitForTimeout(200);
  await page.evaluate(() => {
    const list = document.querySelector('[role=listbox]');
    if (list) list.scrollTop = 0;
  });
  await page.waitForTimeout(500);
  await page.locator('[role=option]').first().click();
  await page.waitForTimeout(1000);
}

/** Rests on each slice until its heatmap is there, once. */
export function showEveryHeatmap(page: Page): Promise<void> {
  return page.evaluate(async (steps) => {
    const viewport = document.querySelector<HTMLElement>('[data-testid=viewport]');
    for (let step = 0; step <= steps; step += 1) {
      const before = viewport?.dataset.sliceId;
      while (viewport?.dataset.heatmap !== 'on') await new Promise((resolve) => setTimeout(resolve, 20));
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', code: 'ArrowDown', bubbles: true }));
      if (step < steps)
        while (viewport?.dataset.sliceId === before) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }, WHEEL_STEPS);
}

/**
 * One wheel step for each slice, as soon as the one before is drawn; with `heat`, drawn with its heatmap. Slices a second. The steps are
 * made between two frames, as a hand makes them.
 */
export async function timeWheel([steps, heat]: readonly [number, boolean]): Promise<number> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const viewport = document.querySelector<HTMLElement>('[data-testid=viewport]');
  const target = viewport?.querySelector('canvas');
  const begun = performance.now();
  for (let step = 0; step < Math.abs(steps); step += 1) {
    const before = viewport?.dataset.sliceId;
    target?.dispatchEvent(new WheelEvent('wheel', { deltaY: Math.sign(steps) * 120, bubbles: true, cancelable: true }));
    const drawn = () =>
      viewport?.dataset.sliceId !== before &&
      viewport?.dataset.state === 'ready' &&
      (!heat || viewport.dataset.heatmap === 'on');
    do await frame();
    while (!drawn() && performance.now() - begun < 120_000);
    if (!drawn()) throw new Error(`Step ${step + 1} of the wheel led to no slice.`);
  }
  return (Math.abs(steps) * 1000) / (performance.now() - begun);
}
