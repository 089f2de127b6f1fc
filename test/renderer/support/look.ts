import { cpSync, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright';
import { serveRenderer } from './serve-renderer.ts';

/**
 * Takes a picture of every screen in made-up states, at two window sizes, with a Chromium given in CHROMIUM.
 * Bundle and run it: esbuild test/renderer/support/look.ts --bundle --platform=node --format=esm --packages=external
 */
const ROOT = process.cwd();
const SITE = path.join(ROOT, 'test-results', 'look', 'site');
const SHOTS = path.join(ROOT, 'test-results', 'look');
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1100, height: 700 },
];

type Walk = readonly [name: string, query: string, steps: (page: Page) => Promise<unknown>];
const ready = (page: Page) => page.locator('[data-testid=viewport][data-state=ready]').waitFor();
const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();

const WALKS: readonly Walk[] = [
  ['start', '?start', async () => undefined],
  ['start-first', '?start&first', async () => undefined],
  ['new-project', '?start', (page) => page.getByRole('button', { name: 'Open study folder' }).click()],
  [
    'import',
    '',
    async (page) => {
      await page.getByRole('button', { name: /^Project / }).click();
      await page.getByRole('menuitem', { name: /Import/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['menu', '', (page) => page.getByRole('button', { name: /^Project / }).click()],
  [
    'review-ct',
    '',
    async (page) => {
      await ready(page);
      await page
        .getByRole('button', { name: 'Predict all slices' })
        .click()
        .catch(() => undefined);
      await page
        .getByRole('option', { name: /^Slice 15/ })
        .click()
        .catch(() => undefined);
      await page.waitForTimeout(300);
      await page.mouse.move(700, 400);
    },
  ],
  [
    'review-read',
    '',
    async (page) => {
      await ready(page);
      await page.getByLabel('Source').selectOption('1');
      await page
        .getByRole('option', { name: /^Slice 3/ })
        .first()
        .click();
      await ready(page);
      await page.getByRole('button', { name: 'Predict all slices' }).click();
      await page.waitForTimeout(300);
      await page.getByLabel('Reason').fill('Calcified choroid plexus, not blood');
      await page.getByRole('button', { name: 'No haemorrhage', exact: true }).click();
      await page.getByText(/^Saved/).waitFor();
    },
  ],
  [
    'review-blind',
    '?blind',
    async (page) => {
      await ready(page);
      await page.keyboard.press('ArrowDown');
      await ready(page);
    },
  ],
  [
    'review-failed',
    '',
    async (page) => {
      await ready(page);
      await page.getByRole('listbox').press('End');
      await page.evaluate(() => document.querySelector('[role=listbox]')?.scrollTo(0, 1e6));
      await page.getByRole('option', { name: /^Slice 31/ }).click();
      await page.getByRole('alert').first().waitFor();
    },
  ],
  ['review-empty', '?empty', async () => undefined],
  ['review-busy', '?busy&no-tensorflow&synthetic', ready],
  [
    'refused',
    '',
    async (page) => {
      await ready(page);
      await page.getByRole('button', { name: /refused/ }).click();
    },
  ],
  [
    'keys',
    '',
    async (page) => {
      await ready(page);
      await page.keyboard.press('Shift+?');
    },
  ],
  ['dataset', '', (page) => tab(page, 'Data set')],
  ['dataset-empty', '?empty', (page) => tab(page, 'Data set')],
  ['training', '?busy', (page) => tab(page, 'Training')],
  ['training-empty', '?empty', (page) => tab(page, 'Training')],
  [
    'compare',
    '',
    async (page) => {
      await tab(page, 'Training');
      await page.getByRole('button', { name: /^Compare/ }).click();
      await page.getByText('Only the candidate').waitFor();
    },
  ],
  [
    'evaluation',
    '',
    async (page) => {
      await tab(page, 'Evaluation');
      await page.getByText('Confusion').or(page.getByText('True positive')).first().waitFor();
    },
  ],
  [
    'export-card',
    '',
    async (page) => {
      await tab(page, 'Evaluation');
      await page.getByRole('button', { name: 'Export model card…' }).click();
      await page.getByLabel(/^Prevalence/).fill('110');
    },
  ],
  [
    'cross-validated',
    '',
    async (page) => {
      await tab(page, 'Evaluation');
      await page.getByLabel('Show', { exact: true }).selectOption('cross-validation/3/mean');
      await page.getByText('Cross-validated, no sealed test').waitFor();
    },
  ],
  [
    'queue',
    '',
    async (page) => {
      await tab(page, 'Evaluation');
      await page.getByRole('button', { name: /^Re-read/ }).click();
      await ready(page);
    },
  ],
  [
    'audit',
    '',
    async (page) => {
      await tab(page, 'Audit');
      await page.getByRole('button', { name: 'Verify' }).click();
    },
  ],
];

async function buildSite(): Promise<void> {
  mkdirSync(SITE, { recursive: true });
  const shared = { bundle: true, format: 'esm', jsx: 'automatic', outdir: SITE, logLevel: 'warning' } as const;
  const define = { 'process.env.NODE_ENV': '"development"' };
  const loader = { '.module.css': 'local-css', '.woff2': 'file' } as const;
  await build({ ...shared, define, loader, entryPoints: ['renderer/index.tsx'] });
  await build({ ...shared, entryPoints: ['test/renderer/support/fake-bridge.ts'] });
  cpSync('renderer/index.html', path.join(SITE, 'index.html'));
}

await buildSite();
const server = serveRenderer(SITE).listen(0);
const { port } = server.address() as AddressInfo;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const wanted = process.argv.slice(2);
for (const viewport of SIZES) {
  for (const [name, query, steps] of WALKS) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const page = await browser.newPage({ viewport });
    page.on('console', (message) => message.type() === 'error' && console.error(name, message.text()));
    page.on('pageerror', (error) => console.error(name, error.message));
    await page.addInitScript({ path: path.join(SITE, 'fake-bridge.js') });
    try {
      await page.goto(`http://localhost:${port}/${query}`);
      await page.waitForTimeout(200);
      page.setDefaultTimeout(4000);
      await steps(page);
      await page.waitForTimeout(250);
    } catch (error) {
      console.error(name, (error as Error).message.split('\n')[0]);
    }
    await page.screenshot({ path: path.join(SHOTS, `${name}-${viewport.width}.png`) });
    await page.close();
  }
}
await browser.close();
server.close();
