import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { MethodName, MethodOutput } from '../../src/contract/contract.ts';
import { callInPage } from '../support/call-in-page.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { writePhantomSeries } from '../support/phantom-files.ts';
import { findPlanted, PLANTED, writePlantedStudy } from '../support/planted-study.ts';

// From an entry of the log back to its moment; pictures looked at before an export; a study and a project deleted for good.
test.describe.configure({ mode: 'serial' });

let launched: LaunchedApp;
let project: string;
let out: string;

const call = <K extends MethodName>(method: K, input: unknown): Promise<MethodOutput<K>> =>
  callInPage(launched.page, method, input);

test.beforeAll(async () => {
  launched = await launchApp();
  out = path.join(launched.folder, 'out');
  mkdirSync(out);
  project = path.join(launched.folder, 'P');
  const study = writePlantedStudy(path.join(launched.folder, 'archive'), 10);
  await call('preferences.set', { readerName: 'Ada' });
  await call('project.create', { folder: project, name: 'P', readingMode: 'off' });
  await launched.page.reload();
  await call('study.open', { folder: study });
  await expect(launched.page.getByTestId('window')).toBeVisible({ timeout: 60_000 });
});
test.afterAll(() => launched.close());

test('an entry shows its slice in the window and turn that it was read in', async () => {
  const { page } = launched;
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  await page.getByTestId('viewport').click();
  await page.keyboard.press('i');
  // What is recorded is what was drawn, and the picture is drawn at the next frame.
  await expect(page.getByTestId('window')).toContainText('inverted');
  await page.keyboard.press('y');
  await expect(page.getByRole('status', { name: 'Saving' })).toContainText('Saved');
  const { lines } = (await call('audit.page', { beforeSequence: null, limit: 10 })) as {
    lines: { sequence: number; event: string; hash: string; entryJson: string }[];
  };
  const read = lines.find(({ event }) => event === 'read');
  expect(read?.entryJson).toContain('"windowCenter"');
  await page.getByRole('tab', { name: 'Audit' }).click();
  await page.getByLabel('Entry number or hash').fill(read?.hash ?? '');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('[role=img][data-state=ready]')).toBeVisible();
  await expect(dialog).toContainText(/Window \d+ \/ \d+, zoom [\d.]+, inverted/);
  await expect(dialog).toContainText('The entry holds no prediction.');
  await launched.screenshot('moment');
  await page.keyboard.press('Escape');
});

