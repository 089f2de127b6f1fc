import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import type { MethodName, MethodOutput } from '../../src/contract/contract.ts';
import type { ImageMetadata, WorklistItem } from '../../src/contract/review-methods.ts';
import { heatTable } from '../../src/viewing/heat-colour-maps.ts';
import { callInPage } from '../support/call-in-page.ts';
import { canvasFacts } from '../support/canvas-facts.ts';
import { colouredPixels } from '../support/coloured-pixels.ts';
import { askTwice, type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { painted } from '../support/painted.ts';
import { smallPhantomPng, writePhantomSeries } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';

// The viewer's own tools on two CT series and PNGs, with a network that learnt for one round: what it says does not matter.
test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

let launched: LaunchedApp;
let slices: Pick<WorklistItem, 'sliceId' | 'file' | 'format' | 'seriesIndex' | 'plane'>[] = [];
const COLOUR_FILE = 'yes/2.png';

test.beforeAll(async () => {
  launched = await launchApp();
  const { app, page, folder } = launched;
  await writeSet(path.join(folder, 'heads'));
  const imported = await runOverread(
    ['import', 'heads', '--project', 'viewer', '--name', 'Viewer', '--reading', 'off', '--json'],
    folder,
  );
  expect(imported.code, imported.stderr).toBe(0);
  const trained = await runOverread(['train', '--project', 'viewer', '--rounds', '1', '--seed', '1', '--json'], folder);
  expect(trained.code, trained.stderr).toBe(0);
  await app.evaluate(
    ({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    },
    path.join(folder, 'viewer'),
  );
  await resize(1280, 800);
  await page.getByRole('button', { name: 'Open project' }).click();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  const { sources } = (await call('project.summary')) as { sources: { id: number }[] };
  slices = ((await call('worklist.get', { sourceId: sources[0]?.id })) as { items: typeof slices }).items;
  await expect(page.getByTestId('prediction')).toBeVisible({ timeout: 60_000 });
});
test.afterAll(async () => {
  await launched.close();
});

/** What the off-centre series of the bleeding head lacks at its left and its top. */
const CUT = { left: 48, top: 30 };

async function writeSet(folder: string): Promise<void> {
  for (const [label, kind, seed] of [
    ['yes', 'intraparenchymal', 10],
    ['no', 'none', 60],
  ] as const) {
    const own = path.join(folder, label);
    mkdirSync(own, { recursive: true });
    for (let index = 0; index < 3; index += 1) {
      writeFileSync(
        path.join(own, `${index}.png`),
        smallPhantomPng(seed + index, kind, `${label}/${index}.png` === COLOUR_FILE ? 'rgb8' : 'grey8'),
      );
    }
    const scanned = { seed: seed + 30, bleedKind: kind, slices: 7, columns: 256 };
    await writePhantomSeries(path.join(own, 'ct'), scanned);
    if (label === 'yes') {
      await writePhantomSeries(path.join(own, 'ct-off-centre'), { ...scanned, seriesNumber: 3, cut: CUT });
    }
  }
}

const resize = (width: number, height: number): Promise<void> =>
  launched.app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const);
const press = (key: string): Promise<void> => launched.page.keyboard.press(key);
const viewer = (): Locator => launched.page.getByTestId('viewport');
const compare = (): Locator => launched.page.getByTestId('compare');
const marks = async (): Promise<string> => {
  const letters = await viewer()
    .locator('[data-edge]')
    .evaluateAll((found) => found.map((one) => `${(one as HTMLElement).dataset.edge} ${one.textContent}`));
  return letters.join(', ');
};

/** A grey slice and a colour one, whose colours are all grey: each kind is drawn, with its heat, in a way of its own. */
const KINDS = ['grey', 'colour'] as const;

/** Opens the n-th CT or PNG slice of the source; the PNG in colours has the last file of the bleeding heads. */
async function openSlice(format: 'dicom' | 'png', nth: number): Promise<void> {
  await openThat(slices.filter((slice) => slice.format === format)[nth]);
}

/** The id of the n-th CT slice. */
const dicom = (nth: number): number => slices.filter(({ format }) => format === 'dicom')[nth]?.sliceId ?? 0;

async function openKind(kind: (typeof KINDS)[number]): Promise<void> {
  if (kind === 'grey') return openSlice('dicom', 3);
  const wanted = slices.find(({ file }) => file.endsWith(COLOUR_FILE));
  await openThat(wanted);
  expect((await call('slice.pixels', { sliceId: wanted?.sliceId })).metadata.color).toBe(true);
}

async function openThat(wanted: (typeof slices)[number] | undefined): Promise<void> {
  const row = launched.page.locator(`[role=option][data-slice-id="${wanted?.sliceId}"]`);
  // The list draws only what is in view.
  const list = launched.page.getByRole('listbox');
  await expect(async () => {
    for (let top = 0; top < 1500 && (await row.count()) === 0; top += 300) {
      await list.evaluate((element, at) => {
        element.scrollTop = at;
      }, top);
      await launched.page.waitForTimeout(50);
    }
    // The list may yet follow the slice of the step before, and scroll away.
    await row.click({ timeout: 2000 });
  }).toPass({ timeout: 30_000 });
  await expect(
    launched.page.locator(`[data-testid=viewport][data-slice-id="${wanted?.sliceId}"][data-state=ready]`),
  ).toBeVisible();
}

async function drag(dx: number, dy: number): Promise<void> {
  const box = await viewer().boundingBox();
  if (!box) throw new Error('There is a viewer.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const { mouse } = launched.page;
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + dx, y + dy, { steps: 4 });
  await mouse.up();
}

test('ten tools, one stop of the Tab key; the left button does what was chosen', async () => {
  const { page } = launched;
  await openSlice('dicom', 3);
  const tools = page.getByRole('toolbar', { name: 'Tool', exact: true });
  await expect(tools.getByRole('button')).toHaveCount(10);
  await expect(tools.getByRole('button', { pressed: true })).toHaveAccessibleName('Window and level');
  await tools.getByRole('button', { name: 'Window and level' }).focus();
  await press('ArrowRight');
  await press('End');
  await press('ArrowLeft');
  await expect(tools.getByRole('button', { name: 'Rectangle' })).toBeFocused();
  await expect(page.getByTestId('window')).toContainText('W 80 L 40 HU');
  await viewer().click();
  await press('w');
  await drag(60, 0);
  await expect(page.getByTestId('window')).not.toContainText('W 80 ');
  const fitted = Number.parseInt((await page.getByTestId('zoom').textContent()) ?? '', 10);
  await press('o');
  await drag(0, -100);
  const zoomed = async () => Number.parseInt((await page.getByTestId('zoom').textContent()) ?? '', 10);
  await expect.poll(zoomed).toBeGreaterThan(fitted * 1.5);
  const before = await canvasFacts(viewer());
  await press('p');
  await drag(250, 0);
  expect((await canvasFacts(viewer())).sum).not.toBe(before.sum);
  await press('r');
  await expect(page.getByTestId('window')).toContainText('W 80 L 40 HU');
  await expect(page.getByTestId('zoom')).toHaveText(`${fitted} %`);
  await launched.screenshot('80-viewport-1280');
});

test('wheel and arrows stop at the ends of a series; Home and End go there', async () => {
  const { page } = launched;
  const shown = async () => Number(await viewer().getAttribute('data-slice-id'));
  await openSlice('dicom', 3);
  await press('End');
  await expect.poll(shown).toBe(dicom(6));
  await press('ArrowRight');
  await viewer().hover();
  const turned = page.evaluate(() =>
    new Promise((resolve) => addEventListener('wheel', resolve, { once: true })).then(() => true),
  );
  await page.mouse.wheel(0, 120);
  await turned;
  await painted(page);
  expect(await shown()).toBe(dicom(6));
  // A step back would lead elsewhere from the next series.
  await press('ArrowLeft');
  await expect.poll(shown).toBe(dicom(5));
  await press('Home');
  await expect.poll(shown).toBe(dicom(0));
  await press('ArrowLeft');
  await press('ArrowRight');
  await expect.poll(shown).toBe(dicom(1));
});

test('the lens shows more of what lies under the pointer while it is held', async () => {
  const { page } = launched;
  await press('g');
  const box = await viewer().boundingBox();
  if (!box) throw new Error('There is a viewer.');
  await page.mouse.move(box.x + box.width * 0.45, box.y + box.height * 0.45);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.4);
  expect((await canvasFacts(page.getByTestId('lens'))).lit).toBeGreaterThan(10_000);
  await launched.screenshot('81-lens');
  await page.mouse.up();
  await expect(page.getByTestId('lens')).toHaveCount(0);
  await press('w');
});

