import { callInPage } from '../support/call-in-page.ts';
import { launchApp } from '../support/launch-app.ts';
import { addManySlices } from '../support/open-large-project.ts';
import type { CtFolders } from './ct-folders.ts';
import { type ResidentMemory, residentMemory } from './resident-memory.ts';
import { goToFirst, openProject, showEveryHeatmap, timeWheel, untilQuiet, WHEEL_STEPS } from './viewer-steps.ts';

const MANY_SLICES = 20_000;

/**
 * Resident memory when the window keeps all it ever keeps: 300 CT slices seen with their heatmaps, then 300 more, which is more than it
 * keeps of either, then a list of 20,000 slices of the same project on the screen.
 * @param project with a model; gets the 20,000
 */
export async function fullMemory(project: string, folders: CtFolders): Promise<ResidentMemory> {
  await addManySlices(project, MANY_SLICES);
  const launched = await launchApp();
  try {
    const { page } = launched;
    await openProject(page, project);
    const source = page.getByLabel('Source');
    await source.waitFor();
    for (const [before, folder] of [folders.plain, folders.jpeg2000].entries()) {
      await callInPage(page, 'study.open', { folder });
      await untilQuiet(page, before + 1);
      await goToFirst(page);
      await showEveryHeatmap(page);
      await goToFirst(page);
      await page.evaluate(timeWheel, [WHEEL_STEPS, false] as const);
    }
    const { sources } = await callInPage(page, 'project.summary');
    const many = sources.find(({ slices }) => slices >= MANY_SLICES);
    await source.selectOption(String(many?.id));
    await page.locator('[data-testid=viewport][data-state=ready]').waitFor();
    await page.getByText(`0 of ${MANY_SLICES.toLocaleString('en')} read`).waitFor();
    return await residentMemory(launched);
  } finally {
    await launched.close();
  }
}
