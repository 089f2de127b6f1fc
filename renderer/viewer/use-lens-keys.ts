import { useEffect } from 'react';
import { ARROWS, fixedAct, LENS_KEYS } from '../keys/fixed-keys.ts';
import { pictureElement } from '../marks/mark-tool.ts';
import { useViewer } from '../state/viewer-store.ts';
import { endLens } from './viewer-commands.ts';

const STEP_PX = 10;
const FAR_PX = 50;

const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

/** What Escape closes before the lens. */
const FIRST_CLOSED = 'dialog[open], [popover]:popover-open';
const TYPED_INTO = 'input, select, textarea';

/**
 * Whether the key was for the lens: Escape, unless something else is to be closed first or is typed into, and arrows, unless
 * another control has the focus (a mark, a slider, the list).
 */
function takes(event: KeyboardEvent): boolean {
  const { lens, viewport } = useViewer.getState();
  if (lens === null || viewport === null || event.ctrlKey || event.altKey || event.metaKey) return false;
  const focused = document.activeElement;
  const act = fixedAct(LENS_KEYS, event);
  if (act === 'end') {
    if (focused?.matches(TYPED_INTO) || document.querySelector(FIRST_CLOSED) !== null) return false;
    endLens();
    return true;
  }
  if (focused !== document.body && focused !== pictureElement()) return false;
  const arrow = ARROWS[event.key];
  if (act === null || !arrow) return false;
  const [dx, dy] = arrow;
  const step = act === 'move-far' ? FAR_PX : STEP_PX;
  const { width, height } = viewport.element;
  useViewer.setState({ lens: { x: within(lens.x + dx * step, width), y: within(lens.y + dy * step, height) } });
  return true;
}

/** While there is a lens, arrows move it and Escape takes it away, before they are the list's. */
export function useLensKeys(): void {
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (!takes(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', down, { capture: true });
    return () => window.removeEventListener('keydown', down, { capture: true });
  }, []);
}