test('the wheel, a pinch and a drag zoom about the pointer, over the second picture too', async () => {
  const { page } = launched;
  await openSlice('dicom', 3);
  const zoom = page.getByTestId('zoom');
  /** What lies under the pointer at a place off the middle, before and after each way of zooming there. */
  const expectKept = async (over: Locator, probe: string): Promise<void> => {
    const box = await over.boundingBox();
    if (!box) throw new Error('There is a picture.');
    const [x, y] = [box.x + box.width * 0.38, box.y + box.height * 0.36];
    const { mouse, keyboard } = page;
    await mouse.move(x, y);
    await expect(page.getByTestId(probe)).toContainText('HU');
    const before = await page.getByTestId(probe).textContent();
    const expectZoomed = async (zoomed: () => Promise<void>): Promise<void> => {
      const scale = await zoom.textContent();
      await zoomed();
      await expect(zoom).not.toHaveText(scale ?? '');
      await painted(page);
      // The probe follows the pointer alone.
      await mouse.move(x + 1, y);
      await mouse.move(x, y);
      await expect(page.getByTestId(probe)).toHaveText(before ?? '');
    };
    await expectZoomed(async () => {
      await keyboard.down('Control');
      for (let notch = 0; notch < 4; notch += 1) await mouse.wheel(0, -100);
      await keyboard.up('Control');
    });
    await expectZoomed(async () => {
      await mouse.down({ button: 'right' });
      await mouse.move(x + 30, y - 60, { steps: 4 });
      await mouse.up({ button: 'right' });
    });
    await press('r');
  };
  await expectKept(viewer(), 'probe');
  await press('s');
  await page.getByLabel('What stands beside the slice').selectOption('window');
  await expect(compare()).toHaveAttribute('data-state', 'ready');
  await expectKept(compare(), 'compare-probe');
  await page.getByLabel('What stands beside the slice').selectOption('mirror');
  await expectKept(compare(), 'compare-probe');
  await press('s');
});

