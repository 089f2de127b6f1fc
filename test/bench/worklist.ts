import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { displayForTests, launchApp } from '../support/launch-app.ts';
import { prepareLargeProject } from '../support/open-large-project.ts';
import { PROJECT_ROOT } from '../support/shared-data.ts';
import { percentile95 } from './ratios.ts';
import { type ResidentMemory, residentMemory } from './resident-memory.ts';

const SLICES = 20_000;
const KEYS = 60;
/** How long who goes step by step looks at a slice, at the least. */
const STEPPING_MS = 400;
const SCROLL_STEPS = 240;
const SCROLL_STEP_PX = 900;

export interface WorklistPlaces {
  /** The built start-probe.ts. */
  readonly startProbe: string;
  /** Electron, and its arguments before the app. */
  readonly electron: readonly [string, ...string[]];
}

interface StartFigures {
  /** From the launch to the first slice drawn, with the project opened by a click as soon as it can be; its first opening. */
  readonly startToUsableMs: number;
  /** From the click on the project to its list and the first slice drawn. */
  readonly openToUsableMs: number;
}

export interface WorklistFigures extends StartFigures, ResidentMemory {
  /** From a key press to the row selected and painted, each key as soon as that is. */
  readonly keyToSelectionP95Ms: number;
  /** The same step by step. */
  readonly stepToSelectionP95Ms: number;
  readonly scrollLongestTaskMs: number;
  /** Frames later than two of the screen's, of those that the scroll took. */
  readonly scrollLateFrames: number;
  readonly scrollFrames: number;
  readonly storedRowsMs: number;
}

/** One run of the real app on a project of 20,000 small slices, each predicted. */
export async function runWorklist(places: WorklistPlaces): Promise<WorklistFigures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-bench-list-'));
  try {
    const { storedMs } = await prepareLargeProject(folder, SLICES);
    const start = await timeStart(places, folder);
    const launched = await launchApp({ folder });
    const { page } = launched;
    try {
      await page.getByRole('button', { name: /Large/ }).first().click();
      await page.locator('[data-testid=viewport][data-state=ready]').waitFor();
      const keyToSelectionP95Ms = await measureKeys(page, 0);
      const stepToSelectionP95Ms = await measureKeys(page, STEPPING_MS);
      const scroll = await measureScroll(page);
      const memory = await residentMemory(launched);
      return {
        ...start,
        keyToSelectionP95Ms,
        stepToSelectionP95Ms,
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

/** Starts the app as a person does, without a driver. */
async function timeStart({ startProbe, electron }: WorklistPlaces, folder: string): Promise<StartFigures> {
  const home = path.join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const [program, ...own] = electron;
  const args = [...own, `--user-data-dir=${path.join(folder, 'user-data')}`, '-r', startProbe, PROJECT_ROOT];
  const env = { ...process.env, DISPLAY: await displayForTests(), HOME: home };
  const begun = Date.now();
  const { stdout } = await promisify(execFile)(program, args, { env, timeout: 120_000 });
  const { clicked, usable } = JSON.parse(stdout) as { clicked: number; usable: number };
  return { startToUsableMs: usable - begun, openToUsableMs: usable - clicked };
}

/** Presses the key for the next row, each so long after the one before was painted. */
async function measureKeys(page: Page, restMs: number): Promise<number> {
  const ms = await page.evaluate(
    async ([keys, rest]) => {
      const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const selected = () =>
        document.querySelector('[data-slice-id][aria-selected=true]')?.getAttribute('data-slice-id');
      const taken: number[] = [];
      for (let key = 0; key < keys; key += 1) {
        const before = selected();
        const from = performance.now();
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', code: 'ArrowDown', bubbles: true }));
        while (selected() === before && performance.now() - from < 5000) await painted();
        taken.push(performance.now() - from);
        await painted();
        if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
      }
      return taken;
    },
    [KEYS, restMs] as const,
  );
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
