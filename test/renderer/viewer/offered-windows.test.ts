import { expect, it } from 'vitest';
import { asNamedWindow, isApplied, offeredWindows, windowBeside } from '../../../renderer/viewer/offered-windows.ts';
import type { ImageMetadata } from '../../../src/contract/review-methods.ts';
import { greyLevels } from '../../../src/study/grey.ts';
import { NO_TABLES } from '../../../src/study/lookup-tables.ts';
import { shownSlice } from '../../../src/study/shown-slice.ts';
import { VIEWER_DEFAULTS, type ViewerPreferences } from '../../../src/viewing/viewer-preferences.ts';
import { pngHeader } from '../../support/slice-headers.ts';
import { FAKE_SLICES, fakeMetadata } from '../support/fake-slices.ts';

function metadataOf(kind: 'ct' | 'png'): ImageMetadata {
  const slice = FAKE_SLICES.find((candidate) => candidate.kind === kind);
  if (!slice) throw new Error(kind);
  return fakeMetadata(slice);
}

it('offers CT its windows in HU', () => {
  const [brain] = offeredWindows(metadataOf('ct'), VIEWER_DEFAULTS);
  expect(brain).toMatchObject({ name: 'Brain', applied: { center: 40, width: 80 } });
  expect(brain && isApplied(brain, { windowCenter: 40, windowWidth: 80, table: null })).toBe(true);
  expect(brain && isApplied(brain, { windowCenter: 40, windowWidth: 80, table: 0 })).toBe(false);
  expect(brain && isApplied(brain, { windowCenter: 41, windowWidth: 80, table: null })).toBe(false);
});

it('offers a PNG per cent of its range, whatever its depth', () => {
  const eight = { ...metadataOf('png'), windowCenter: 128, windowWidth: 256 };
  const sixteen = { ...eight, windowCenter: 32_768, windowWidth: 65_536 };
  const dark = (metadata: ImageMetadata) => offeredWindows(metadata, VIEWER_DEFAULTS)[1]?.applied;
  expect(dark(eight)).toEqual({ center: 64, width: 128 });
  expect(dark(sixteen)).toEqual({ center: 16_384, width: 32_768 });
  const kept = asNamedWindow(eight, { windowCenter: 64, windowWidth: 128 }, 'own', 'Own');
  expect(kept).toEqual({ id: 'own', name: 'Own', center: 25, width: 50 });
});

it('opens 12 bits in a PNG of 16 by what they use, says so, and leaves values and the network’s input alone', () => {
  const header = pngHeader({ bitsStored: 16, bitsAllocated: 16 });
  const pixels = Uint16Array.of(0, 1967, 3934);
  const image = { rows: 1, columns: 3, samples: 1, pixels } as const;
  const { metadata } = shownSlice(header, 0, image, NO_TABLES);
  expect(metadata).toMatchObject({ windowCenter: 2048, windowWidth: 4096, unit: 'grey', slope: 1, intercept: 0 });
  expect(offeredWindows(metadata, VIEWER_DEFAULTS)[1]?.applied).toEqual({ center: 1024, width: 2048 });
  expect(metadata.technique[0]).toEqual(['Format', 'PNG, 16 bit, 12 used']);
  expect([...greyLevels(image, header)]).toEqual([0, 1967, 3934].map((value) => expect.closeTo(value / 65_535, 7)));
  const whole = shownSlice(header, 0, { ...image, pixels: Uint16Array.of(0, 1, 65_535) }, NO_TABLES).metadata;
  expect([whole.windowWidth, whole.technique[0]]).toEqual([65_536, ['Format', 'PNG, 16 bit']]);
});

it('takes stored values by what the picture holds', () => {
  const range = { minPixelValue: 100, maxPixelValue: 300, slope: 2, intercept: -100 };
  const stored: ImageMetadata = { ...metadataOf('ct'), unit: 'stored', ...range };
  expect(offeredWindows(stored, VIEWER_DEFAULTS)[0]?.applied).toEqual({ center: 300, width: 400 });
});

it('sets beside a slice the window that was chosen for its list, the first of it where that is gone', () => {
  const { huWindows, percentWindows } = VIEWER_DEFAULTS;
  const beside = (kind: 'ct' | 'png', change: Partial<ViewerPreferences>) =>
    windowBeside(metadataOf(kind), { ...VIEWER_DEFAULTS, ...change })?.id;
  const compareWindows = { huWindows: 'bone', percentWindows: 'bright' };
  expect([beside('ct', {}), beside('png', {})]).toEqual(['subdural', 'dark']);
  expect([beside('ct', { compareWindows }), beside('png', { compareWindows })]).toEqual(['bone', 'bright']);
  const without = huWindows.filter(({ id }) => id !== 'bone');
  expect(beside('ct', { compareWindows, huWindows: without })).toBe('brain');
  expect(beside('ct', { compareWindows, huWindows: [] })).toBeUndefined();
  expect(beside('png', { compareWindows, percentWindows: percentWindows.slice(0, 1) })).toBe('full');
});
