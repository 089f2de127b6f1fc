import { MARK_KINDS, type MarkKind } from '../../src/marks/mark-shape.ts';
import { useMarks } from '../state/marks-store.ts';
import { say } from '../state/toast-store.ts';
import { chooseTool, type Tool } from '../state/tool-store.ts';

/** The kind of mark that a tool draws; null for a tool that draws none. */
export function markKindOf(tool: Tool): MarkKind | null {
  return MARK_KINDS.find((kind) => kind === tool) ?? null;
}

/** How a kind is drawn, in a sentence. */
export const HOW_TO_DRAW: Readonly<Record<MarkKind, string>> = {
  probe: 'Click the pixel.',
  length: 'Drag, or click both ends.',
  angle: 'Click one end, the corner, the other end.',
  ellipse: 'Drag, or click two corners.',
  rectangle: 'Drag, or click two corners.',
  arrow: 'Drag from the tip to where the text stands.',
};

/** The picture's own element, which takes keys and the pointer. */
export function pictureElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-testid=viewport] [role=application]');
}

/** Chooses a tool that draws marks; the keys that draw without a mouse work from then on. */
export function chooseMarkTool(kind: MarkKind): void {
  chooseTool(kind);
  pictureElement()?.focus({ preventScroll: true });
}

/** Draws the chosen tool's mark in the middle of the view. */
export function placeMark(): void {
  const { placeInMiddle } = useMarks.getState();
  if (placeInMiddle === null) say('info', 'There is no picture to draw on.');
  else placeInMiddle();
}
