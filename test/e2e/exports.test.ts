import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { decode } from 'fast-png';
import type { MethodName, MethodOutput } from '../../src/contract/contract.ts';
import { textElement } from '../../src/dicom-write/dicom-element.ts';
import { callInPage } from '../support/call-in-page.ts';
import { colouredPixels } from '../support/coloured-pixels.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { writePhantomSeries } from '../support/phantom-files.ts';
import { PLANTED, plantedDicom } from '../support/planted-study.ts';

// What leaves the project as a file: the picture as it is seen, and a reader's reads as DICOM Structured Reports.
test.describe.configure({ mode: 'serial' });

let launched: LaunchedApp;
let out: string;

const call = <K extends MethodName>(method: K, input: unknown): Promise<MethodOutput<K>> =>
  callInPage(launched.page, method, input);

/** Sets what the system's dialogs answer. */
const answerDialogs = (file: string): Promise<void> =>
  launched.app.evaluate(
    ({ dialog }, [picture, folder]) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: picture });
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
    },
    [path.join(out, file), out] as const,
  );

test.beforeAll(async () => {
  launched = await launchApp();
  out = path.join(launched.folder, 'out');
  mkdirSync(out);
  const study = path.join(launched.folder, 'study');
  await writePhantomSeries(study, { seed: 31, bleedKind: 'epidural', slices: 3, columns: 256 });
  await call('preferences.set', { readerName: 'Ada' });
  await call('project.create', { folder: path.join(launched.folder, 'P'), name: 'P', readingMode: 'off' });
  await launched.page.reload();
  await call('study.open', { folder: study });
  await expect(launched.page.getByTestId('window')).toBeVisible({ timeout: 60_000 });
});
test.afterAll(() => launched.close());

/** Saves the picture on the screen; gives its pixels and the share of them that a corner's writing makes bright. */
async function save(file: string, words: 'Burnt in' | 'Left out') {
  const { page } = launched;
  await answerDialogs(file);
  await page.keyboard.press('Control+s');
  await page.getByRole('radio', { name: words }).check({ force: true });
  await page.getByRole('button', { name: 'Save as PNG' }).click();
  await expect(page.getByText(`Saved to ${path.join(out, file)}.`)).toBeVisible();
  const png = decode(readFileSync(path.join(out, file)));
  const box = await page.locator('[data-capture-area]').boundingBox();
  expect([png.width, png.height]).toEqual([Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)]);
  let bright = 0;
  // The window's corner: the picture itself is black there.
  for (let y = png.height - 60; y < png.height; y += 1) {
    for (let x = 0; x < 90; x += 1) if ((png.data[(y * png.width + x) * png.channels] ?? 0) > 120) bright += 1;
  }
  return { png, bright };
}

test('the picture is saved as it is seen, with the writing over it or without', async () => {
  const burnt = await save('with.png', 'Burnt in');
  const bare = await save('without.png', 'Left out');
  expect(burnt.bright).toBeGreaterThan(20);
  expect(bare.bright).toBe(0);
  // The middle, where nothing is written, is the same picture.
  const { width, height, channels } = bare.png;
  const middle = ({ data }: { data: ArrayLike<number> }) =>
    Array.from(
      { length: 60 },
      (_, step) => data[((Math.floor(height / 2) - 30 + step) * width + Math.floor(width / 2)) * channels],
    );
  expect(middle(bare.png)).toEqual(middle(burnt.png));
  expect(new Set(middle(bare.png)).size).toBeGreaterThan(2);
  await expect(launched.page.locator('html')).not.toHaveAttribute('data-capture');
});

test('marks are burnt in with the writing, and left out with it', async () => {
  const { page } = launched;
  const picture = page.getByRole('application', { name: 'Slice' });
  const box = await picture.boundingBox();
  if (!box) throw new Error('There is no picture.');
  await page.getByRole('toolbar', { name: 'Tool', exact: true }).getByRole('button', { name: 'Ellipse' }).click();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.6);
  await page.mouse.up();
  await expect(page.locator('[data-testid=marks] [data-kind=ellipse]')).toBeVisible();
  await expect(page.getByRole('status', { name: 'Saving' })).toContainText('ellipse added');
  await save('marked.png', 'Burnt in');
  await save('unmarked.png', 'Left out');
  // The slice itself has no colour.
  expect(colouredPixels(path.join(out, 'marked.png'))).toBeGreaterThan(100);
  expect(colouredPixels(path.join(out, 'unmarked.png'))).toBe(0);
  await page.keyboard.press('w');
});