test('flips and turns keep the letters right, stay with the series and go with R', async () => {
  const { page } = launched;
  expect(await marks()).toBe('top A, right L, bottom P, left R');
  await press('f');
  await expect.poll(marks).toBe('top A, right R, bottom P, left L');
  await press('.');
  await expect.poll(marks).toBe('top L, right A, bottom R, left P');
  await press('Shift+F');
  await expect.poll(marks).toBe('top R, right A, bottom L, left P');
  await press(',');
  await expect.poll(marks).toBe('top A, right L, bottom P, left R');
  await press('f');
  await press('.');
  await launched.screenshot('82-flipped-and-turned');
  const turned = await marks();
  // Another series comes as it is; back in the first, all is as it was left.
  await openSlice('dicom', 10);
  await expect.poll(marks).toBe('top A, right L, bottom P, left R');
  await openSlice('dicom', 4);
  await expect.poll(marks).toBe(turned);
  await page.getByRole('tab', { name: 'Audit' }).click();
  await page.getByRole('tab', { name: 'Review' }).click();
  await expect.poll(marks).toBe(turned);
  await press('r');
  await expect.poll(marks).toBe('top A, right L, bottom P, left R');
});

test('the scale bar is as long as it says', async () => {
  const { page } = launched;
  const bar = page.getByTestId('scale-bar');
  const [mm, px] = await bar.evaluate(({ dataset }) => [Number(dataset.mm), Number(dataset.px)]);
  const metadata = await page.evaluate(async () => {
    const id = document.querySelector<HTMLElement>('[data-testid=viewport]')?.dataset.sliceId;
    const reply = await window.overread.call('slice.pixels', { sliceId: Number(id) });
    return (reply as { value: { metadata: ImageMetadata } }).value.metadata;
  });
  const shown = await viewer().locator('canvas').first().boundingBox();
  // The slice is fitted: its longer side is as long as the element's shorter one.
  const longerMm = Math.max(
    metadata.rows * (metadata.rowSpacingMm ?? 0),
    metadata.columns * (metadata.columnSpacingMm ?? 0),
  );
  const pxPerMm = Math.min(shown?.width ?? 0, shown?.height ?? 0) / longerMm;
  expect((px ?? 0) / (mm ?? 1)).toBeCloseTo(pxPerMm, 2);
  await expect(bar.locator('span').last()).toHaveCSS('width', new RegExp(`^${Math.floor(px ?? 0)}`));
  await press('Shift+I');
  await expect(bar).toHaveCount(0);
  await expect(page.getByTestId('window')).toHaveCount(0);
  expect(await marks()).not.toBe('');
  await press('Shift+I');
  await openSlice('png', 0);
  await expect(bar).toHaveCount(0);
});

