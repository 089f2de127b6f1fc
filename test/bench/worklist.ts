import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { displayForTests, launchApp } from '../support/launch-app.ts';
import { prepareLargeProject } from '../support/open-large-project.ts';
import { PROJECT_ROOT } from '../support/shared-data.ts';
import { median, percentile95 } from './ratios.ts';
import { type ResidentMemory, residentMemory } from './resident-memory.ts';
import { measureWheel, type WheelFigures } from './wheel-scroll.ts';

const SLICES = 20_000;
const KEYS = 60;
/** How long who goes step by step looks at a slice, at the least. */
const STEPPING_MS = 400;
/** A notch of a wheel, and more than the list shows at once. */
const NOTCH_PX = 120;
const SCREEN_PX = 900;

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
  /** From a key press to the row selected and painted, each key as soon as that is; in ms. */
  readonly keyToSelectionMedianMs: number;
  readonly keyToSelectionP95Ms: number;
  /** The same step by step. */
  readonly stepToSelectionP95Ms: number;
  /** A notch of the wheel at a time. */
  readonly wheelNotch: WheelFigures;
  /** A screen at a time, at the same rate. */
  readonly wheelScreen: WheelFigures;
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
      const keysMs = await measureKeys(page, 0);
      const stepsMs = await measureKeys(page, STEPPING_MS);
      const wheelNotch = await measureWheel(page, NOTCH_PX);
      const wheelScreen = await measureWheel(page, SCREEN_PX);
      const memory = await residentMemory(launched);
      return {
        ...start,
        keyToSelectionMedianMs: median(keysMs),
        keyToSelectionP95Ms: percentile95(keysMs),
        stepToSelectionP95Ms: percentile95(stepsMs),
        wheelNotch,
        wheelScreen,
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
function measureKeys(page: Page, restMs: number): Promise<number[]> {
  return page.evaluate(
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
}
