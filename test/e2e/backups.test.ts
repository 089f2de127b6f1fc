import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { axeViolations } from '../support/axe-violations.ts';
import { damagePages } from '../support/damage-pages.ts';
import { askTwice, type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';

// Backups and the way back to them, a damaged project, and two who open the same one.
test.setTimeout(240_000);

let folder = '';
let project = '';
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-backups-'));
  project = path.join(folder, 'P');
  for (const [name, kind] of [
    ['bleed', 'intraparenchymal'],
    ['normal', 'none'],
  ] as const) {
    mkdirSync(path.join(folder, 'set', name), { recursive: true });
    for (let n = 0; n < 3; n += 1) {
      writeFileSync(path.join(folder, 'set', name, `${n}.png`), smallPhantomPng(300 + n + name.length * 50, kind));
    }
  }
  const imported = await runOverread(['import', 'set', '--project', project, '--reading', 'off'], folder);
  expect(imported.code).toBe(0);
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the project as the list of recent ones does. */
async function openProject({ page }: LaunchedApp): Promise<void> {
  await page.evaluate(async (at) => {
    await window.overread.call('preferences.set', { readerName: 'Dr A. Reader' });
    await window.overread.call('project.open', { folder: at });
  }, project);
  await page.reload();
}

async function chooseInMenu({ page }: LaunchedApp, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Project / }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function readFirstSlice({ page }: LaunchedApp): Promise<void> {
  await page.getByRole('tab', { name: 'Review' }).click();
  await page.getByRole('listbox', { name: 'Slices' }).getByRole('option').first().click();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('viewport').click();
  await page.keyboard.press('u');
  await expect(page.getByRole('status', { name: 'Saving' })).toContainText('Saved');
}

const entries = async (): Promise<number> => {
  const verified = await runOverread(['audit', 'verify', '--project', project, '--json'], folder);
  expect(JSON.parse(verified.stdout)).toMatchObject({ kind: 'whole' });
  return JSON.parse(verified.stdout).entries;
};

test('a project is backed up from the menu, changed, and taken back once what is lost was confirmed', async () => {
  const launched = await launchApp();
  try {
    const { page } = launched;
    await openProject(launched);
    await chooseInMenu(launched, 'Back up now');
    await expect(page.getByRole('log', { name: 'Messages' })).toContainText(/Backed up to .*-asked\.db/);
    const before = await entries();
    await readFirstSlice(launched);
    const after = await entries();
    expect(after).toBeGreaterThan(before);
    await chooseInMenu(launched, 'Restore a backup');
    const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
    await expect(dialog).toContainText(/Undoes \d entr(y|ies) of the log made since, 1 of them reads/);
    const restore = dialog.getByRole('button', { name: 'Restore', exact: true });
    await expect(restore).toBeDisabled();
    await dialog.getByRole('radio').first().check();
    await expect(restore).toBeDisabled();
    await dialog.getByRole('checkbox', { name: /is backed up first/ }).check();
    await launched.screenshot('60-restore');
    expect(await axeViolations(page)).toEqual([]);
    await restore.click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('log', { name: 'Messages' })).toContainText(
      /Restored\. What the project was before is the backup .*-before-restore\.db/,
    );
    expect(await entries()).toBe(before + 1);
    await page.getByRole('tab', { name: 'Audit' }).click();
    await expect(page.getByRole('table', { name: 'Timeline' })).toContainText(
      /Restored the backup .*, from a log of \d+ entries/,
    );
    await launched.screenshot('61-restored');
    expect(launched.pageErrors).toEqual([]);
  } finally {
    await launched.close();
  }
});

test('a damaged project is refused by name, its backups are offered, and one is restored', async () => {
  expect((await runOverread(['backup', '--project', project], folder)).code).toBe(0);
  damagePages(project, 'files');
  const launched = await launchApp();
  try {
    const { app, page } = launched;
    await app.evaluate(({ dialog }, at) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [at] });
    }, project);
    await page.getByRole('button', { name: 'Open project' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
    await expect(dialog).toContainText('The database is damaged');
    await expect(page.getByRole('log', { name: 'Messages' })).toContainText(
      /The database of the project in .*P is damaged/,
    );
    await dialog.getByRole('radio').first().check();
    await dialog.getByRole('checkbox', { name: /damaged database is kept/ }).check();
    await launched.screenshot('62-damaged');
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(page.getByRole('tab', { name: 'Review' })).toBeVisible();
    await expect(page.getByRole('log', { name: 'Messages' })).toContainText(
      /The damaged database is in damaged-.* entries of its log/,
    );
    const kept = readdirSync(project).find((name) => name.startsWith('damaged-')) ?? '';
    expect(readdirSync(path.join(project, kept))).toContain('salvaged-log.csv');
  } finally {
    await launched.close();
  }
  await entries();
});

test('while the window has the project a command reads and does not write, and is told who has it', async () => {
  const launched = await launchApp();
  try {
    await openProject(launched);
    await expect(launched.page.getByRole('tab', { name: 'Review' })).toBeVisible();
    const pid = await launched.app.evaluate(() => process.pid);
    const refused = await runOverread(['dataset', 'freeze', '--project', project], folder);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(
      new RegExp(`Another Overread window \\(process ${pid} on .*\\) is working on this project`),
    );
    expect((await runOverread(['audit', 'verify', '--project', project], folder)).code).toBe(0);
    await readFirstSlice(launched);
  } finally {
    await launched.close();
  }
  expect((await runOverread(['dataset', 'freeze', '--project', project], folder)).code).toBe(0);
});

test('while a command has the project the window opens it for reading, says who has it, and may write once it is done', async () => {
  // A command that takes long: it trains until it is told to stop.
  const cli = path.join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.cjs');
  const command = spawn(process.execPath, [cli, 'train', '--project', project, '--rounds', '900'], { cwd: folder });
  const ended = new Promise((resolve) => command.once('exit', resolve));
  await expect.poll(() => readdirSync(project), { timeout: 60_000 }).toContain('writer.json');
  const launched = await launchApp();
  try {
    const { page } = launched;
    await openProject(launched);
    await expect(page.getByText('Open for reading only.')).toBeVisible();
    await expect(page.locator('body')).toContainText(`A command of Overread (process ${command.pid} on`);
    await launched.screenshot('63-held-by-command');
    command.kill('SIGKILL');
    await ended;
    await openProject(launched);
    await expect(page.getByText('Open for reading only.')).toBeHidden();
    await readFirstSlice(launched);
  } finally {
    command.kill('SIGKILL');
    await launched.close();
  }
  await entries();
});

test('a second window of the same account brings the first to the front; one of another account reads', async () => {
  const launched = await launchApp();
  const other = await launchApp();
  try {
    await openProject(launched);
    await launched.app.evaluate(({ BrowserWindow }) => {
      const counted = globalThis as unknown as { focused: number };
      counted.focused = 0;
      const window = BrowserWindow.getAllWindows()[0];
      if (!window) throw new Error('There is no window.');
      const focus = window.focus.bind(window);
      window.focus = () => {
        counted.focused += 1;
        focus();
      };
    });
    await expect(launchApp({ folder: launched.folder })).rejects.toThrow();
    await expect
      .poll(() => askTwice(() => launched.app.evaluate(() => (globalThis as unknown as { focused: number }).focused)))
      .toBeGreaterThan(0);
    await openProject(other);
    await expect(other.page.getByText('Open for reading only.')).toBeVisible();
    await expect(other.page.locator('body')).toContainText('Another Overread window (process');
    await readFirstSlice(launched);
  } finally {
    await other.close();
    await launched.close();
  }
});