test('windows are typed, named, put in order and kept; a PNG has its own in per cent', async () => {
  const { page } = launched;
  await openSlice('dicom', 3);
  await expect(viewer().getByTestId('why-no-hounsfield')).toHaveCount(0);
  await page.getByLabel('Window width in HU').fill('0');
  await expect(page.getByLabel('Window width in HU')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Window width in HU').fill('120');
  await page.keyboard.press('Enter');
  await page.getByLabel('Window level in HU').fill('-10');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('window')).toContainText('W 120 L -10 HU');
  await page.getByRole('button', { name: 'Edit windows' }).click();
  const dialog = page.getByRole('dialog', { name: 'CT windows' });
  await dialog.getByRole('button', { name: 'Add the window on the screen' }).click();
  await dialog.getByLabel('Name of Own 1').fill('Fat');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Move Fat up' }).click();
  await dialog.getByRole('button', { name: 'Delete Bone' }).click();
  await launched.screenshot('83-windows');
  await dialog.getByRole('button', { name: 'Done' }).click();
  const names = page.getByRole('group', { name: 'CT windows' }).getByRole('button');
  await expect(names).toHaveText([/Brain/, /Subdural/, /Stroke/, /Soft tissue/, /Fat/, /Wide/]);
  await press('1');
  await expect(page.getByTestId('window')).toContainText('W 80 L 40 HU');
  await press('5');
  await expect(page.getByTestId('window')).toContainText('W 120 L -10 HU');
  await page.getByRole('button', { name: 'Edit windows' }).click();
  await dialog.getByRole('button', { name: 'Reset to the defaults' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(names).toHaveCount(6);
  await openSlice('png', 1);
  await expect(page.getByRole('group', { name: 'Windows in per cent' }).getByRole('button')).toHaveCount(5);
  await press('2');
  await expect(page.getByTestId('window')).toContainText('W 128 L 64');
  await expect(page.getByTestId('no-hounsfield')).toHaveText('Not HU');
  const why = viewer().getByTestId('why-no-hounsfield');
  await expect(why).toHaveText('Grey levels, not HU: a PNG does not say what its values are, so CT windows are off.');
  await expect(why).toBeVisible();
  await launched.screenshot('84-png');
  await press('r');
});

/**
 * Zoomed and moved, both pictures have the same point under the pointer, each with its own value: of the patient where they have
 * coordinates in common, else as far from their middles.
 * @param otherId the slice beside
 */
async function expectLinked(otherId: number): Promise<void> {
  const { page } = launched;
  const at = async (probe: string): Promise<{ x: number; y: number; words: string }> => {
    const words = (await page.getByTestId(probe).textContent()) ?? '';
    const [, x, y] = /x (\d+) y (\d+)/.exec(words) ?? [];
    return { x: Number(x), y: Number(y), words };
  };
  const gridOf = (sliceId: number): Promise<ImageMetadata> =>
    page.evaluate(async (id) => {
      const reply = await window.overread.call('slice.pixels', { sliceId: id, ticket: null });
      return (reply as { value: { metadata: ImageMetadata } }).value.metadata;
    }, sliceId);
  const planeOf = (sliceId: number) => slices.find((slice) => slice.sliceId === sliceId)?.plane;
  const shownId = Number(await viewer().getAttribute('data-slice-id'));
  const [own, theirs, ownPlane, theirPlane] = [
    await gridOf(shownId),
    await gridOf(otherId),
    planeOf(shownId),
    planeOf(otherId),
  ];
  const placed = ownPlane?.frameOfReference === theirPlane?.frameOfReference;
  /** Axial slices: columns go along the patient's x, rows along y. */
  const place = (value: number, count: number, spacingMm: number | null, middleMm: number | undefined): number =>
    (value + 0.5 - count / 2) * (spacingMm ?? Number.NaN) + (placed ? (middleMm ?? Number.NaN) : 0);
  const kind = await compare().getAttribute('data-kind');
  const zoom = page.getByTestId('zoom');
  const fitted = await zoom.textContent();
  for (const key of ['+', '+', 'Control+ArrowLeft', 'Control+ArrowDown']) await press(key);
  await expect(zoom).not.toHaveText(fitted ?? '');
  const box = await viewer().boundingBox();
  const readings: string[] = [];
  for (const [right, down] of [
    [0.42, 0.4],
    [0.6, 0.55],
  ] as const) {
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * right, (box?.y ?? 0) + (box?.height ?? 0) * down);
    await expect(page.getByTestId('compare-probe')).toContainText('HU');
    await painted(launched.page);
    const [here, there] = [await at('probe'), await at('compare-probe')];
    const mm = Math.max(own.rowSpacingMm ?? 0, theirs.rowSpacingMm ?? 0);
    const [ownX, theirX] = [
      place(here.x, own.columns, own.columnSpacingMm, ownPlane?.centreMm[0]),
      place(there.x, theirs.columns, theirs.columnSpacingMm, theirPlane?.centreMm[0]),
    ];
    const [ownY, theirY] = [
      place(here.y, own.rows, own.rowSpacingMm, ownPlane?.centreMm[1]),
      place(there.y, theirs.rows, theirs.rowSpacingMm, theirPlane?.centreMm[1]),
    ];
    expect(Math.abs(ownX - theirX)).toBeLessThanOrEqual(mm * 1.01);
    expect(Math.abs(ownY - theirY)).toBeLessThanOrEqual(mm * 1.01);
    readings.push(`${here.x} ${here.y}`);
  }
  expect(new Set(readings).size).toBe(2);
  await launched.screenshot(`87-linked-${kind}`);
  await press('r');
  await expect(zoom).toHaveText(fitted ?? '');
}

test('what stands beside the slice follows it', async () => {
  const { page } = launched;
  await openSlice('dicom', 3);
  await press('r');
  await press('s');
  await expect(compare()).toHaveAttribute('data-state', 'ready');
  await expect(page.getByTestId('compare-words')).toContainText('Mirrored about the head’s own midline');
  expect((await canvasFacts(compare())).lit).toBeGreaterThan(10_000);
  await launched.screenshot('85-mirror');
  const kind = page.getByLabel('What stands beside the slice');
  await kind.selectOption('difference');
  await expect(page.getByTestId('compare-words')).toContainText('Grey: alike');
  await launched.screenshot('86-difference');
  await kind.selectOption('window');
  await expect(page.getByTestId('compare-words')).toContainText('Subdural: width 200, level 80');
  await page.getByLabel('Which other window').selectOption('Bone');
  await expect(page.getByTestId('compare-words')).toContainText('Bone: width 2800, level 600');
  // A window that was typed stays with the series: what is looked at below ends with R.
  await press('r');
  // The same slice, as grey as its values are between -800 and 2000 HU, and what stands under the pointer is the same in both.
  const text = await page.getByTestId('window').textContent();
  await expectLinked(dicom(3));
  expect(await page.getByTestId('window').textContent()).toBe(text);
  await page.getByTestId('viewport').hover();
  await expect(page.getByTestId('compare-probe')).toContainText('HU');
  expect(await page.getByTestId('compare-probe').textContent()).toBe(await page.getByTestId('probe').textContent());
  await launched.screenshot('86-window');
  await kind.selectOption('previous');
  await expect(page.getByTestId('compare-words')).toContainText(/Previous slice \(−\d+\.\d mm\)/);
  await press('ArrowRight');
  await press('1');
  await press('f');
  await launched.screenshot('87-previous');
  await press('r');
  await kind.selectOption('next');
  await expect(page.getByTestId('compare-words')).toContainText(/Next slice \(\+\d+\.\d mm\)/);
  await expectLinked(dicom(5));
  await kind.selectOption('other');
  await expect(compare()).toContainText('Choose another series');
  await openSlice('dicom', 10);
  // The other series of CT, not the pictures of a folder.
  const firstCt = slices.find(({ format }) => format === 'dicom')?.seriesIndex;
  await page.getByLabel('Which other slice').selectOption(`series-${firstCt}`);
  await expect(compare()).toHaveAttribute('data-state', 'ready');
  // Another patient: met by the share of the way through, the fourth of seven.
  await expect(page.getByTestId('compare-words')).toContainText(
    'Other slice (by its place in the series: no common coordinates)',
  );
  await expectLinked(dicom(3));
  await launched.screenshot('88-other-series');
  // The same scan in another field of view, of which something is cut off: the same height, and the same values.
  const offCentre = slices.find(({ sliceId }) => sliceId === dicom(14))?.seriesIndex;
  await page.getByLabel('Which other slice').selectOption(`series-${offCentre}`);
  await expect(page.getByTestId('compare-words')).toContainText('Other slice (0.0 mm)');
  await expectLinked(dicom(17));
  await viewer().hover();
  await expect(page.getByTestId('compare-probe')).toContainText('HU');
  await painted(page);
  const [here, there] = await Promise.all(
    ['probe', 'compare-probe'].map((probe) => page.getByTestId(probe).textContent()),
  );
  const [, value, x, y] = /^(.* HU).*x (\d+) y (\d+)/.exec(here ?? '') ?? [];
  expect(there).toBe(`${value}x ${Number(x) - CUT.left} y ${Number(y) - CUT.top}`);
  await launched.screenshot('88-other-field-of-view');
  await openSlice('png', 0);
  await page.getByRole('button', { name: 'Keep this slice here' }).click();
  await openSlice('png', 2);
  await expect(page.getByTestId('compare-words')).toContainText(/Slice \d+/);
  await launched.screenshot('89-kept-png');
  await press('s');
  await expect(compare()).toHaveCount(0);
});

for (const kind of KINDS)
  test(`a ${kind} slice has no coloured pixel once the heatmap is off or beside it`, async () => {
    const { page } = launched;
    await openKind(kind);
    await expect(viewer()).toHaveAttribute('data-heatmap', 'on', { timeout: 60_000 });
    await expect.poll(async () => (await canvasFacts(viewer())).coloured).toBeGreaterThan(1000);
    await launched.screenshot(`90-heat-over-${kind}`);
    await press('h');
    await expect(viewer()).toHaveAttribute('data-heatmap', 'off');
    expect(await canvasFacts(viewer())).toMatchObject({ coloured: 0 });
    await expect(page.getByTestId('heat-bar')).toHaveCount(0);
    await press('Shift+H');
    await expect(viewer()).toHaveAttribute('data-heatmap', 'on', { timeout: 60_000 });
    await expect(compare()).toHaveAttribute('data-kind', 'heatmap');
    await expect.poll(async () => (await canvasFacts(compare())).coloured).toBeGreaterThan(1000);
    expect(await canvasFacts(viewer())).toMatchObject({ coloured: 0 });
    await press('f');
    await press('.');
    const box = await viewer().boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * 0.6, (box?.y ?? 0) + (box?.height ?? 0) * 0.45);
    // The same slice on both sides: the cross lies on the pixel under the pointer, as far as it was flipped and turned.
    await expect(page.getByTestId('compare-probe')).toContainText(kind === 'grey' ? 'HU' : 'grey');
    expect(await page.getByTestId('compare-probe').textContent()).toBe(await page.getByTestId('probe').textContent());
    await launched.screenshot(`91-heat-beside-${kind}`);
    await press('r');
    await press('Shift+H');
    await expect(compare()).toHaveCount(0);
  });

