import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { missingAfter } from '../../src/review/series-summary.ts';
import { passTo } from '../actions/reading.ts';
import { mayShowAll, slicesWith, summarySlice } from '../state/series-view.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';
import { type DrawnStrip, drawBands, drawCurrent, STRIP_WIDTH_PX, stripColours } from './draw-strip.ts';
import styles from './slice-strip.module.css';
import { bandRows, bandWords, placeAfterKey, placeAt, stripBands } from './strip-bands.ts';

interface Strip {
  /** The same object until a band, the threshold or a gap changes. */
  readonly drawn: DrawnStrip;
  /** The place of the slice on the screen; -1 for none. */
  readonly current: number;
  /** Whether what the model thinks is shown. */
  readonly shown: boolean;
}

/** The series on the screen as the strip draws it. */
function useStrip(): Strip {
  const { stack, items, selectedId } = useWorklist();
  const seriesIndex = selectedId === null ? undefined : items.get(selectedId)?.seriesIndex;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the slices of a series are the same for each of them
  const slices = useMemo(() => slicesWith(stack, items, selectedId), [stack, items, seriesIndex]);
  const shown = useMemo(() => mayShowAll(slices), [slices]);
  const drawn = useMemo(() => {
    const summary = slices.map(summarySlice);
    const predicted = shown ? slices.find(({ prediction }) => prediction !== null)?.prediction : null;
    const threshold = predicted?.threshold ?? null;
    return { bands: stripBands(summary, shown), threshold, missingAfter: missingAfter(summary) };
  }, [slices, shown]);
  const current = useMemo(() => slices.findIndex(({ sliceId }) => sliceId === selectedId), [slices, selectedId]);
  return { drawn, current, shown };
}

function useHeight(canvas: HTMLCanvasElement | null): number {
  const [heightPx, setHeightPx] = useState(0);
  useEffect(() => {
    if (!canvas) return undefined;
    const observer = new ResizeObserver(() => setHeightPx(canvas.clientHeight));
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [canvas]);
  return heightPx;
}

/**
 * Keeps the canvas drawn, with the frame of the picture that it tells of. The bands are kept on a canvas of their own: going
 * from slice to slice moves the frame alone, however many slices there are.
 */
function useDrawn(canvas: HTMLCanvasElement | null, { drawn, current }: Strip, heightPx: number): void {
  const bands = useMemo(() => {
    const ratio = window.devicePixelRatio;
    const kept = document.createElement('canvas');
    kept.width = Math.round(STRIP_WIDTH_PX * ratio);
    kept.height = Math.max(1, Math.round(heightPx * ratio));
    const context = kept.getContext('2d');
    const colours = stripColours(document.documentElement);
    if (context) drawBands(context, drawn, heightPx, ratio, colours);
    return { kept, ratio, current: colours.current };
  }, [drawn, heightPx]);
  useLayoutEffect(() => {
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    canvas.width = bands.kept.width;
    canvas.height = bands.kept.height;
    context.drawImage(bands.kept, 0, 0);
    const place = { current, count: drawn.bands.length };
    drawCurrent(context, place, heightPx, bands.ratio, bands.current);
  }, [canvas, bands, drawn, current, heightPx]);
}

/** Click, drag and keys; a drag presents only what it stays on. `hovered` is the place under the pointer, null for none. */
function useMoves({ drawn, current }: Strip, heightPx: number) {
  const [hovered, setHovered] = useState<number | null>(null);
  const { bands } = drawn;
  const under = (event: PointerEvent): number => placeAt(event.nativeEvent.offsetY, bands.length, heightPx);
  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>): void => {
    const band = bands[under(event)];
    if (event.button !== 0 || !band) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    selectSlice(band.sliceId);
  };
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    const place = under(event);
    setHovered(place);
    const band = bands[place];
    const dragged = event.currentTarget.hasPointerCapture(event.pointerId);
    if (dragged && band && place !== current) passTo(band.sliceId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = bands[placeAfterKey(event.key, current, bands.length) ?? -1];
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    selectSlice(next.sliceId);
  };
  const onPointerLeave = (): void => setHovered(null);
  return { hovered, handlers: { onPointerDown, onPointerMove, onPointerLeave, onKeyDown } };
}

/** What the band under the pointer says. */
function Tip({ strip, place, heightPx }: { readonly strip: Strip; readonly place: number; readonly heightPx: number }) {
  const { bands } = strip.drawn;
  const band = bands[place];
  if (!band) return null;
  const { top } = bandRows(place, bands.length, Math.max(heightPx, 1));
  return (
    <p className={styles.tip} role="presentation" style={{ top: Math.min(Math.max(top, 12), heightPx - 12) }}>
      {bandWords(band, place, bands.length)}
    </p>
  );
}

/** Beside the picture: every slice of the series as a band, with its probability, whether it is read, and where one is. */
export function SliceStrip() {
  const ref = useRef<HTMLCanvasElement>(null);
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  useEffect(() => setCanvas(ref.current), []);
  const strip = useStrip();
  const heightPx = useHeight(canvas);
  useDrawn(canvas, strip, heightPx);
  const { hovered, handlers } = useMoves(strip, heightPx);
  const { bands } = strip.drawn;
  const here = bands[strip.current];
  return (
    <div className={styles.strip} hidden={bands.length < 2}>
      <canvas
        ref={ref}
        className={styles.canvas}
        role="slider"
        tabIndex={0}
        aria-label="Slices of the series"
        aria-orientation="vertical"
        aria-valuemin={1}
        aria-valuemax={Math.max(bands.length, 1)}
        aria-valuenow={strip.current + 1}
        aria-valuetext={here ? bandWords(here, strip.current, bands.length) : ''}
        data-testid="slice-strip"
        data-shown={strip.shown}
        {...handlers}
      />
      {hovered !== null && <Tip strip={strip} place={hovered} heightPx={heightPx} />}
    </div>
  );
}
