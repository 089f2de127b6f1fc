import { bandRows, type StripBand } from './strip-bands.ts';

/** What a strip shows of its slices, whichever is on the screen. */
export interface DrawnStrip {
  readonly bands: readonly StripBand[];
  /** Null where no prediction is shown. */
  readonly threshold: number | null;
  /** Places behind which slices seem to be missing. */
  readonly missingAfter: readonly number[];
}

/** Left to right: what is read, then the probability as a bar. In pixels of the page. */
const TICK = { left: 3, width: 5 };
const BAR = { left: 12, width: 28 };
export const STRIP_WIDTH_PX = 44;

export interface StripColours {
  readonly suspicious: string;
  readonly plain: string;
  readonly read: string;
  readonly faint: string;
  readonly threshold: string;
  readonly missing: string;
  readonly ground: string;
  readonly current: string;
}

/** The colours of the page's own tokens. */
export function stripColours(element: Element): StripColours {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    suspicious: token('--suspicious'),
    plain: '#8a8a8a',
    read: token('--ink-2'),
    faint: token('--line-strong'),
    threshold: '#ffffff',
    missing: token('--warning'),
    ground: token('--surface-1'),
    current: token('--accent'),
  };
}

/**
 * Draws every band. A bar's length is the probability and a suspicious one crosses the threshold's line, so that nothing
 * is told by colour alone; suspicious bars are drawn last, so that none is lost where several slices share a row.
 * @param heightPx of the strip in pixels of the page
 * @param ratio device pixels per pixel of the page; the context's canvas is that much larger
 */
export function drawBands(
  context: CanvasRenderingContext2D,
  strip: DrawnStrip,
  heightPx: number,
  ratio: number,
  colours: StripColours,
): void {
  const rows = Math.round(heightPx * ratio);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, STRIP_WIDTH_PX * ratio, rows);
  if (strip.bands.length === 0 || rows === 0) return;
  const fill = (colour: string, left: number, top: number, width: number, height: number): void => {
    context.fillStyle = colour;
    context.fillRect(left * ratio, top, width * ratio, height);
  };
  for (const suspicious of [false, true]) {
    for (const [place, band] of strip.bands.entries()) {
      if (band.suspicious === suspicious) drawBand(fill, strip, { place, band, rows }, colours);
    }
  }
  for (const place of strip.missingAfter) {
    const { end } = bandRows(place, strip.bands.length, rows);
    fill(colours.ground, BAR.left, end - 2 * ratio, BAR.width, 4 * ratio);
    for (let left = BAR.left; left < BAR.left + BAR.width; left += 6) {
      fill(colours.missing, left, end - ratio, 3, 2 * ratio);
    }
  }
  if (strip.threshold !== null) {
    context.globalAlpha = 0.7;
    fill(colours.threshold, BAR.left + BAR.width * strip.threshold - 0.5, 0, 1, rows);
    context.globalAlpha = 1;
  }
}

type Fill = (colour: string, left: number, top: number, width: number, height: number) => void;

function drawBand(
  fill: Fill,
  strip: DrawnStrip,
  { place, band, rows }: { readonly place: number; readonly band: StripBand; readonly rows: number },
  colours: StripColours,
): void {
  const { top, end } = bandRows(place, strip.bands.length, rows);
  const height = Math.max(1, end - top - (end - top >= 4 ? 1 : 0));
  if (band.read) fill(colours.read, TICK.left, top, TICK.width, height);
  if (band.probability !== null) {
    const width = Math.max(1.5, BAR.width * band.probability);
    fill(band.suspicious ? colours.suspicious : colours.plain, BAR.left, top, width, height);
  } else if (strip.threshold !== null) {
    fill(colours.faint, BAR.left, top + height / 2, 4, Math.min(1, height));
  }
}

/** A frame around the band of the slice on the screen, never too flat to see. `current` is its place, -1 for none. */
export function drawCurrent(
  context: CanvasRenderingContext2D,
  place: { readonly current: number; readonly count: number },
  heightPx: number,
  ratio: number,
  colour: string,
): void {
  if (place.current < 0) return;
  const rows = Math.round(heightPx * ratio);
  const { top, end } = bandRows(place.current, place.count, rows);
  const middle = (top + end) / 2;
  const half = Math.max((end - top) / 2, 3 * ratio);
  const upper = Math.max(ratio, Math.min(middle - half, rows - 2 * half));
  context.strokeStyle = colour;
  context.lineWidth = 2 * ratio;
  context.strokeRect(ratio, upper, (STRIP_WIDTH_PX - 2) * ratio, Math.min(2 * half, rows - ratio - upper));
}