/** The middle of what is on the canvas, weighed by how far a pixel is from grey, or by how bright it is. */
function centre(of: 'colour' | 'light'): Promise<{ x: number; y: number }> {
  return viewer()
    .locator('canvas')
    .first()
    .evaluate((canvas, what) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      let [x, y, weight] = [0, 0, 0];
      for (let at = 0; at < pixels.length; at += 4) {
        const rgb = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
        const own = what === 'light' ? Math.max(...rgb) : Math.max(...rgb) - Math.min(...rgb);
        x += own * ((at / 4) % width);
        y += own * Math.floor(at / 4 / width);
        weight += own;
      }
      return { x: x / weight, y: y / weight };
    }, of);
}

for (const kind of KINDS)
  test(`the heatmap stays with its ${kind} slice: zoomed, moved, flipped and turned`, async () => {
    const { page } = launched;
    await openKind(kind);
    const box = await viewer().boundingBox();
    const middle = { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 2 };
    const settled = async (heat: 'on' | 'off'): Promise<void> => {
      await expect(viewer()).toHaveAttribute('data-heatmap', heat, { timeout: 60_000 });
      await expect.poll(async () => (await canvasFacts(viewer())).coloured > 1000).toBe(heat === 'on');
    };
    /** Where heat and picture lie; the picture is seen without its heat. */
    const centres = async () => {
      await settled('on');
      const heat = await centre('colour');
      await press('h');
      await settled('off');
      const picture = await centre('light');
      await press('h');
      await settled('on');
      return { heat, picture };
    };
    await page.getByRole('checkbox', { name: 'Hot edge' }).uncheck();
    // Seen small, all of it stays on the canvas.
    for (let step = 0; step < 3; step += 1) await press('-');
    let { heat, picture } = await centres();
    expect(Math.hypot(heat.x - picture.x, heat.y - picture.y)).toBeGreaterThan(5);
    const away = (from: { x: number; y: number }) => ({ x: from.x - middle.x, y: from.y - middle.y });
    const moves: readonly (readonly [string, (from: { x: number; y: number }) => { x: number; y: number }])[] = [
      ['f', (from) => ({ x: -away(from).x, y: away(from).y })],
      ['.', (from) => ({ x: -away(from).y, y: away(from).x })],
      ['Shift+F', (from) => ({ x: away(from).x, y: -away(from).y })],
      ['+', (from) => ({ x: away(from).x * 1.25, y: away(from).y * 1.25 })],
      ['Control+ArrowRight', (from) => ({ x: away(from).x + 40, y: away(from).y })],
      ['Control+ArrowUp', (from) => ({ x: away(from).x, y: away(from).y - 40 })],
    ];
    for (const [key, moved] of moves) {
      await press(key);
      await painted(launched.page);
      const now = await centres();
      for (const [what, before, after] of [
        ['heat', heat, now.heat],
        ['picture', picture, now.picture],
      ] as const) {
        const expected = moved(before);
        const off = Math.hypot(away(after).x - expected.x, away(after).y - expected.y);
        expect(off, `${what} after ${key}`).toBeLessThan(2.5);
      }
      ({ heat, picture } = now);
    }
    await launched.screenshot(`91-heat-moved-${kind}`);
    await press('r');
    await page.getByRole('checkbox', { name: 'Hot edge' }).check();
  });

