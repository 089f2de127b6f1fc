import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { prepareLargeProject } from '../support/open-large-project.ts';
import { percentile95 } from './ratios.ts';

const SLICES = 20_000;
const KEYS = 60;
const SCROLL_STEPS = 240;
const SCROLL_STEP_PX = 900;

export interface WorklistFigures {
  /** From the launch to the first slice drawn, with the project opened by a click as soon as it can be. */
  readonly startToUsableMs: number;
  /** From the click on the project to its list and the first slice drawn. */
  readonly openToUsableMs: number;
  /** From a key press to the row selected and painted. */
  readonly keyToSelectionP95Ms: number;
  readonly scrollLongestTaskMs: number;
  /** Frames later than two of the screen's, of those that the scroll took. */
  readonly scrollLateFrames: number;
  readonly scrollFrames: number;
  readonly storedRowsMs: number;
  /** Resident memory at the end, by process; TensorFlow's is the utility process that loaded it. */
  readonly residentMb: Readonly<Record<string, number>>;
  readonly residentWithoutTensorflowMb: number;
}

/** One run of the real app on a project of 20,000 small slices, each predicted. */
export async function runWorklist(): Promise<WorklistFigures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-bench-list-'));
  try {
    const { storedMs } = await prepareLargeProject(folder, SLICES);
    const begun = performance.now();
    const launched = await launchApp({ folder });
    const { page } = launched;
    const button = page.getByRole('button', { name: /Large/ }).first();
    await button.waitFor();
    const clicked = performance.now();
    await button.click();
    await page.locator('[role=option]').first().waitFor();
    await page.locator('[data-testid=viewport][data-state=ready]').waitFor();
    const usable = performance.now();
    try {
      const keyToSelectionP95Ms = await measureKeys(page);
      const scroll = await measureScroll(page);
      const memory = await residentMemory(launched);
      return {
        startToUsableMs: usable - begun,
        openToUsableMs: usable - clicked,
        keyToSelectionP95Ms,
        ...scroll,
        storedRowsMs: storedMs,
        ...memory,
      };
    } finally {
      await launched.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Presses the key for the next row, each when the one before was painted. */
async function measureKeys(page: Page): Promise<number> {
  const ms = await page.evaluate(async (keys) => {
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const selected = () => document.querySelector('[data-slice-id][aria-selected=true]')?.getAttribute('data-slice-id');
    const taken: number[] = [];
    for (let key = 0; key < keys; key += 1) {
      const before = selected();
      const from = performance.now();
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', code: 'ArrowDown', bubbles: true }));
      while (selected() === before && performance.now() - from < 5000) await painted();
      taken.push(performance.now() - from);
      await painted();
    }
    return taken;
  }, KEYS);
  return percentile95(ms);
}

/** Scrolls a screen at each frame, and looks at how long the page was busy and how many frames came late. */
function measureScroll(page: Page) {
  return page.evaluate(
    async ([steps, stepPx]) => {
      const list = document.querySelector('[role=listbox]');
      const tasks: number[] = [];
      const observer = new PerformanceObserver((seen) =>
        tasks.push(...seen.getEntries().map(({ duration }) => duration)),
      );
      observer.observe({ type: 'longtask' });
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const gaps: number[] = [];
      let last = await frame();
      for (let step = 0; step < steps; step += 1) {
        list?.scrollBy(0, stepPx);
        const now = await frame();
        gaps.push(now - last);
        last = now;
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      observer.disconnect();
      const late = gaps.filter((gap) => gap > 2 * (1000 / 60)).length;
      return { scrollLongestTaskMs: Math.max(0, ...tasks), scrollLateFrames: late, scrollFrames: gaps.length };
    },
    [SCROLL_STEPS, SCROLL_STEP_PX] as const,
  );
}

/** Working sets as Electron tells them; the process that predicts is the one with TensorFlow in it. */
async function residentMemory({ app }: LaunchedApp) {
  const processes = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ type, name, serviceName, memory }) => ({
      name: `${type} ${name ?? serviceName ?? ''}`.trim(),
      kb: memory.workingSetSize,
    })),
  );
  const residentMb: Record<string, number> = {};
  let without = 0;
  for (const { name, kb } of processes) {
    residentMb[name] = Math.round((residentMb[name] ?? 0) + kb / 1024);
    if (!/predict|train/.test(name)) without += kb / 1024;
  }
  return { residentMb, residentWithoutTensorflowMb: Math.round(without) };
}
