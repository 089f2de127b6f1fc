import { useEffect, useRef, useState } from 'react';
import type { MarkKind, MarkShape, Point } from '../../src/marks/mark-shape.ts';
import { drawMark, keepMark, mayDraw, reshapeMark } from '../actions/marking.ts';
import { selectMark, useMarks } from '../state/marks-store.ts';
import type { SliceViewport } from '../viewer/slice-viewport.ts';
import { type Draft, type Drawing, draftShape, hovered, movedBy, pressed, released } from './drawing.ts';
import type { ScreenPoint } from './mark-paths.ts';
import { pictureElement } from './mark-tool.ts';

/** What the pointer works on: a slice's picture, with the tool that is chosen. */
export interface DrawingBoard {
  readonly layer: HTMLElement;
  readonly viewport: SliceViewport;
  readonly kind: MarkKind;
  readonly sliceId: number;
  readonly rows: number;
  readonly columns: number;
}

/** A mark that is being moved, whole or by one of its points. */
interface Move {
  readonly key: string;
  readonly handle: number | null;
  readonly from: Point;
  readonly shape: MarkShape;
}

/** The point of the slice under an event, held to the picture; null without a picture. */
function pointOf(board: DrawingBoard, screen: ScreenPoint): Point | null {
  const at = board.viewport.toImage(screen);
  if (!at) return null;
  return { x: Math.max(0, Math.min(at.x, board.columns)), y: Math.max(0, Math.min(at.y, board.rows)) };
}

function screenOf({ layer }: DrawingBoard, event: PointerEvent): ScreenPoint {
  const { left, top } = layer.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** The mark under the pointer, and which of its handles. */
function grabbed(event: PointerEvent): { key: string; handle: number | null } | null {
  const target = event.target instanceof Element ? event.target : null;
  const key = target?.closest<SVGElement>('[data-mark]')?.dataset.mark;
  if (key === undefined) return null;
  const handle = target?.closest<SVGElement>('[data-handle]')?.dataset.handle;
  return { key, handle: handle === undefined ? null : Number(handle) };
}

/** Left button alone: with Shift or Ctrl it stands in for the middle or right one. */
const isOurs = ({ button, shiftKey, ctrlKey }: PointerEvent): boolean => button === 0 && !shiftKey && !ctrlKey;

function finish(board: DrawingBoard, shape: MarkShape): void {
  const key = drawMark(board.sliceId, shape);
  if (key === null) return;
  selectMark(key);
  if (shape.kind === 'arrow') useMarks.setState({ editingKey: key });
}

function listen(
  board: DrawingBoard,
  signal: AbortSignal,
  state: { draft: Draft | null; move: Move | null },
  show: (draft: Draft | null) => void,
): void {
  const take = (drawing: Drawing): void => {
    state.draft = drawing.kind === 'goes-on' ? drawing.draft : null;
    show(state.draft);
    if (drawing.kind === 'done') finish(board, drawing.shape);
  };
  const hold = (key: string, handle: number | null, from: Point): void => {
    const shape = useMarks.getState().marks.get(key)?.shape;
    if (!shape) return;
    state.move = { key, handle, from, shape };
    selectMark(key);
  };
  /** A click gives the mark the focus, and with it the arrow keys; after a drag they go on through the slices. */
  const letGo = ({ key, shape }: Move): void => {
    if (useMarks.getState().marks.get(key)?.shape === shape) useMarks.setState({ focusKey: key });
    else pictureElement()?.focus({ preventScroll: true });
    void keepMark(key);
  };
  const down = (event: PointerEvent): void => {
    if (!isOurs(event) || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    const screen = screenOf(board, event);
    const point = pointOf(board, screen);
    if (!point || !mayDraw()) return;
    board.layer.setPointerCapture(event.pointerId);
    const under = state.draft ? null : grabbed(event);
    if (under) {
      hold(under.key, under.handle, point);
    } else {
      pictureElement()?.focus({ preventScroll: true });
      take(pressed(state.draft, board.kind, point, screen));
    }
  };
  const moved = (event: PointerEvent): void => {
    const point = pointOf(board, screenOf(board, event));
    if (!point) return;
    const { move } = state;
    if (move) {
      const by = { x: point.x - move.from.x, y: point.y - move.from.y };
      reshapeMark(move.key, movedBy(move.shape, move.handle, by, board));
    } else if (state.draft) {
      take({ kind: 'goes-on', draft: hovered(state.draft, point) });
    }
  };
  const up = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const screen = screenOf(board, event);
    const point = pointOf(board, screen);
    const { move } = state;
    state.move = null;
    if (move) letGo(move);
    else if (state.draft && point) take(released(state.draft, point, screen));
  };
  const cancel = (): void => {
    if (state.move) void keepMark(state.move.key);
    state.move = null;
    take({ kind: 'nothing' });
  };
  const options = { signal };
  board.layer.addEventListener('pointerdown', down, options);
  board.layer.addEventListener('pointermove', moved, options);
  board.layer.addEventListener('pointerup', up, options);
  board.layer.addEventListener('pointercancel', cancel, options);
  // Two clicks are two points, not the reset of the view.
  board.layer.addEventListener('dblclick', (event) => event.stopPropagation(), options);
}

/** Draws and moves marks with the pointer. Returns what is being drawn, and how to give it up. */
export function useMarkPointer(board: DrawingBoard | null): { shape: MarkShape | null; cancel: () => boolean } {
  const [draft, setDraft] = useState<Draft | null>(null);
  const state = useRef<{ draft: Draft | null; move: Move | null }>({ draft: null, move: null });
  const { layer, viewport, kind, sliceId, rows, columns } = board ?? {};
  useEffect(() => {
    if (!layer || !viewport || !kind || sliceId === undefined || !rows || !columns) return undefined;
    const abort = new AbortController();
    const now = state.current;
    listen({ layer, viewport, kind, sliceId, rows, columns }, abort.signal, now, setDraft);
    return () => {
      abort.abort();
      if (now.move) void keepMark(now.move.key);
      state.current = { draft: null, move: null };
      setDraft(null);
    };
  }, [layer, viewport, kind, sliceId, rows, columns]);
  const cancel = (): boolean => {
    const drawing = state.current.draft !== null;
    state.current.draft = null;
    setDraft(null);
    return drawing;
  };
  return { shape: draft && draftShape(draft), cancel };
}
