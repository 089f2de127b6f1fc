import { callInPage } from '../support/call-in-page.ts';
import { launchApp } from '../support/launch-app.ts';
import { percentile95 } from './ratios.ts';
import {
  goToFirst,
  openProject,
  showEveryHeatmap,
  timeJumps,
  timeKeys,
  timeWheel,
  untilQuiet,
  WHEEL_STEPS,
} from './viewer-steps.ts';

const KEYS = 100;
const JUMPS = 40;

/** How a folder of 300 CT slices is gone through. */
export interface GoneThrough {
  /** From a key press to the next slice drawn, of slices that the window has. */
  readonly keyCachedP95Ms: number;
  /** From a click on a far row to its slice drawn, of slices that the window has not. */
  readonly jumpUncachedP95Ms: number;
  /** Slices a second that are drawn under a wheel, heatmaps on: for the first time, where only those that one rests on have a map. */
  readonly wheelFirstPerSecond: number;
  /** The same when every slice has been seen with its map, each drawn with it. */
  readonly wheelAgainPerSecond: number;
}

/**
 * Goes through a study in the real app.
 * @param project with a model and without a study, gets this one
 * @param tell hears what is measured next
 */
export async function goThrough(project: string, study: string, tell: (what: string) => void): Promise<GoneThrough> {
  const launched = await launchApp();
  try {
    const { page } = launched;
    await openProject(page, project);
    await callInPage(page, 'study.open', { folder: study });
    await page.getByRole('listbox').getByRole('option').nth(5).waitFor();
    await untilQuiet(page, 1);
    tell('jumps');
    const jumps = await page.evaluate(timeJumps, JUMPS);
    tell(`wheel after ${jumps.map(Math.round).join()}`);
    await goToFirst(page);
    const wheelFirstPerSecond = await page.evaluate(timeWheel, [WHEEL_STEPS, false] as const);
    await page.evaluate(timeWheel, [-WHEEL_STEPS, false] as const);
    tell(`wheel, first: ${wheelFirstPerSecond}; now every heatmap`);
    await showEveryHeatmap(page);
    await goToFirst(page);
    const wheelAgainPerSecond = await page.evaluate(timeWheel, [WHEEL_STEPS, true] as const);
    tell(`keys after ${wheelAgainPerSecond}`);
    const keys = await page.evaluate(timeKeys, KEYS);
    return {
      keyCachedP95Ms: percentile95(keys),
      jumpUncachedP95Ms: percentile95(jumps),
      wheelFirstPerSecond,
      wheelAgainPerSecond,
    };
  } finally {
    await launched.close();
  }
}
