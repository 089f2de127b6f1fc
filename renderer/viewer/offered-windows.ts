import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import type { DisplayWindow } from '../../src/study/window.ts';
import { type NamedWindow, percentOfWindow, windowOfPercent } from '../../src/viewing/named-window.ts';
import type { ViewerPreferences } from '../../src/viewing/viewer-preferences.ts';

/** Which of the reader's lists a picture goes by. */
export type WindowList = 'huWindows' | 'percentWindows';

export function windowListOf({ unit }: Pick<ImageMetadata, 'unit'>): WindowList {
  return unit === 'HU' ? 'huWindows' : 'percentWindows';
}

/**
 * What is 0 to 100 per cent of a picture: the range that a PNG or a colour picture comes in (of a PNG, that of the bits it uses); else what the picture
 * itself has, in modality values.
 */
export function fullRange(metadata: ImageMetadata): DisplayWindow {
  const { unit, windowCenter, windowWidth, minPixelValue, maxPixelValue, slope, intercept } = metadata;
  if (unit === 'grey' || unit === 'colour') return { center: windowCenter, width: windowWidth };
  const [one, other] = [minPixelValue * slope + intercept, maxPixelValue * slope + intercept];
  return { center: (one + other) / 2, width: Math.abs(other - one) || 1 };
}

/** A window that can be chosen: what it is called, and what it is in the picture's own values. */
export interface OfferedWindow {
  readonly id: string;
  readonly name: string;
  /** In the unit of its list. */
  readonly listed: DisplayWindow;
  /** In modality values. */
  readonly applied: DisplayWindow;
}

/** The reader's windows for a picture, in the order of their keys. */
export function offeredWindows(
  metadata: ImageMetadata,
  preferences: Pick<ViewerPreferences, WindowList>,
): readonly OfferedWindow[] {
  const list = windowListOf(metadata);
  const range = fullRange(metadata);
  return preferences[list].map(({ id, name, center, width }) => {
    const listed = { center, width };
    return { id, name, listed, applied: list === 'huWindows' ? listed : windowOfPercent(listed, range) };
  });
}

/** The window that a slice stands beside itself in: the one that was chosen, the first where that is no longer in the list. */
export function windowBeside(
  metadata: ImageMetadata,
  preferences: Pick<ViewerPreferences, WindowList | 'compareWindows'>,
): OfferedWindow | null {
  const offered = offeredWindows(metadata, preferences);
  const chosen = preferences.compareWindows[windowListOf(metadata)];
  return offered.find(({ id }) => id === chosen) ?? offered[0] ?? null;
}

/** A window's name and its numbers in the picture's own values. */
export function windowWords({ name, applied }: OfferedWindow): string {
  const tenth = (value: number): string => String(Math.round(value * 10) / 10);
  return `${name}: width ${tenth(applied.width)}, level ${tenth(applied.center)}`;
}

/** Whether a window is the one on the screen, to what a reader can tell apart. */
export function isApplied(
  { applied }: OfferedWindow,
  shown: { readonly windowCenter: number; readonly windowWidth: number; readonly table: number | null },
): boolean {
  if (shown.table !== null) return false;
  const near = (a: number, b: number) => Math.abs(a - b) < Math.max(0.5, shown.windowWidth / 1000);
  return near(applied.center, shown.windowCenter) && near(applied.width, shown.windowWidth);
}

/** The window on the screen as an entry of the reader's list for the picture. */
export function asNamedWindow(
  metadata: ImageMetadata,
  shown: { readonly windowCenter: number; readonly windowWidth: number },
  id: string,
  name: string,
): NamedWindow {
  const own = { center: shown.windowCenter, width: shown.windowWidth };
  const kept = windowListOf(metadata) === 'huWindows' ? own : percentOfWindow(own, fullRange(metadata));
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return { id, name, center: tenth(kept.center), width: Math.max(1, tenth(kept.width)) };
}
