import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { callInPage } from '../support/call-in-page.ts';
import { askTwice, type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomPng, writePhantomSeries } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';

// How the app starts, fails and ends.
test.setTimeout(240_000);

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-life-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A project of sixteen small synthetic heads, half of them bleeding. */
async function importSmallSet(): Promise<string> {
  for (const [name, kind] of [
    ['bleed', 'intraparenchymal'],
    ['normal', 'none'],
  ] as const) {
    mkdirSync(path.join(folder, 'set', name), { recursive: true });
    for (let n = 0; n < 8; n += 1) {
      writeFileSync(path.join(folder, 'set', name, `${n}.png`), smallPhantomPng(300 + n + name.length * 50, kind));
    }
  }
  const project = path.join(folder, 'P');
  const imported = await runOverread(['import', 'set', '--project', project], folder);
  expect(imported.code).toBe(0);
  return project;
}

/** Answers the question that quitting asks: 0 stops and quits, 1 goes on. Counts how often it was asked. */
function answerQuestion(launched: LaunchedApp, response: 0 | 1): Promise<void> {
  return askTwice(() =>
    launched.app.evaluate(({ dialog }, answer) => {
      const counted = globalThis as unknown as { asked?: number };
      dialog.showMessageBox = async () => {
        counted.asked = (counted.asked ?? 0) + 1;
        return { response: answer, checkboxChecked: false };
      };
    }, response),
  );
}

/** How often a question was asked since. */
function questionsOf(launched: LaunchedApp): Promise<number> {
  return askTwice(() => launched.app.evaluate(() => (globalThis as unknown as { asked?: number }).asked ?? 0));
}

