import { Pin, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { DisplayWindow } from '../../src/study/window.ts';
import { COMPARE_KINDS, COMPARE_WORDS, type CompareKind } from '../../src/viewing/compare-kind.ts';
import { shownMarks } from '../../src/viewing/shown-marks.ts';
import { applyAffine, type Point, viewTransform } from '../../src/viewing/view.ts';
import { classNames } from '../class-names.ts';
import { useKeyTitle } from '../keys/use-key-hint.ts';
import { PictureMarks } from '../marks/picture-marks.tsx';
import { useCompare } from '../state/compare-store.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { laidOutPicture, useViewer, type ViewportFacts } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './compare-pane.module.css';
import { type ComparedPicture, comparedPicture, comparedWords } from './compared-look.ts';
import { HeatBar } from './heat-bar.tsx';
import { offeredWindows, windowBeside, windowListOf, windowWords } from './offered-windows.ts';
import overlay from './overlays.module.css';
import { OrientationLetters, PictureWarnings } from './overlays.tsx';
import type { Picture } from './picture.ts';
import { pictures } from './picture-cache.ts';
import { PictureCanvas } from './picture-canvas.ts';
import { type ComparedState, useCompared } from './use-compared.ts';
import { usePanePointer } from './use-pane-pointer.ts';
import { compareWithKind } from './viewer-commands.ts';

/** The second viewport, linked with the first: what stands in it is the reader's choice. */
export function ComparePane() {
  const on = usePreferences((state) => state.compareOn);
  const sliceId = useWorklist((state) => state.selectedId);
  return on && sliceId !== null ? <OpenPane sliceId={sliceId} /> : null;
}

/** A canvas on an element for as long as that is on the page; `size` changes with the element's. */
function usePictureCanvas(element: HTMLElement | null): {
  readonly canvas: PictureCanvas | null;
  readonly size: number;
} {
  const [canvas, setCanvas] = useState<PictureCanvas | null>(null);
  const [size, setSize] = useState(0);
  useEffect(() => {
    if (!element) return undefined;
    const made = new PictureCanvas(element);
    const observer = new ResizeObserver(() => {
      made.resize();
      setSize((count) => count + 1);
    });
    observer.observe(element);
    setCanvas(made);
    return () => {
      observer.disconnect();
      made.dispose();
      setCanvas(null);
    };
  }, [element]);
  return { canvas, size };
}

/** A point, the same object while it is the same point: the list it comes of is made anew with each read and prediction. */
function useSamePoint(point: Point | null): Point | null {
  const [x, y] = [point?.x, point?.y];
  return useMemo(() => (x === undefined || y === undefined ? null : { x, y }), [x, y]);
}

/** The other window of a slice that stands beside itself; the same object while it is the same window. */
function useWindowBeside(picture: Picture | null): DisplayWindow | null {
  const preferences = usePreferences();
  const window = picture && windowBeside(picture.metadata, preferences)?.applied;
  const [center, width] = [window?.center, window?.width];
  return useMemo(() => (center === undefined || width === undefined ? null : { center, width }), [center, width]);
}

/** Draws what belongs beside the slice in the look that follows the slice's own. Null while there is nothing to draw. */
function useLinkedDrawing(canvas: PictureCanvas | null, size: number, sliceId: number, compared: ComparedState) {
  const other = compared.kind === 'here' ? compared.picture : null;
  const apartMm = useSamePoint(compared.kind === 'here' ? compared.apartMm : null);
  const kind = usePreferences((state) => state.compareWith);
  const facts = useViewer((state) => state.viewport);
  const ready = useViewer(({ picture }) => picture.kind === 'ready' && picture.sliceId === sliceId);
  const heat = useCompare((state) => state.heat);
  const beside = useWindowBeside(other);
  const [drawn, setDrawn] = useState<ComparedPicture | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new size of the element is a new drawing
  useLayoutEffect(() => {
    const own = ready ? pictures.peek(sliceId) : undefined;
    if (!canvas || !own || !facts || !other) return setDrawn(null);
    const next = comparedPicture(kind, { picture: own, facts }, other, canvas.size, beside, apartMm);
    if (canvas.picture === next.picture) canvas.setLook(next.look);
    else canvas.show(next.picture, next.look);
    canvas.setHeatmap(kind === 'heatmap' ? heat : null);
    setDrawn(next);
  }, [canvas, size, sliceId, other, apartMm, kind, facts, ready, heat, beside]);
  return drawn;
}

function OpenPane({ sliceId }: { readonly sliceId: number }) {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => setElement(ref.current), []);
  const { canvas, size } = usePictureCanvas(element);
  const compared = useCompared(sliceId);
  const drawn = useLinkedDrawing(canvas, size, sliceId, compared);
  const kind = usePreferences((state) => state.compareWith);
  const hover = usePanePointer(element);
  // What is chosen from is no part of a saved picture, and names series as their files do.
  const capturing = useViewer((state) => state.capturing);
  return (
    <section
      className={styles.pane}
      aria-label="Beside the slice"
      data-testid="compare"
      data-kind={kind}
      data-state={drawn ? 'ready' : 'empty'}
    >
      <div ref={ref} className={classNames(styles.element, !drawn && styles.hidden)} />
      {!capturing && <PaneHead sliceId={sliceId} kind={kind} />}
      {compared.kind === 'nothing' && (
        <p className={styles.message} role="status">
          {compared.why}
        </p>
      )}
      {compared.kind === 'here' && drawn && <PaneWords kind={kind} compared={compared} />}
      {canvas && drawn && (
        <PictureMarks picture={drawn.picture} view={drawn.look.view} element={canvas.size} labelled />
      )}
      {drawn && <PaneLetters drawn={drawn} />}
      {drawn && kind === 'heatmap' && <HeatBar />}
      {canvas && drawn && <LinkedCursor canvas={canvas} hover={hover} drawn={drawn} />}
    </section>
  );
}

