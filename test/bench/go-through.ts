import path from 'node:path';
import { callInPage } from '../support/call-in-page.ts';
import { launchApp } from '../support/launch-app.ts';
import { percentile95 } from './ratios.ts';
import {
  goToFirst,
  leaveUnread,
  openProject,
  showEveryHeatmap,
  timeFarKeys,
  timeKeys,
  timeWheel,
  untilQuiet,
  WHEEL_STEPS,
} from './viewer-steps.ts';

const KEYS = 100;
const FAR_KEYS = 40;
/** Farther than the window fetches ahead, so that it has none of the slices that the key leads to. */
const FAR_SLICES = 7;

/** How a folder of 300 CT slices is gone through. */
export interface GoneThrough {
  /** From a key press to the next slice drawn, of slices that the window has. */
  readonly keyCachedP95Ms: number;
  /** From a press of the key for the next unread slice to that drawn, of slices that the window has not. */
  readonly keyUncachedP95Ms: number;
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
    await leaveUnread(page, FAR_SLICES);
    tell(`${path.basename(study)}: keys to far slices`);
    const farKeys = await page.evaluate(timeFarKeys, FAR_KEYS);
    tell(`wheel after ${farKeys.map(Math.round).join()}`);
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
      keyUncachedP95Ms: percentile95(farKeys),
      wheelFirstPerSecond,
      wheelAgainPerSecond,
    };
  } finally {
    await launched.close();
  }
}