for (const kind of KINDS)
  test(`the slider of a ${kind} slice’s heatmap goes from faint to full, the bar shows those colours, and off is off`, async () => {
    const { page } = launched;
    await openKind(kind);
    const opacity = page.getByLabel('Heatmap opacity');
    const before = await opacity.inputValue();
    await page.getByRole('checkbox', { name: 'Hot edge' }).uncheck();
    const colour = (): Promise<number> =>
      viewer()
        .locator('canvas')
        .first()
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
          let sum = 0;
          for (let at = 0; at < pixels.length; at += 4) {
            const rgb = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
            sum += Math.max(...rgb) - Math.min(...rgb);
          }
          return (sum * 4) / pixels.length;
        });
    const bar = (): Promise<number[]> =>
      page
        .getByTestId('heat-bar')
        .locator('canvas')
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          return [...((canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [])];
        });
    const seen: number[] = [];
    for (const share of [0.05, 1]) {
      await opacity.fill(String(Math.round(share * 100)));
      await expect(opacity).toHaveValue(String(Math.round(share * 100)));
      const table = heatTable('ember', 0);
      // From the top: full heat first, each colour over black.
      const expected = Array.from({ length: 256 }, (_, row) => {
        const [red = 0, green = 0, blue = 0, alpha = 0] = table.subarray((255 - row) * 4, (256 - row) * 4);
        return [red, green, blue].map((value) => (value * alpha * share) / 255);
      }).flat();
      await expect
        .poll(async () => {
          const drawn = (await bar()).filter((_, at) => at % 4 !== 3);
          return (
            drawn.length === expected.length && drawn.every((value, at) => Math.abs(value - (expected[at] ?? 0)) < 2.5)
          );
        })
        .toBe(true);
      await painted(launched.page);
      seen.push(await colour());
      await launched.screenshot(`91-heat-opacity-${share}-${kind}`);
    }
    const [faint = 0, full = 0] = seen;
    expect(faint).toBeGreaterThan(0);
    expect(full).toBeGreaterThan(faint * 5);
    await page.getByRole('checkbox', { name: 'Heatmap', exact: true }).uncheck();
    await expect(viewer()).toHaveAttribute('data-heatmap', 'off');
    await expect.poll(async () => (await canvasFacts(viewer())).coloured).toBe(0);
    await page.getByRole('checkbox', { name: 'Heatmap', exact: true }).check();
    await opacity.fill(before);
    await page.getByRole('checkbox', { name: 'Hot edge' }).check();
  });

