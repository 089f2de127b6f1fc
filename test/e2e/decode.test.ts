import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { colourDicom, dicomDirectory, dicomObject, tableDicom } from '../support/dicom-pictures.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { smallPhantomDicom, smallPhantomSlice } from '../support/phantom-files.ts';

// A disc with a DICOMDIR as hospitals hand them out: a whole slice, one that was cut off, a table, colour, a report.
test.describe.configure({ mode: 'serial' });

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
  const disc = path.join(launched.folder, 'disc');
  mkdirSync(path.join(disc, 'DICOM'), { recursive: true });
  const put = (name: string, bytes: Uint8Array) => writeFileSync(path.join(disc, name), bytes);
  const whole = smallPhantomDicom(3, 'intraparenchymal');
  put('DICOM/IM1', whole);
  put('DICOM/IM2', smallPhantomDicom(4).subarray(0, Math.floor(whole.length * 0.6)));
  put('DICOM/IM3', tableDicom(smallPhantomSlice(5, 'epidural')));
  put('DICOM/IM4', colourDicom(96));
  put('REPORT', dicomObject('1.2.840.10008.5.1.4.1.1.88.11', 'SR'));
  put('DICOMDIR', dicomDirectory(['DICOM\\IM1', 'DICOM\\IM2', 'DICOM\\IM3', 'DICOM\\IM4', 'DICOM\\IM9']));
  await launched.app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
  }, disc);
});
test.afterAll(async () => {
  await launched.close();
});

/** Shows the slice of a file. */
async function show(file: string): Promise<void> {
  const { page } = launched;
  await page.getByTitle(file).click();
  await expect(page.getByTestId('viewport')).toHaveAttribute('data-state', 'ready');
}

/** What is said of a picture that must not be overlooked: it stays when the corners are taken off. */
async function expectWarning(words: string | RegExp): Promise<void> {
  const { page } = launched;
  const warnings = page.getByTestId('viewport').getByRole('list', { name: 'Warnings of the picture' });
  await expect(warnings).toContainText(words);
  await page.keyboard.press('Shift+I');
  await expect(page.getByTestId('window')).toHaveCount(0);
  await expect(page.getByTestId('viewport').locator('[aria-label=Technique]')).toHaveCount(0);
  await expect(warnings).toContainText(words);
  await expect(warnings).toBeVisible();
  await launched.screenshot(`decode-corners-off-${String(words).replace(/\W+/g, '-').slice(0, 20)}`);
  await page.keyboard.press('Shift+I');
  await expect(page.getByTestId('window')).toBeVisible();
}

/** Red, green and blue on the screen, at a part of the canvas's width and height from its middle. */
function colourAt(right: number, down: number): Promise<number[]> {
  return launched.page.getByTestId('viewport').evaluate(
    (viewport, [x, y]) => {
      const canvas = viewport.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) return [];
      const { width, height } = canvas;
      const [left, top] = [Math.round(width * (0.5 + x)), Math.round(height * (0.5 + y))];
      return [...context.getImageData(left, top, 1, 1).data.slice(0, 3)];
    },
    [right, down] as const,
  );
}

test('a disc opens by its DICOMDIR: what it lists is there, what is missing is named', async () => {
  const { page } = launched;
  await page.getByRole('button', { name: 'Open study folder' }).click();
  await page.getByLabel('Name').fill('Disc');
  // File names are what the slices are found by here.
  await page.getByRole('radio', { name: 'AI from the start' }).check();
  await page.getByRole('button', { name: 'Create and open' }).click();
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(4, { timeout: 60_000 });
  await expect(page.getByTestId('viewport')).toHaveAttribute('data-state', 'ready');
  await launched.screenshot('decode-1-disc');
  await page.getByRole('button', { name: '2 files refused' }).click();
  const table = page.getByRole('dialog').getByRole('table');
  await expect(table).toContainText('DICOM/IM9');
  await expect(table).toContainText('"DICOMDIR" lists this file, and it is not in the folder');
  await expect(table).toContainText('A structured report, not a slice');
  await launched.screenshot('decode-2-refused');
  await page.keyboard.press('Escape');
});

test('a file that was cut off shows what is there, says what is missing, and is not predicted', async () => {
  const { page } = launched;
  await show('DICOM/IM2');
  await expectWarning(/Truncated: the lower \d+ of \d+ rows are missing/);
  await expect(page.getByRole('listbox').getByRole('option', { selected: true })).toContainText(
    'shown, not predicted, not trained on',
  );
  await expect(page.getByRole('listbox')).toContainText('A slice is truncated');
  expect(await colourAt(0, 0.2)).toEqual([0, 0, 0]);
  expect((await colourAt(0, -0.1))[0]).toBeGreaterThan(40);
  await launched.screenshot('decode-3-truncated');
});

test("a table of the file is one of the picture's windows, and gives way to another", async () => {
  const { page } = launched;
  await show('DICOM/IM3');
  await expect(page.getByTestId('window')).toContainText('Table BRAIN CURVE');
  await launched.screenshot('decode-4-table');
  const choice = page.getByLabel('Windows of the file');
  await expect(choice).toHaveValue('table 0');
  await page.getByRole('button', { name: /^Bone/ }).click();
  await expect(page.getByTestId('window')).toContainText('W 2800 L 600');
  await choice.selectOption('table 0');
  await expect(page.getByTestId('window')).toContainText('Table BRAIN CURVE');
});

test('colour stays colour, and what cannot be measured says so', async () => {
  const { page } = launched;
  await show('DICOM/IM4');
  await expectWarning('Pixel size unknown: no mm');
  await expectWarning('Lossy compression 10:1');
  expect(await colourAt(-0.2, -0.2)).toEqual([255, 0, 0]);
  expect(await colourAt(0.2, -0.2)).toEqual([0, 255, 0]);
  expect(await colourAt(-0.2, 0.2)).toEqual([0, 0, 255]);
  await launched.screenshot('decode-5-colour');
  await page.keyboard.press('s');
  const beside = page.getByTestId('compare');
  await expect(beside).toHaveAttribute('data-state', 'ready');
  for (const words of ['Pixel size unknown: no mm', 'Lossy compression 10:1']) {
    await expect(beside.getByRole('list', { name: 'Warnings of the picture' })).toContainText(words);
  }
  await launched.screenshot('decode-6-beside');
  // What is said beside is of the picture that is drawn there: a slice of CT was not packed lossily.
  await page.getByLabel('What stands beside the slice').selectOption('other');
  await page.getByLabel('Which other slice').selectOption({ index: 1 });
  await expect(page.getByTestId('compare-words')).toContainText('Slice');
  await expect(beside).toHaveAttribute('data-state', 'ready');
  await expect(beside).not.toContainText('Lossy compression');
  await page.keyboard.press('s');
  await expect(beside).toHaveCount(0);
  expect(launched.pageErrors).toEqual([]);
});
