import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched.close();
});

/** One call of the contract, made by the page itself. */
function call(method: unknown, input: unknown): Promise<unknown> {
  return launched.page.evaluate(([name, given]) => window.overread.call(name as string, given), [method, input]);
}

test('the window opens at the app’s own page and shows the start screen', async () => {
  const { page } = launched;
  expect(page.url()).toBe('overread://app/');
  expect(await page.title()).toContain('Overread');
  await expect(page.getByRole('button', { name: /demo/i }).first()).toBeVisible();
  await launched.screenshot('01-start');
});

test('calls: a good one is answered, a strange method, bad input and too much input are refused', async () => {
  expect(await call('job.list', {})).toEqual({ kind: 'ok', value: { jobs: [] } });
  for (const [method, input, code] of [
    ['no.such.method', {}, 'no-such-method'],
    ['__proto__', {}, 'no-such-method'],
    ['constructor', {}, 'no-such-method'],
    ['project.open', {}, 'bad-input'],
    ['project.open', { folder: 7 }, 'bad-input'],
    ['project.open', { folder: 'x'.repeat(300_000) }, 'bad-input'],
    ['project.open', { folder: '/no/such/folder' }, 'no-project'],
    ['worklist.get', { sourceId: 1 }, 'no-project'],
  ] as const) {
    expect(await call(method, input), `${method}`).toMatchObject({ kind: 'error', error: { code } });
  }
});

test('a second start hands its folder to the first window and ends', async () => {
  const study = path.join(launched.folder, 'a study');
  mkdirSync(study, { recursive: true });
  const heard = launched.page.evaluate(
    () =>
      new Promise((resolve) => {
        // The first window comes to the front, too, and says so.
        window.overread.onEvent((event) => (event as { kind: string }).kind === 'open-folder' && resolve(event));
      }),
  );
  const second = await launchApp({ folder: launched.folder, args: [study] }).catch(() => null);
  expect(second).toBeNull();
  expect(await heard).toEqual({ kind: 'open-folder', folder: study });
});

test('preferences are kept; nothing of the browser’s lands in a cache of pages', async () => {
  await call('preferences.set', { readerName: 'Dr E2E' });
  expect(await call('app.state', {})).toMatchObject({ value: { preferences: { readerName: 'Dr E2E' } } });
  expect(readdirSync(launched.userData)).toContain('preferences.json');
  expect(existsSync(path.join(launched.userData, 'Partitions'))).toBe(false);
});

test('TensorFlow is found in the child that predicts, and the page had no errors of its own', async () => {
  await expect(async () => {
    expect(await call('app.state', {})).toMatchObject({
      value: { tensorflow: { ok: true, message: expect.stringMatching(/^TensorFlow \d/) } },
    });
  }).toPass({ timeout: 60_000 });
});