for (const kind of KINDS) {
  test(`a saved picture of a ${kind} slice has its heat where that is seen, the writing left out or not, and else no colour`, async () => {
    const { page, app, folder } = launched;
    await openKind(kind);
    const saved = async (heat: 'on' | 'off', words: 'Burnt in' | 'Left out'): Promise<number> => {
      const file = path.join(folder, `${kind}-${heat}-${words}.png`);
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath });
      }, file);
      await expect(viewer()).toHaveAttribute('data-heatmap', heat, { timeout: 60_000 });
      await painted(page);
      await press('Control+s');
      await page.getByRole('radio', { name: words }).check({ force: true });
      await page.getByRole('button', { name: 'Save as PNG' }).click();
      await expect(page.getByText(`Saved to ${file}.`)).toBeVisible();
      return colouredPixels(file);
    };
    expect(await saved('on', 'Burnt in')).toBeGreaterThan(1000);
    expect(await saved('on', 'Left out')).toBeGreaterThan(1000);
    await press('h');
    expect(await saved('off', 'Left out')).toBe(0);
    await press('h');
  });
}

test('colours, floor, edge and answer of the heatmap are the reader’s', async () => {
  const { page } = launched;
  const full = (await canvasFacts(viewer())).coloured;
  await page.getByLabel('Colours').selectOption('viridis');
  const floor = page.getByLabel('Share of full heat below which nothing is drawn');
  await floor.fill('50');
  await page.getByRole('checkbox', { name: 'Hot edge' }).uncheck();
  await expect.poll(async () => (await canvasFacts(viewer())).coloured).toBeLessThan(full);
  await launched.screenshot('92-heat-viridis-floor');
  await page.getByText('For none', { exact: true }).click();
  await expect(page.getByTestId('heat-bar')).toContainText('no haemorrhage', { timeout: 60_000 });
  await page.getByLabel('Colours').selectOption('blue');
  await floor.fill('0');
  await press('f');
  await press('.');
  await launched.screenshot('93-heat-none-turned');
  await press('r');
  await page.getByText('For haemorrhage', { exact: true }).click();
  await page.getByLabel('Colours').selectOption('inferno');
  await page.getByRole('checkbox', { name: 'Hot edge' }).check();
  await expect(page.getByTestId('heat-bar')).not.toContainText('no haemorrhage');
  await launched.screenshot('94-heat-inferno');
});