function closeWindow(launched: LaunchedApp): Promise<void> {
  return launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

test('a folder on the command line is opened as a study, once there is a project for it', async () => {
  const study = path.join(folder, 'a study');
  await writePhantomSeries(study, { seed: 11, slices: 3 });
  const launched = await launchApp({ args: [study] });
  try {
    const { page } = launched;
    await page.getByRole('button', { name: 'Create and open' }).click();
    await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(3, { timeout: 60_000 });
    expect((await callInPage(launched.page, 'app.state')).studyToOpen).toBeNull();
    await expect(page.getByTestId('viewport')).toBeVisible();
  } finally {
    await launched.close();
  }
});

test('a folder that is dropped on the window is opened as a study', async () => {
  const study = path.join(folder, 'dropped');
  await writePhantomSeries(study, { seed: 12, slices: 4 });
  const launched = await launchApp();
  try {
    const { page } = launched;
    await callInPage(launched.page, 'project.create', { folder: path.join(folder, 'P'), name: 'P' });
    await page.reload();
    await expect(page.getByRole('tab', { name: 'Review' })).toBeVisible();
    const devtools = await page.context().newCDPSession(page);
    const data = { items: [], files: [study], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    }
    await expect(page.getByRole('listbox', { name: 'Slices' }).getByRole('option')).toHaveCount(4, { timeout: 60_000 });
  } finally {
    await launched.close();
  }
});

test('a run that is stopped in the window keeps what it learnt as a model', async () => {
  const project = await importSmallSet();
  const launched = await launchApp();
  try {
    const { page } = launched;
    await callInPage(launched.page, 'project.open', { folder: project });
    await callInPage(launched.page, 'dataset.freeze', { note: null });
    await page.reload();
    await page.getByRole('tab', { name: 'Training' }).click();
    await page.getByRole('textbox', { name: 'Rounds' }).fill('900');
    await page.getByRole('button', { name: 'Start training' }).click();
    const rounds = async (): Promise<number> =>
      (await callInPage(launched.page, 'training.runs')).runs[0]?.epochs.length ?? 0;
    await expect.poll(rounds, { timeout: 120_000 }).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Stop and keep' }).click();
    await expect(page.getByRole('button', { name: 'Evaluate compact-1' })).toBeVisible({ timeout: 60_000 });
    const [run] = (await callInPage(launched.page, 'training.runs')).runs;
    expect(run).toMatchObject({ status: 'stopped', modelId: 1 });
    const [model] = (await callInPage(launched.page, 'model.list')).models;
    expect(model).toMatchObject({ weightsFound: true, current: true });
    await launched.screenshot('26-training-stopped');
  } finally {
    await launched.close();
  }
});

test('a trainer that crashes goes on once by itself, then when a person says so, and never costs the app', async () => {
  const project = await importSmallSet();
  const launched = await launchApp();
  try {
    const { page } = launched;
    await callInPage(launched.page, 'project.open', { folder: project });
    const dataset = await callInPage(launched.page, 'dataset.freeze', { note: null });
    await page.reload();
    await page.getByRole('tab', { name: 'Training' }).click();
    await callInPage(launched.page, 'training.start', {
      datasetId: dataset.id,
      architecture: 'lenet',
      settings: { rounds: 900 },
      sourceIds: null,
    });
    const firstRun = async () => (await callInPage(launched.page, 'training.runs')).runs[0];
    await expect.poll(async () => (await firstRun())?.epochs.length ?? 0, { timeout: 120_000 }).toBeGreaterThan(0);
    const checkpoint = path.join(project, 'checkpoints', 'run-1', 'checkpoint.safetensors');
    await expect.poll(() => existsSync(checkpoint), { timeout: 120_000 }).toBe(true);
    const trainer = (): Promise<number> =>
      askTwice(() =>
        launched.app.evaluate(
          ({ app }) => app.getAppMetrics().find((metric) => metric.name === 'Overread train')?.pid ?? 0,
        ),
      );
    /** Ends the training process, another than the one that was ended before. */
    const killTrainer = async (before = 0): Promise<number> => {
      let pid = 0;
      const isThere = async (): Promise<boolean> => {
        pid = await trainer();
        return pid !== 0 && pid !== before;
      };
      await expect.poll(isThere, { timeout: 60_000 }).toBe(true);
      process.kill(pid, 'SIGKILL');
      return pid;
    };
    const first = await killTrainer();
    await expect(page.getByRole('log', { name: 'Messages' })).toContainText('Run 1 goes on from round');
    await killTrainer(first);
    await expect.poll(async () => (await firstRun())?.status, { timeout: 30_000 }).toBe('failed');
    expect(await firstRun()).toMatchObject({ modelId: null, continuable: true });
    await expect(page.getByRole('log', { name: 'Messages' })).toContainText('can be continued from its checkpoint');
    const offer = page.getByRole('button', { name: 'Continue the training that was interrupted' });
    await expect(offer).toBeVisible();
    // Why it has no model is read in its row, without pointing at it.
    const { reason } = (await firstRun()) ?? {};
    expect(reason).toMatch(/\w/);
    await expect(page.getByRole('row', { name: /^Run 1 / })).toContainText(`Failed${reason}`);
    await launched.screenshot('27-training-interrupted');
    await offer.click();
    await expect.poll(async () => (await firstRun())?.status, { timeout: 30_000 }).toBe('running');
    await expect(offer).toBeHidden();
    await expect.poll(trainer, { timeout: 60_000 }).not.toBe(0);
    await page.getByRole('button', { name: 'Stop and keep' }).click();
    await expect.poll(async () => (await firstRun())?.modelId ?? null, { timeout: 60_000 }).not.toBeNull();
    expect(existsSync(checkpoint)).toBe(false);
    await page.getByRole('tab', { name: 'Audit' }).click();
    await page.getByRole('button', { name: 'Verify' }).click();
    expect(await callInPage(launched.page, 'audit.verify', { kept: null })).toMatchObject({ kind: 'whole' });
  } finally {
    await launched.close();
  }
});

test('a project that cannot be opened costs nothing: the one before it stays open', async () => {
  const launched = await launchApp();
  try {
    const first = await callInPage(launched.page, 'project.create', {
      folder: path.join(folder, 'first'),
      name: 'First',
    });
    const refused = await launched.page.evaluate(
      (nowhere) => window.overread.call('project.open', { folder: nowhere }),
      folder,
    );
    expect(refused).toMatchObject({ kind: 'error', error: { code: 'no-project' } });
    expect((await callInPage(launched.page, 'project.summary')).folder).toBe(first.folder);
    await callInPage(launched.page, 'project.create', { folder: path.join(folder, 'second'), name: 'Second' });
    const names = (await callInPage(launched.page, 'app.state')).recentProjects.map(({ name }) => name);
    expect(names).toEqual(['Second', 'First']);
    const other = await runOverread(['dataset', 'freeze', '--project', path.join(folder, 'first'), '--json'], folder);
    expect(JSON.parse(other.stdout).error.code).toBe('nothing-to-freeze');
  } finally {
    await launched.close();
  }
});

test('the bridge gives the path of a file that the person hands to the window', async () => {
  const launched = await launchApp();
  try {
    const file = path.join(folder, 'slice 1.png');
    writeFileSync(file, smallPhantomPng(1));
    const { page } = launched;
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.id = 'handed';
      document.body.append(input);
    });
    await page.locator('#handed').setInputFiles(file);
    const given = await page.evaluate(() => {
      const handed = document.querySelector<HTMLInputElement>('#handed')?.files?.[0];
      return handed ? window.overread.pathForFile(handed) : null;
    });
    expect(given).toBe(file);
    expect(await page.evaluate(() => window.overread.pathForFile(new File(['x'], 'made-up.png')))).toBe('');
  } finally {
    await launched.close();
  }
});

