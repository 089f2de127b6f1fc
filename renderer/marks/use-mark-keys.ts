import { useEffect, useRef } from 'react';
import { keepMark, removeMark, reshapeMark } from '../actions/marking.ts';
import { ARROWS, fixedAct, MARK_KEYS } from '../keys/fixed-keys.ts';
import { selectMark, useMarks } from '../state/marks-store.ts';
import { chooseTool, useTool } from '../state/tool-store.ts';
import type { SliceViewport } from '../viewer/slice-viewport.ts';
import { movedBy } from './drawing.ts';
import { markKindOf, pictureElement } from './mark-tool.ts';

interface KeyBoard {
  readonly layer: HTMLElement;
  readonly viewport: SliceViewport;
  readonly rows: number;
  readonly columns: number;
  /** Gives up what is being drawn; whether there was anything. */
  readonly cancel: () => boolean;
}

function markUnder(event: Event): string | null {
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest<SVGElement>('[data-mark]')?.dataset.mark ?? null;
}

/** One pixel of the slice in the direction that the arrow points on the screen, however the picture is turned. */
function stepInImage(viewport: SliceViewport, [dx, dy]: readonly [number, number]): { x: number; y: number } | null {
  const from = viewport.toImage({ x: 0, y: 0 });
  const to = viewport.toImage({ x: dx * 100, y: dy * 100 });
  if (!from || !to) return null;
  const [x, y] = [to.x - from.x, to.y - from.y];
  return Math.abs(x) >= Math.abs(y) ? { x: Math.sign(x), y: 0 } : { x: 0, y: Math.sign(y) };
}

/** Which point Shift and an arrow move: the one that Enter chose last, else the last. */
function activePoint(points: number): number {
  return useMarks.getState().activePoint ?? points - 1;
}

function nudge(board: KeyBoard, key: string, event: KeyboardEvent, pointAlone: boolean): boolean {
  const arrow = ARROWS[event.key];
  const mark = useMarks.getState().marks.get(key);
  const by = arrow && stepInImage(board.viewport, arrow);
  if (!by || !mark) return false;
  const handle = pointAlone ? activePoint(mark.shape.points.length) : null;
  reshapeMark(key, movedBy(mark.shape, handle, by, board));
  return true;
}

/** Whether the key was for the mark that has the focus. */
function onMark(board: KeyBoard, key: string, event: KeyboardEvent): boolean {
  const shape = useMarks.getState().marks.get(key)?.shape;
  const act = fixedAct(MARK_KEYS, event);
  switch (act) {
    case 'move':
    case 'move-point':
      return nudge(board, key, event, act === 'move-point');
    case 'next-point': {
      const points = shape?.points.length ?? 1;
      useMarks.setState({ activePoint: (activePoint(points) + 1) % points });
      return true;
    }
    case 'edit-text':
      if (shape?.kind === 'arrow') useMarks.setState({ editingKey: key });
      return true;
    case 'leave':
      selectMark(null);
      pictureElement()?.focus({ preventScroll: true });
      return true;
    case 'delete':
    case null:
      return false;
  }
}

/** Whether the key was for the layer as a whole. */
function onLayer(board: KeyBoard, event: KeyboardEvent): boolean {
  const { selectedKey } = useMarks.getState();
  const act = fixedAct(MARK_KEYS, event);
  if (act === 'leave') {
    if (board.cancel()) return true;
    if (selectedKey !== null) selectMark(null);
    else if (markKindOf(useTool.getState().tool) !== null) chooseTool('window');
    else return false;
    return true;
  }
  if (act !== 'delete') return false;
  const key = markUnder(event) ?? selectedKey;
  // A mark that is not on the screen is not deleted by a key.
  if (key === null || !board.layer.querySelector(`[data-mark="${key}"]`)) return false;
  pictureElement()?.focus({ preventScroll: true });
  void removeMark(key);
  return true;
}

/** Keys on the picture and its marks: nudge, size, delete, edit, give up. Keys that are not for marks go on to the window. */
export function useMarkKeys(board: KeyBoard | null): void {
  const now = useRef(board);
  now.current = board;
  const picture = board?.layer.parentElement ?? null;
  useEffect(() => {
    if (!picture) return undefined;
    const abort = new AbortController();
    const down = (event: KeyboardEvent): void => {
      if (!now.current || event.target instanceof HTMLInputElement) return;
      const key = markUnder(event);
      const taken = (key !== null && onMark(now.current, key, event)) || onLayer(now.current, event);
      if (!taken) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const save = (event: Event): void => {
      const key = markUnder(event);
      if (key !== null) void keepMark(key);
    };
    const up = (event: KeyboardEvent): void => {
      if (ARROWS[event.key]) save(event);
    };
    picture.addEventListener('keydown', down, { signal: abort.signal });
    picture.addEventListener('keyup', up, { signal: abort.signal });
    picture.addEventListener('focusout', save, { signal: abort.signal });
    return () => abort.abort();
  }, [picture]);
}