test('two pictures side by side are saved side by side, what is written over the second too or not at all', async () => {
  const { page } = launched;
  await page.keyboard.press('s');
  const pane = page.locator('[data-testid=compare][data-state=ready]');
  await expect(pane).toBeVisible();
  await expect(page.getByTestId('compare-words')).toBeVisible();
  /** How many bright pixels the right half has along its lower and upper edge, and in its middle. */
  const rightHalf = ({ png }: Awaited<ReturnType<typeof save>>) => {
    const { width, height, channels, data } = png;
    const bright = (fromY: number, toY: number) => {
      let count = 0;
      for (let y = fromY; y < toY; y += 1) {
        for (let x = Math.ceil(width / 2) + 4; x < width; x += 1) {
          if ((data[(y * width + x) * channels] ?? 0) > 120) count += 1;
        }
      }
      return count;
    };
    const middle = Math.floor(height / 2);
    return { edges: bright(height - 36, height) + bright(0, 36), middle: bright(middle - 40, middle + 40) };
  };
  const burnt = rightHalf(await save('beside-with.png', 'Burnt in'));
  const bare = rightHalf(await save('beside-without.png', 'Left out'));
  expect(burnt.edges).toBeGreaterThan(20);
  expect(bare.edges).toBe(0);
  expect(bare.middle).toBeGreaterThan(100);
  await page.keyboard.press('s');
  await expect(pane).toHaveCount(0);
});

test('the reads of a study are written as a structured report', async () => {
  const { page } = launched;
  await page.keyboard.press('y');
  await expect(page.getByRole('status', { name: 'Saving' })).toContainText('Saved');
  await answerDialogs('unused.png');
  await page.getByRole('tab', { name: 'Audit' }).click();
  await page.getByRole('button', { name: 'Structured reports' }).click();
  await launched.screenshot('exports-structured-reports');
  await page.getByRole('button', { name: 'Choose folder and write' }).click();
  await expect(page.getByText(/Wrote 1 report to /)).toBeVisible();
  const folder = readdirSync(out).find((name) => name.startsWith('overread-reports-')) ?? '';
  const [file = ''] = readdirSync(path.join(out, folder));
  expect(
    readFileSync(path.join(out, folder, file))
      .subarray(128, 132)
      .toString(),
  ).toBe('DICM');
  expect(existsSync(path.join(out, 'unused.png'))).toBe(false);
  await page.getByRole('tab', { name: 'Review' }).click();
  await page.getByRole('tab', { name: 'Audit' }).click();
  await expect(page.getByText(/Exported a structured report of study-/)).toBeVisible();
  await expect(page.getByText(/Saved a picture of slice/)).toHaveCount(6);
});

test('what a file calls its series is on the screen and not in a saved picture', async () => {
  const { page } = launched;
  const study = path.join(launched.folder, PLANTED.folder);
  mkdirSync(study);
  for (const series of [1, 2]) {
    for (const instance of [1, 2]) {
      const extraElements = [
        textElement('0020000e', 'UI', `${PLANTED.seriesUid}.${series}`),
        textElement('00080018', 'UI', `${PLANTED.sopUid}.${series}.${instance}`),
        textElement('00200011', 'IS', String(series)),
      ];
      writeFileSync(path.join(study, `${series}-${instance}.dcm`), plantedDicom(instance, { extraElements }));
    }
  }
  await call('study.open', { folder: study });
  await page.getByRole('tab', { name: 'Review' }).click();
  const area = page.locator('[data-capture-area]');
  await expect(area).toContainText(PLANTED.description, { timeout: 60_000 });
  await page.keyboard.press('s');
  await expect(page.locator('[data-testid=compare][data-state=ready]')).toBeVisible();
  await page.getByLabel('What stands beside the slice').selectOption('other');
  await page.getByLabel('Which other slice').selectOption({ label: `2: ${PLANTED.description}` });
  await expect(page.locator('[data-testid=compare][data-state=ready]')).toBeVisible();
  /** What stands in the part of the page that is saved, frame by frame, for as long as it is being saved. */
  const shown = page.evaluateHandle(() => {
    const texts: string[] = [];
    const look = () => {
      if (document.documentElement.dataset.capture === undefined) return;
      texts.push(document.querySelector('[data-capture-area]')?.textContent ?? '');
      requestAnimationFrame(look);
    };
    new MutationObserver(look).observe(document.documentElement, { attributeFilter: ['data-capture'] });
    return texts;
  });
  await shown;
  await save('planted.png', 'Burnt in');
  const texts = await (await shown).jsonValue();
  expect(texts.length).toBeGreaterThan(2);
  const last = texts.at(-1) ?? '';
  expect(last).toContain('Series 1');
  for (const text of Object.values(PLANTED)) expect(last).not.toContain(text);
  await expect(area).toContainText(PLANTED.description);
});
