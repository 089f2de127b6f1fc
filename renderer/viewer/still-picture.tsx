import { useEffect, useRef, useState } from 'react';
import { contourRings } from '../../src/explanation/contour.ts';
import type { HeatColourMap } from '../../src/viewing/heat-colour-maps.ts';
import type { RecordedView } from '../../src/viewing/recorded-view.ts';
import { fitted, type Size } from '../../src/viewing/view.ts';
import { messageOf } from '../api.ts';
import { usePreferences } from '../state/preferences-store.ts';
import type { DrawnHeat } from './draw-heat.ts';
import { fetchHeatmap, type Heatmap } from './heatmap.ts';
import { fetchPicture, type Picture } from './picture.ts';
import { type Look, PictureCanvas } from './picture-canvas.ts';
import styles from './still-picture.module.css';

interface StillPictureProps {
  readonly sliceId: number;
  /** What is drawn, for who does not see it. */
  readonly label: string;
  /** How it was drawn at the time; null for its own window, whole. */
  readonly view: RecordedView | null;
  /** The model whose heatmap lies over it, as `view` says; null for none. */
  readonly modelId: number | null;
  readonly className?: string | undefined;
  /** Told when it is on the screen, or that it cannot be drawn. */
  readonly onEnd?: ((sliceId: number, isDrawn: boolean) => void) | undefined;
}

/** A slice that nobody moves: drawn once, whole in its own window or as it was drawn before. */
export function StillPicture({ sliceId, label, view, modelId, className, onEnd }: StillPictureProps) {
  const ref = useRef<HTMLDivElement>(null);
  const { heatmapColours } = usePreferences();
  const [state, setState] = useState<'loading' | 'ready' | string>('loading');
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const canvas = new PictureCanvas(element);
    const abort = new AbortController();
    const draw = async (): Promise<void> => {
      const picture = await fetchPicture(sliceId);
      if (abort.signal.aborted) return;
      canvas.show(picture, lookOf(picture, view, canvas.size));
      if (view?.heatmap && modelId !== null) {
        const { method, answer } = view.heatmap;
        const heatmap = await fetchHeatmap(sliceId, modelId, method, answer);
        if (abort.signal.aborted) return;
        canvas.setHeatmap(drawnHeat(heatmap, view.heatmap, heatmapColours));
      }
      await nextFrame();
      if (abort.signal.aborted) return;
      setState('ready');
      onEnd?.(sliceId, true);
    };
    draw().catch((error: unknown) => {
      if (abort.signal.aborted) return;
      setState(messageOf(error));
      onEnd?.(sliceId, false);
    });
    return () => {
      abort.abort();
      canvas.dispose();
    };
  }, [sliceId, view, modelId, heatmapColours, onEnd]);
  const failed = state !== 'loading' && state !== 'ready';
  return (
    <div className={className}>
      <div
        ref={ref}
        role="img"
        aria-label={label}
        className={styles.picture}
        data-state={failed ? 'failed' : state}
        hidden={failed}
      />
      {failed && <p role="status">{state}</p>}
    </div>
  );
}

/** Heat and colour are drawn at the next frame; behind that one all is. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}

/** The look of then on an element of another size: the same part of the slice, as large as it can be. */
function lookOf({ metadata }: Picture, view: RecordedView | null, size: Size): Look {
  if (view === null) {
    const upright = { scale: 1, translation: { x: 0, y: 0 }, rotation: 0, hflip: false, vflip: false };
    const { windowCenter, windowWidth, invert, startsWithTable } = metadata;
    return {
      windowCenter,
      windowWidth,
      invert,
      table: startsWithTable ? 0 : null,
      view: fitted(upright, metadata, size),
    };
  }
  const { element, windowCenter, windowWidth, table, invert } = view;
  const factor = Math.min(size.width / Math.max(1, element.width), size.height / Math.max(1, element.height));
  return { windowCenter, windowWidth, table, invert, view: { ...view.view, scale: view.view.scale * factor } };
}

function drawnHeat(
  heatmap: Heatmap,
  { opacity, contourFrom }: NonNullable<RecordedView['heatmap']>,
  colours: HeatColourMap,
): DrawnHeat {
  const rings =
    contourFrom === null || contourFrom <= 0
      ? []
      : contourRings(heatmap.heat, heatmap.rows, heatmap.columns, contourFrom * 255);
  return { heatmap, look: { colours, floor: 0, opacity }, rings };
}