test('the cine plays the series without presenting what it passes, and stops at a key', async () => {
  const { page } = launched;
  await openSlice('dicom', 2);
  await page.waitForTimeout(300);
  await press('k');
  await expect(page.getByRole('button', { name: 'Stop the cine' })).toBeVisible();
  const ids = new Set<string>();
  for (let look = 0; look < 30; look += 1) {
    ids.add((await viewer().getAttribute('data-slice-id')) ?? '');
    await page.waitForTimeout(60);
  }
  expect(ids.size).toBeGreaterThan(4);
  const series = new Set(
    slices.filter(({ sliceId }) => ids.has(String(sliceId))).map(({ seriesIndex }) => seriesIndex),
  );
  expect(series.size).toBe(1);
  // Nothing of the model is on the screen while slices pass.
  await expect(page.getByTestId('prediction')).toHaveCount(0);
  await press('i');
  await expect(page.getByRole('button', { name: 'Play the series' })).toBeVisible();
  await expect(page.getByTestId('prediction')).toBeVisible();
  await page.getByRole('button', { name: 'Cine speed' }).click();
  await page.getByText('Back and forth').click();
  await launched.screenshot('95-cine');
  await page.keyboard.press('Escape');
  await press('r');
});

test('pixels come straight from a decoding process: at once, on a page that was loaded anew, and from a process that was', async () => {
  const { app, page } = launched;
  const [first, second] = slices;
  const bodyOf = async (ticket: string | null): Promise<number | null> => {
    const reply = (await page.evaluate(
      async ([sliceId, under]) => {
        const { value } = (await window.overread.call('slice.pixels', { sliceId, ticket: under })) as {
          value: { body: Uint8Array | null };
        };
        return value.body?.byteLength ?? null;
      },
      [first?.sliceId ?? 0, ticket] as const,
    )) as number | null;
    return reply;
  };
  const ticket = '6f0e1c9a-2f57-4a0c-9d1e-0f7a3c5b2d11';
  expect(await bodyOf(null)).toBeGreaterThan(0);
  expect(await bodyOf(ticket)).toBeNull();
  await page.reload();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  expect(await bodyOf(ticket)).toBeNull();
  const killed = await app.evaluate(({ app: electron }) => {
    const pids = electron.getAppMetrics().flatMap(({ pid, name }) => (name === 'Overread decode' ? [pid] : []));
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    return pids;
  });
  // What is asked before each death is noted could meet two dead ones, and would rightly be refused.
  const dying = () =>
    askTwice(() =>
      app.evaluate(({ app: electron }, pids) => electron.getAppMetrics().some(({ pid }) => pids.includes(pid)), killed),
    );
  await expect.poll(dying).toBe(false);
  await page.locator(`[data-slice-id="${second?.sliceId}"][role=option]`).click();
  await expect(
    page.locator(`[data-testid=viewport][data-slice-id="${second?.sliceId}"][data-state=ready]`),
  ).toBeVisible();
  expect(await bodyOf(ticket)).toBeNull();
});

test('the screen is filled and given back, and everything fits into a large window', async () => {
  const { page } = launched;
  await press('F11');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await expect(page.getByRole('button', { name: 'Leave full screen' })).toBeVisible();
  await page.getByRole('button', { name: 'Leave full screen' }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(false);
  await resize(1920, 1080);
  await press('s');
  await page.getByLabel('What stands beside the slice').selectOption('mirror');
  await launched.screenshot('96-viewport-1920');
  await page.getByRole('button', { name: 'More of the view' }).click();
  await launched.screenshot('97-view-menu');
  await page.keyboard.press('Escape');
  const settings = (await call('app.state')) as { preferences: Record<string, unknown> };
  expect(settings.preferences).toMatchObject({ compareOn: true, heatmapColours: 'inferno', cineMode: 'bounce' });
  expect(launched.pageErrors).toEqual([]);
});

function call<K extends MethodName>(method: K, input: unknown = {}): Promise<MethodOutput<K>> {
  return callInPage(launched.page, method, input);
}