test('an error that nobody foresaw is told, and logged without what could name a patient', async () => {
  const launched = await launchApp();
  try {
    await answerQuestion(launched, 0);
    await launched.app.evaluate(({ app }) => {
      const error = new Error("ENOENT: open '/data/O'Doe^Jane (CT 7)/CT 7.dcm'");
      error.stack += `\n    at Doe (${app.getAppPath()}/out/main/index.cjs:12:34)`;
      process.emit('uncaughtException', error);
    });
    const log = path.join(launched.userData, 'logs', 'overread.log');
    await expect.poll(() => existsSync(log)).toBe(true);
    const text = readFileSync(log, 'utf8');
    // What the inspector was called in may be our own code too.
    expect(text).toMatch(
      / uncaughtException\nError\n(?: {4}at main\/index\.cjs:\d+:\d+\n)* {4}at main\/index\.cjs:12:34\n/,
    );
    expect(text).not.toMatch(/Doe|Jane|CT 7/);
    expect(await questionsOf(launched)).toBe(1);
  } finally {
    await launched.close();
  }
});

/**
 * Ends the window's process, and waits for its page to be loaded anew. Nothing is asked of the page before: a script sent
 * to a process that is gone is never answered, and for some milliseconds the window does not know that it is.
 */
async function crashWindow(launched: LaunchedApp): Promise<void> {
  await launched.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const counted = globalThis as unknown as { isBack?: boolean };
    counted.isBack = false;
    // A load counts that ended behind the death: the one before may still be ending.
    contents?.once('render-process-gone', () =>
      contents.once('did-finish-load', () => {
        counted.isBack = true;
      }),
    );
    contents?.forcefullyCrashRenderer();
  });
  const isBack = (): Promise<boolean | undefined> =>
    askTwice(() => launched.app.evaluate(() => (globalThis as unknown as { isBack?: boolean }).isBack));
  await expect.poll(isBack, { timeout: 30_000 }).toBe(true);
}

test('a window whose process ended comes back', async () => {
  const launched = await launchApp();
  try {
    await answerQuestion(launched, 0);
    await crashWindow(launched);
    const heading = (): Promise<string> =>
      askTwice(() =>
        launched.app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
            "document.querySelector('h1')?.textContent ?? ''",
          ),
        ),
      );
    await expect.poll(heading, { timeout: 30_000 }).toBe('Overread');
  } finally {
    await launched.close();
  }
});

test('a window that dies again and again is shown three times, then the person is asked', async () => {
  const launched = await launchApp();
  try {
    // "Try once more" is the second button.
    await answerQuestion(launched, 1);
    for (let count = 1; count <= 4; count += 1) {
      await crashWindow(launched);
      // Each return is told of, the fourth is asked for.
      await expect.poll(() => questionsOf(launched)).toBe(count);
    }
  } finally {
    await launched.close();
  }
});

test('quitting while a network is trained asks first, keeps what was learnt, and leaves the project whole', async () => {
  const project = await importSmallSet();
  const launched = await launchApp();
  await callInPage(launched.page, 'project.open', { folder: project });
  const dataset = await callInPage(launched.page, 'dataset.freeze', { note: null });
  await callInPage(launched.page, 'training.start', {
    datasetId: dataset.id,
    architecture: 'lenet',
    settings: { rounds: 900 },
    sourceIds: null,
  });
  const epochs = async (): Promise<number> =>
    (await callInPage(launched.page, 'training.runs')).runs[0]?.epochs.length ?? 0;
  await expect.poll(epochs, { timeout: 120_000 }).toBeGreaterThan(0);

  await answerQuestion(launched, 1);
  await closeWindow(launched);
  const learnt = await epochs();
  await expect.poll(epochs, { timeout: 60_000 }).toBeGreaterThan(learnt);
  expect(await questionsOf(launched)).toBe(1);

  await answerQuestion(launched, 0);
  const ended = new Promise((resolve) => launched.app.process().once('exit', resolve));
  await closeWindow(launched).catch(() => undefined);
  expect(await ended).toBe(0);
  const verified = await runOverread(['audit', 'verify', '--project', project, '--json'], folder);
  expect(JSON.parse(verified.stdout)).toMatchObject({ kind: 'whole' });
  const evaluated = await runOverread(['evaluate', '--project', project, '--model', 'lenet-1', '--json'], folder);
  expect(evaluated.code).toBe(0);
  rmSync(launched.folder, { recursive: true, force: true });
});
