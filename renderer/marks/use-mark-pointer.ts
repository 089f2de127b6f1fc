import { useEffect, useRef, useState } from 'react';
import { mouseMapOf } from '../../src/input/mouse-profile.ts';
import type { MarkKind, MarkShape, Point } from '../../src/marks/mark-shape.ts';
import { drawMark, keepMark, mayDraw, reshapeMark } from '../actions/marking.ts';
import { selectMark, useMarks } from '../state/marks-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { dragAction } from '../viewer/pointer-moves.ts';
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

/** Whether the reader's mouse profile gives this press to the chosen tool; the others move the picture. */
const isOurs = (event: PointerEvent): boolean => dragAction(event, mouseMapOf(usePreferences.getState())) === 'tool';

function finish(board: DrawingBoard, shape: MarkShape): void {
  const key = drawMark(board.sliceId, shape);
  if (key === null) return;
  selectMark(key);
  if (shape.kind === 'arrow') useMarks.setState({ editingKey: key });
}

/** What the pointer is about on one board: a mark being drawn, or one being moved. */
class MarkPointer {
  private readonly board: DrawingBoard;
  private readonly show: (draft: Draft | null) => void;
  private draft: Draft | null = null;
  private move: Move | null = null;
  /** The button that went down. */
  private button = 0;

  constructor(board: DrawingBoard, show: (draft: Draft | null) => void) {
    this.board = board;
    this.show = show;
  }

  listen(signal: AbortSignal): void {
    const { layer } = this.board;
    layer.addEventListener('pointerdown', this.down, { signal });
    layer.addEventListener('pointermove', this.moved, { signal });
    layer.addEventListener('pointerup', this.up, { signal });
    layer.addEventListener('pointercancel', () => this.cancel(), { signal });
    // Two clicks are two points, not the reset of the view.
    layer.addEventListener('dblclick', (event) => event.stopPropagation(), { signal });
  }

  /** Gives up what is being drawn; what was moved stays where it is. Whether anything was being drawn. */
  cancel(): boolean {
    const drawing = this.draft !== null;
    if (this.move) void keepMark(this.move.key);
    this.move = null;
    this.take({ kind: 'nothing' });
    return drawing;
  }

  private take(drawing: Drawing): void {
    this.draft = drawing.kind === 'goes-on' ? drawing.draft : null;
    this.show(this.draft);
    if (drawing.kind === 'done') finish(this.board, drawing.shape);
  }

  private readonly down = (event: PointerEvent): void => {
    if (!isOurs(event) || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    this.button = event.button;
    const screen = screenOf(this.board, event);
    const point = pointOf(this.board, screen);
    if (!point || !mayDraw()) return;
    this.board.layer.setPointerCapture(event.pointerId);
    const under = this.draft ? null : grabbed(event);
    const shape = under ? useMarks.getState().marks.get(under.key)?.shape : undefined;
    if (under && shape) {
      this.move = { ...under, from: point, shape };
      selectMark(under.key);
      return;
    }
    pictureElement()?.focus({ preventScroll: true });
    this.take(pressed(this.draft, this.board.kind, point, screen));
  };

  private readonly moved = (event: PointerEvent): void => {
    const point = pointOf(this.board, screenOf(this.board, event));
    if (!point) return;
    const { move, draft } = this;
    if (move) {
      const by = { x: point.x - move.from.x, y: point.y - move.from.y };
      reshapeMark(move.key, movedBy(move.shape, move.handle, by, this.board));
    } else if (draft) {
      this.take({ kind: 'goes-on', draft: hovered(draft, point) });
    }
  };

  private readonly up = (event: PointerEvent): void => {
    if (event.button !== this.button) return;
    const screen = screenOf(this.board, event);
    const point = pointOf(this.board, screen);
    const { move, draft } = this;
    this.move = null;
    if (move) letGo(move);
    else if (draft && point) this.take(released(draft, point, screen));
  };
}

/** A click gives the mark the focus, and with it the arrow keys; after a drag they go on through the slices. */
function letGo({ key, shape }: Move): void {
  if (useMarks.getState().marks.get(key)?.shape === shape) useMarks.setState({ focusKey: key });
  else pictureElement()?.focus({ preventScroll: true });
  void keepMark(key);
}

/** Draws and moves marks with the pointer. Returns what is being drawn, and how to give it up. */
export function useMarkPointer(board: DrawingBoard | null): { shape: MarkShape | null; cancel: () => boolean } {
  const [draft, setDraft] = useState<Draft | null>(null);
  const pointer = useRef<MarkPointer | null>(null);
  useEffect(() => {
    if (!board) return undefined;
    const made = new MarkPointer(board, setDraft);
    const abort = new AbortController();
    pointer.current = made;
    made.listen(abort.signal);
    return () => {
      abort.abort();
      made.cancel();
      pointer.current = null;
    };
  }, [board]);
  return { shape: draft && draftShape(draft), cancel: () => pointer.current?.cancel() ?? false };
}