test('DICOM is exported when every picture was looked at, and not before', async () => {
  const { page } = launched;
  const { items } = (await call('worklist.get', { sourceId: 1 })) as { items: { sliceId: number }[] };
  await call('read.bulk', { sliceIds: items.map(({ sliceId }) => sliceId), label: 'none', reason: null });
  await expect
    .poll(async () => JSON.stringify(await call('audit.page', { beforeSequence: null, limit: 20 })))
    .toContain('batchSlices');
  await page.getByRole('tab', { name: 'Data set' }).click();
  await page.getByRole('button', { name: 'Freeze version' }).click();
  await page
    .getByRole('button', { name: /^Export v/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  const ready = dialog.locator('[role=img][data-state=ready]');
  await expect(ready).toHaveCount(8);
  const write = dialog.getByRole('button', { name: 'Choose folder and export' });
  const looked = dialog.getByLabel(/I looked at all 10 pictures/);
  await expect(write).toBeDisabled();
  await expect(looked).toBeDisabled();
  await launched.screenshot('export-pictures');
  // The ninth and tenth picture: one does not come, then the other fails.
  await launched.app.evaluate(({ ipcMain }) => {
    type Answer = (event: unknown, method: unknown, input: unknown) => Promise<unknown>;
    const channel = 'overread:call';
    const own = (ipcMain as unknown as { _invokeHandlers: Map<string, Answer> })._invokeHandlers.get(channel);
    const error = { code: 'gone', message: 'The picture is gone.', details: null };
    const answers = [() => new Promise(() => undefined), async () => ({ kind: 'error', error })];
    ipcMain.removeHandler(channel);
    ipcMain.handle(channel, (event, method: unknown, input: unknown) => {
      const answer = method === 'slice.pixels' ? answers.shift() : undefined;
      return answer?.() ?? own?.(event, method, input);
    });
  });
  const next = dialog.getByRole('button', { name: 'Next pictures' });
  await next.click();
  await expect(dialog.locator('[role=img][data-state=failed]')).toHaveCount(1);
  await expect(dialog.locator('[role=img][data-state=loading]')).toHaveCount(1);
  await expect(looked).toBeDisabled();
  await expect(dialog).toContainText('2 pictures not shown yet');
  await dialog.getByRole('button', { name: 'Back' }).click();
  await expect(ready).toHaveCount(8);
  await expect(looked).toBeDisabled();
  await next.click();
  await expect(ready).toHaveCount(2);
  await looked.check();
  await launched.app.evaluate(({ dialog: system }, folder) => {
    system.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
  }, out);
  await write.click();
  await expect.poll(() => existsSync(path.join(out, 'overread-dataset-v1', 'manifest.json'))).toBe(true);
  expect(findPlanted(out)).toEqual([]);
});

test('a study and then the project are deleted for good, each after its name was typed', async () => {
  const { page } = launched;
  const purge = async (choice: RegExp | 'project'): Promise<string> => {
    await page.getByRole('button', { name: /^Project / }).click();
    await page.getByRole('menuitem', { name: 'Purge…' }).click();
    const select = page.getByLabel('What is to be deleted');
    const value =
      choice === 'project' ? 'project' : await select.locator('option', { hasText: choice }).getAttribute('value');
    await select.selectOption(value ?? '');
    await page.getByRole('button', { name: 'Say what is lost' }).click();
    await expect(page.getByRole('dialog')).toContainText('Lost for good');
    await expect(page.getByRole('button', { name: 'Delete for good' })).toBeDisabled();
    const name = choice === 'project' ? 'P' : (value ?? '');
    await page.getByLabel(/To go on, type/).fill(name);
    await launched.screenshot(`purge-${choice === 'project' ? 'project' : 'study'}`);
    await page.getByRole('button', { name: 'Delete for good' }).click();
    return name;
  };
  // The reader has searched for a name there, and is in another source now.
  await page.getByRole('tab', { name: 'Review' }).click();
  await page.getByRole('searchbox').fill(PLANTED.file);
  const other = path.join(launched.folder, 'other');
  await writePhantomSeries(other, { seed: 3, slices: 3 });
  await call('study.open', { folder: other });
  await expect(page.locator('[role=option][data-slice-id]')).toHaveCount(3);
  const kept = async () => (await call('view.get', {})).view;
  await expect.poll(async () => (await kept())?.places).toMatchObject([{ search: PLANTED.file }]);
  expect(findPlanted(project)).not.toEqual([]);
  await purge(new RegExp(PLANTED.folder));
  await expect(page.getByText(/Purged 10 slices/)).toBeVisible();
  expect(findPlanted(project)).toEqual([]);
  // What the window keeps from now on holds nothing of it either.
  const [, second] = (await call('worklist.get', { sourceId: 2 })).items;
  await page.locator(`[role=option][data-slice-id="${second?.sliceId}"]`).click();
  await expect.poll(async () => (await kept())?.sliceId).toBe(second?.sliceId);
  expect(await kept()).toMatchObject({ sourceId: 2, places: [{ sourceId: 1, search: '' }] });
  expect(findPlanted(project)).toEqual([]);
  await purge('project');
  await expect(page.getByText('Nothing is left of the project.')).toBeVisible();
  expect(existsSync(project)).toBe(false);
  expect(findPlanted(launched.userData)).toEqual([]);
  expect(((await call('app.state', {})) as { recentProjects: unknown[] }).recentProjects).toEqual([]);
});