function PaneHead({ sliceId, kind }: { readonly sliceId: number; readonly kind: CompareKind }) {
  const closeTitle = useKeyTitle('compare', 'Close the second picture');
  return (
    <div className={styles.head}>
      <select
        aria-label="What stands beside the slice"
        value={kind}
        onChange={(event) => {
          void compareWithKind(event.target.value as CompareKind);
          event.target.blur();
        }}
      >
        {COMPARE_KINDS.map((one) => (
          <option key={one} value={one}>
            {COMPARE_WORDS[one]}
          </option>
        ))}
      </select>
      {kind === 'window' && <WindowChoice />}
      {kind === 'other' && <OtherChoice sliceId={sliceId} />}
      <IconButton
        icon={X}
        label="Close the second picture"
        title={closeTitle}
        onClick={() => void changePreferences({ compareOn: false })}
      />
    </div>
  );
}

/** Which other window, of those that have names. */
function WindowChoice() {
  const preferences = usePreferences();
  const metadata = useViewer(({ picture }) => laidOutPicture(picture)?.metadata ?? null);
  if (!metadata) return null;
  const { compareWindows } = preferences;
  return (
    <select
      aria-label="Which other window"
      value={windowBeside(metadata, preferences)?.id}
      onChange={(event) => {
        const chosen = { [windowListOf(metadata)]: event.target.value };
        void changePreferences({ compareWindows: { ...compareWindows, ...chosen } });
        event.target.blur();
      }}
    >
      {offeredWindows(metadata, preferences).map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Which other slice: the same place in another series, or one that is kept. */
function OtherChoice({ sliceId }: { readonly sliceId: number }) {
  const other = useCompare((state) => state.other);
  const { worklist, items, numbers } = useWorklist();
  const own = items.get(sliceId)?.seriesIndex;
  const series = worklist.kind === 'ready' ? worklist.value.series.filter(({ index }) => index !== own) : [];
  const kept = other.kind === 'slice' ? numbers.get(other.sliceId)?.number : undefined;
  const value = other.kind === 'series' ? `series-${other.seriesIndex}` : other.kind;
  return (
    <>
      <select
        aria-label="Which other slice"
        value={value}
        onChange={(event) => {
          const seriesIndex = Number(event.target.value.replace('series-', ''));
          useCompare.setState({ other: { kind: 'series', seriesIndex } });
          event.target.blur();
        }}
      >
        <option value="none" disabled>
          Choose…
        </option>
        {other.kind === 'slice' && <option value="slice">Kept: slice {kept}</option>}
        {series.map(({ index, title }) => (
          <option key={index} value={`series-${index}`}>
            {title}
          </option>
        ))}
      </select>
      <IconButton
        icon={Pin}
        label="Keep this slice here"
        title="Keep the slice on the left here, to compare others with it"
        onClick={() => useCompare.setState({ other: { kind: 'slice', sliceId } })}
      />
    </>
  );
}

interface PaneWordsProps {
  readonly kind: CompareKind;
  readonly compared: Extract<ComparedState, { kind: 'here' }>;
}

function PaneWords({ kind, compared }: PaneWordsProps) {
  const number = useWorklist((state) => state.numbers.get(compared.picture.sliceId)?.number);
  const heat = useCompare((state) => state.heat);
  const window = windowBeside(compared.picture.metadata, usePreferences());
  return (
    <div className={classNames(overlay.corner, overlay.bottomLeft)} data-testid="compare-words">
      <p className={overlay.strong}>
        {kind === 'window' && window ? windowWords(window) : comparedWords(kind, compared.picture, compared.placed)}
      </p>
      {kind === 'window' && !window && <p>Your list has no window. Its pencil adds one.</p>}
      {(kind === 'previous' || kind === 'next' || kind === 'other') && <p>Slice {number}</p>}
      {kind === 'heatmap' && !heat && <p>No heatmap is shown for this slice.</p>}
      <PictureWarnings warnings={compared.picture.metadata.warnings} />
    </div>
  );
}

function PaneLetters({ drawn }: { readonly drawn: ComparedPicture }) {
  const marks = drawn.picture.metadata.orientationMarks;
  return marks && <OrientationLetters marks={shownMarks(marks, drawn.look.view)} />;
}

/** Where the pointer is over the first picture, on this element. */
function linkedPoint(facts: ViewportFacts | null, probe: Point | null, canvas: PictureCanvas): Point | null {
  const { picture } = useViewer.getState();
  if (!facts || !probe || picture.kind !== 'ready') return null;
  const transform = viewTransform(facts.view, picture.metadata, canvas.size);
  return applyAffine(transform, { x: probe.x + 0.5, y: probe.y + 0.5 });
}

interface LinkedCursorProps {
  readonly canvas: PictureCanvas;
  readonly hover: Point | null;
  readonly drawn: ComparedPicture;
}

/** A cross where the pointer is over the other picture, and what stands there in this one. */
function LinkedCursor({ canvas, hover, drawn }: LinkedCursorProps) {
  const probe = useViewer((state) => state.probe);
  const facts = useViewer((state) => state.viewport);
  const at = hover ?? linkedPoint(facts, probe, canvas);
  const reading = at && drawn.picture === canvas.picture ? canvas.probe(at) : null;
  if (!at || !reading) return null;
  return (
    <>
      {!hover && <span className={styles.cross} style={{ left: at.x, top: at.y }} aria-hidden />}
      <div className={classNames(overlay.corner, overlay.bottomRight)} data-testid="compare-probe">
        <p className={overlay.strong}>{reading.text}</p>
        <p>
          x {reading.x} y {reading.y}
        </p>
      </div>
    </>
  );
}
