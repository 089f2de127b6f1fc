import { z } from 'zod';
import type { DisplayWindow } from '../study/window.ts';

/** The least and most that a window may be: a CT's values are 16 bits wide, and a level is no use far outside of them. */
export const WINDOW_LIMITS = { leastWidth: 1, mostWidth: 65_536, leastCenter: -32_768, mostCenter: 65_535 } as const;

export const MOST_WINDOWS = 20;

/** A window with a name. In HU, or in per cent of a picture's full range: the list that it stands in says which. */
export const namedWindowSchema = z.object({
  id: z.string().min(1).max(60),
  name: z.string().trim().min(1).max(24),
  width: z.number().min(WINDOW_LIMITS.leastWidth).max(WINDOW_LIMITS.mostWidth),
  center: z.number().min(WINDOW_LIMITS.leastCenter).max(WINDOW_LIMITS.mostCenter),
});
export type NamedWindow = z.infer<typeof namedWindowSchema>;

/** The keys 1 to 9 go by the order of this list. */
export const namedWindowsSchema = z
  .array(namedWindowSchema)
  .max(MOST_WINDOWS)
  .refine((windows) => new Set(windows.map(({ id }) => id)).size === windows.length, 'Two windows have one id.');

/** CT windows in HU. */
export const HU_WINDOWS: readonly NamedWindow[] = [
  { id: 'brain', name: 'Brain', width: 80, center: 40 },
  { id: 'subdural', name: 'Subdural', width: 200, center: 80 },
  { id: 'stroke', name: 'Stroke', width: 40, center: 40 },
  { id: 'bone', name: 'Bone', width: 2800, center: 600 },
  { id: 'soft-tissue', name: 'Soft tissue', width: 400, center: 40 },
  { id: 'wide', name: 'Wide', width: 350, center: 40 },
];

/** Windows of a picture without HU, in per cent of its full range: 0 is black, 100 white when nothing is changed. */
export const PERCENT_WINDOWS: readonly NamedWindow[] = [
  { id: 'full', name: 'Full', width: 100, center: 50 },
  { id: 'dark', name: 'Dark tones', width: 50, center: 25 },
  { id: 'middle', name: 'Middle tones', width: 50, center: 50 },
  { id: 'bright', name: 'Bright tones', width: 50, center: 75 },
  { id: 'contrast', name: 'High contrast', width: 25, center: 50 },
];

/** A window in per cent of a range as one in the range's own unit. */
export function windowOfPercent({ width, center }: DisplayWindow, range: DisplayWindow): DisplayWindow {
  const low = range.center - range.width / 2;
  return { center: low + (center / 100) * range.width, width: (width / 100) * range.width };
}

/** A window in a range's own unit as one in per cent of the range. */
export function percentOfWindow({ width, center }: DisplayWindow, range: DisplayWindow): DisplayWindow {
  const low = range.center - range.width / 2;
  return { center: ((center - low) / range.width) * 100, width: (width / range.width) * 100 };
}

export type WindowChange =
  | { readonly kind: 'add'; readonly window: NamedWindow }
  | { readonly kind: 'edit'; readonly id: string; readonly to: Partial<Omit<NamedWindow, 'id'>> }
  | { readonly kind: 'move'; readonly id: string; readonly by: -1 | 1 }
  | { readonly kind: 'delete'; readonly id: string };

/** A list of windows after a change; what cannot be done (moving the first up, an unknown id) leaves it as it is. */
export function changeWindows(windows: readonly NamedWindow[], change: WindowChange): readonly NamedWindow[] {
  switch (change.kind) {
    case 'add':
      return windows.length < MOST_WINDOWS ? [...windows, change.window] : windows;
    case 'edit':
      return windows.map((window) => (window.id === change.id ? { ...window, ...change.to } : window));
    case 'delete':
      return windows.filter(({ id }) => id !== change.id);
    case 'move': {
      const from = windows.findIndex(({ id }) => id === change.id);
      const moved = windows[from];
      const other = windows[from + change.by];
      if (!moved || !other) return windows;
      return windows.map((window) => (window === moved ? other : window === other ? moved : window));
    }
  }
}

/** A number as typed, or what is wrong with it. */
export type TypedNumber =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'wrong'; readonly why: string };

/** Reads a width or a level as typed, with a minus of either kind and a decimal point or comma. */
export function typedWindowNumber(text: string, what: 'width' | 'center'): TypedNumber {
  const written = text.trim().replace('−', '-').replace(',', '.');
  const value = written === '' ? Number.NaN : Number(written);
  const { leastWidth, mostWidth, leastCenter, mostCenter } = WINDOW_LIMITS;
  const [least, most] = what === 'width' ? [leastWidth, mostWidth] : [leastCenter, mostCenter];
  if (Number.isFinite(value) && value >= least && value <= most) return { kind: 'number', value };
  const name = what === 'width' ? 'A width' : 'A level';
  return { kind: 'wrong', why: `${name} is a number from ${least} to ${most}.` };
}
