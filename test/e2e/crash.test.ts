import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { createSeededRandom } from '../../src/random/seeded-random.ts';
import { launchApp } from '../support/launch-app.ts';
import { smallPhantomPng } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';

// The app's main process is killed while somebody reads. test/crash does it a thousand times without the window.
test.setTimeout(600_000);

const KILLS = 3;

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-killed-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(`reads that were said to be saved are there after the app was killed, ${KILLS} times`, async () => {
  mkdirSync(path.join(folder, 'set', 'normal'), { recursive: true });
  for (let n = 0; n < 6; n += 1)
    writeFileSync(path.join(folder, 'set', 'normal', `${n}.png`), smallPhantomPng(300 + n));
  const project = path.join(folder, 'P');
  expect((await runOverread(['import', 'set', '--project', project, '--reading', 'off'], folder)).code).toBe(0);
  const random = createSeededRandom(20261128);
  const said = new Set<number>();
  for (let round = 0; round <= KILLS; round += 1) {
    const { app, page, close } = await launchApp({ folder });
    await page.evaluate((place) => window.overread.call('project.open', { folder: place }), project);
    expect(await page.evaluate(() => window.overread.call('audit.verify', { kept: null }))).toMatchObject({
      value: { kind: 'whole' },
    });
    for (const sequence of said) {
      const input = { beforeSequence: sequence + 1, limit: 1 };
      const found = await page.evaluate((given) => window.overread.call('audit.page', given), input);
      expect(found).toMatchObject({ value: { lines: [{ sequence, event: 'read' }] } });
    }
    if (round === KILLS) {
      await close();
      break;
    }
    await page.reload();
    await page.getByRole('tab', { name: 'Review' }).click();
    await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible({ timeout: 60_000 });
    await page.exposeFunction('noteSaved', (sequence: number) => void said.add(sequence));
    await page.evaluate(() => {
      const status = document.querySelector('[role=status][aria-label=Saving]');
      const note = (window as unknown as { noteSaved(sequence: number): void }).noteSaved;
      const look = () => {
        const sequence = /Saved, audit entry (\d+)/.exec(status?.textContent ?? '')?.[1];
        if (sequence) note(Number(sequence));
      };
      if (!status) throw new Error('There is no word on saving.');
      new MutationObserver(look).observe(status, { childList: true, characterData: true, subtree: true });
    });
    const before = said.size;
    const reading = (async () => {
      for (;;) await page.keyboard.press(random.pick(['y', 'n', 'u']), { delay: 5 });
    })().catch(() => undefined);
    await expect.poll(() => said.size, { timeout: 60_000 }).toBeGreaterThan(before);
    await wait(random.between(0, 400));
    const closed = app.waitForEvent('close');
    app.process().kill('SIGKILL');
    await closed;
    await reading;
  }
  expect(said.size).toBeGreaterThanOrEqual(KILLS);
});
