import { useEffect, useRef } from 'react';
import { usePreferences } from '../state/preferences-store.ts';
import { Thumbnail } from '../ui/thumbnail.tsx';
import { heatCanvas } from '../viewer/heat-colours.ts';
import { fetchHeatmap } from '../viewer/heatmap.ts';
import styles from './heat-thumbnail.module.css';

/** Longer side of the canvas: heat is smooth, and a gallery has many. */
const SIDE_PX = 160;

function draw(canvas: HTMLCanvasElement, heat: HTMLCanvasElement): void {
  const scale = SIDE_PX / Math.max(heat.width, heat.height);
  canvas.width = Math.round(heat.width * scale);
  canvas.height = Math.round(heat.height * scale);
  canvas.getContext('2d')?.drawImage(heat, 0, 0, canvas.width, canvas.height);
}

/** Calls back when an element first comes into view. Returns the way to stop. */
function whenInView(element: Element, run: () => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    run();
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** A slice in small with a model's heatmap over it, which is made when the slice comes into view. */
export function HeatThumbnail({ sliceId, modelId }: { readonly sliceId: number; readonly modelId: number | null }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { heatmapOpacity: opacity, heatmapColours } = usePreferences();
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas || modelId === null) return undefined;
    const abort = new AbortController();
    const stop = whenInView(canvas, () => {
      fetchHeatmap(sliceId, modelId)
        .then((heatmap) => draw(canvas, heatCanvas(heatmap, heatmapColours, 0)))
        .catch((error: unknown) => {
          if (!abort.signal.aborted) canvas.dataset.failed = String(error);
        });
    });
    return () => {
      abort.abort();
      stop();
    };
  }, [sliceId, modelId, heatmapColours]);
  return (
    <span className={styles.frame}>
      <Thumbnail sliceId={sliceId} />
      {modelId !== null && <canvas ref={ref} className={styles.heat} style={{ opacity }} aria-hidden />}
    </span>
  );
}
