import { useEffect, useMemo, useState } from 'react';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { measureMark } from '../../src/marks/mark-figures.ts';
import { isDrawn } from '../../src/marks/mark-shape.ts';
import { drawMark, mayDraw } from '../actions/marking.ts';
import { classNames } from '../class-names.ts';
import { selectMark, useMarks } from '../state/marks-store.ts';
import { useTool } from '../state/tool-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { pictures } from '../viewer/picture-cache.ts';
import type { SliceViewport } from '../viewer/slice-viewport.ts';
import { ArrowText } from './arrow-text.tsx';
import { movedBy, shapeAbout } from './drawing.ts';
import { markKindOf } from './mark-tool.ts';
import { DraftView, layMarks, MarkHandles, MarkLabels, MarkView, type Stage } from './mark-view.tsx';
import styles from './marks-layer.module.css';
import { useMarkKeys } from './use-mark-keys.ts';
import { useMarkPointer } from './use-mark-pointer.ts';

interface Shown {
  readonly viewport: SliceViewport;
  readonly sliceId: number;
  readonly metadata: ImageMetadata;
}

/** Lets the keyboard draw the chosen tool's mark in the middle of the view, at an eighth of the picture's size. */
function usePlaceInMiddle(layer: HTMLElement | null, { viewport, sliceId, metadata }: Shown): void {
  useEffect(() => {
    if (!layer) return undefined;
    const placeInMiddle = (): void => {
      const kind = markKindOf(useTool.getState().tool);
      const middle = viewport.toImage({ x: layer.clientWidth / 2, y: layer.clientHeight / 2 });
      if (!kind || !middle || !mayDraw()) return;
      const size = Math.max(1, Math.min(metadata.rows, metadata.columns) / 8);
      const shape = shapeAbout(kind, middle, size);
      const key = shape && drawMark(sliceId, movedBy(shape, null, { x: 0, y: 0 }, metadata));
      if (!key) return;
      selectMark(key);
      useMarks.setState(kind === 'arrow' ? { editingKey: key } : { focusKey: key });
    };
    useMarks.setState({ placeInMiddle });
    return () => useMarks.setState({ placeInMiddle: null });
  }, [layer, viewport, sliceId, metadata]);
}

function Board({ viewport, sliceId, metadata }: Shown) {
  const [layer, setLayer] = useState<HTMLDivElement | null>(null);
  const kind = useTool(({ tool }) => markKindOf(tool));
  const { marks, hidden, editingKey } = useMarks();
  // Each drawing of the picture makes new facts: then the marks are where the picture is.
  const facts = useViewer((state) => state.viewport);
  const { rows, columns } = metadata;
  const board = useMemo(
    () => (layer && kind ? { layer, viewport, kind, sliceId, rows, columns } : null),
    [layer, kind, viewport, sliceId, rows, columns],
  );
  const { shape, cancel } = useMarkPointer(board);
  useMarkKeys(layer ? { layer, viewport, rows, columns, cancel } : null);
  usePlaceInMiddle(layer, { viewport, sliceId, metadata });
  const stage: Stage = {
    toScreen: (point) => viewport.toElement(point),
    // The layer covers that element. Asking the layer itself would have the page laid out for each slice.
    width: facts?.element.width ?? 0,
    height: facts?.element.height ?? 0,
  };
  const here = hidden || !layer ? [] : [...marks.values()].filter((mark) => mark.sliceId === sliceId);
  const laid = layMarks(here, stage);
  const editing = here.find(({ key }) => key === editingKey);
  const picture = pictures.peek(sliceId);
  const figures =
    shape && picture && isDrawn(shape)
      ? measureMark(shape, { ...metadata, pixels: picture.image.getPixelData() })
      : null;
  return (
    <div ref={setLayer} className={classNames(styles.layer, kind !== null && styles.active)} data-testid="marks">
      {/* biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset */}
      <svg className={styles.canvas} aria-label="Marks on this slice" role="group">
        {laid.map((one) => (
          <MarkView key={one.mark.key} laid={one} />
        ))}
        <MarkLabels marks={laid} />
        <MarkHandles marks={laid} />
        {shape && <DraftView shape={shape} figures={figures} stage={stage} />}
      </svg>
      {editing && <ArrowText key={editing.key} mark={editing} stage={stage} />}
    </div>
  );
}

/** The reader's marks over the picture of the slice on the screen, and what draws them. */
export function MarksLayer({ viewport }: { readonly viewport: SliceViewport | null }) {
  const selectedId = useWorklist((state) => state.selectedId);
  const picture = useViewer((state) => state.picture);
  if (!viewport || picture.kind !== 'ready' || picture.sliceId !== selectedId) return null;
  return <Board key={picture.sliceId} viewport={viewport} sliceId={picture.sliceId} metadata={picture.metadata} />;
}
