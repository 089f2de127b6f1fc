import { ImageOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { classNames } from '../class-names.ts';
import { MarksLayer } from '../marks/marks-layer.tsx';
import { usePreferences } from '../state/preferences-store.ts';
import { useReview } from '../state/review-store.ts';
import { laidOutPicture, useViewer, type ViewportFacts } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Lens } from './lens.tsx';
import { Overlays } from './overlays.tsx';
import type { Picture } from './picture.ts';
import { pictures } from './picture-cache.ts';
import { SliceAnnouncer } from './slice-announcer.tsx';
import { SliceViewport } from './slice-viewport.ts';
import { useHeatmap } from './use-heatmap.ts';
import { usePicture } from './use-picture.ts';
import { usePointer } from './use-pointer.ts';
import styles from './viewer.module.css';

function takeDrawn(picture: Picture, facts: ViewportFacts): void {
  const { sliceId, metadata } = picture;
  if (useWorklist.getState().selectedId !== sliceId) return;
  const now = useViewer.getState();
  const same = now.picture.kind === 'ready' && now.picture.sliceId === sliceId;
  useViewer.setState({ viewport: facts, picture: same ? now.picture : { kind: 'ready', sliceId, metadata } });
}

/** A cornerstone viewport on an element for as long as that is on the page. */
function useViewport(element: HTMLElement | null): SliceViewport | null {
  const [viewport, setViewport] = useState<SliceViewport | null>(null);
  useEffect(() => {
    if (!element) return undefined;
    const made = new SliceViewport(element, { drawn: takeDrawn });
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    useViewer.setState({
      commands: {
        setWindow: (center, width) => made.setWindow(center, width),
        setTable: (index) => made.setTable(index),
        toggleInvert: () => made.toggleInvert(),
        reset: () => made.reset(),
        zoomBy: (factor, at) => made.zoomBy(factor, at),
        zoomToPixels: () => made.zoomToPixels(),
        fit: () => made.fit(),
        drag: (tool, dx, dy, from) => made.drag(tool, dx, dy, from),
        turn: (degrees) => made.turn(degrees),
        flip: (axis) => made.flip(axis),
      },
    });
    setViewport(made);
    return () => {
      observer.disconnect();
      made.dispose();
      setViewport(null);
      useViewer.setState({
        commands: null,
        viewport: null,
        lens: null,
        picture: { kind: 'none' },
        heatmap: { kind: 'none' },
      });
    };
  }, [element]);
  return viewport;
}

/** Whether a heat map lies on the picture, is switched off, or cannot be there: for tests and for style. */
function useHeatmapWord(sliceId: number | null): 'on' | 'off' | 'none' {
  const here = useViewer(({ heatmap }) => heatmap.kind === 'here' && heatmap.sliceId === sliceId);
  const on = usePreferences((state) => state.heatmapOn);
  const shown = useReview(({ presentation }) => presentation.kind === 'shown' && presentation.prediction !== null);
  if (here) return 'on';
  return shown && !on ? 'off' : 'none';
}

/** The picture of the selected slice; for the frame in which that is drawn the one before, with its own overlays. */
export function Viewer() {
  const ref = useRef<HTMLDivElement>(null);
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  useEffect(() => setElement(ref.current), []);
  const sliceId = useWorklist((state) => state.selectedId);
  const picture = useViewer((state) => state.picture);
  const viewport = useViewport(element);
  usePicture(viewport, sliceId);
  useHeatmap(viewport);
  usePointer(element, viewport);
  const heatmap = useHeatmapWord(sliceId);
  const own = picture.kind !== 'none' && picture.sliceId === sliceId;
  const state = own ? picture.kind : 'loading';
  const stays = own || (sliceId !== null && pictures.has(sliceId));
  const shown = picture.kind === 'ready' && stays ? picture : null;
  const laidOut = laidOutPicture(picture);
  return (
    <section
      className={styles.viewer}
      aria-label="Picture"
      data-testid="viewport"
      data-slice-id={sliceId ?? ''}
      data-state={state}
      data-heatmap={heatmap}
    >
      <div
        ref={ref}
        role="application"
        aria-label="Slice"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture takes the focus, so that keys reach the review after a drag
        tabIndex={0}
        className={classNames(styles.element, shown === null && styles.hidden)}
      >
        <MarksLayer viewport={viewport} />
      </div>
      <SliceAnnouncer />
      {laidOut && <Overlays sliceId={laidOut.sliceId} metadata={laidOut.metadata} seen={shown !== null} />}
      {shown && <Lens sliceId={shown.sliceId} />}
      {own && picture.kind === 'failed' && (
        <div className={styles.message} role="alert">
          <EmptyState icon={ImageOff} title="This picture cannot be shown">
            {picture.message}
          </EmptyState>
        </div>
      )}
      {state === 'loading' && shown === null && sliceId !== null && (
        // Not a live region: going through a stack would say it for each slice. SliceAnnouncer says where one stopped.
        <p className={styles.loading}>Loading picture…</p>
      )}
    </section>
  );
}
