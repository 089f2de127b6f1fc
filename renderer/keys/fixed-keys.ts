import type { MarkKind } from '../../src/marks/mark-shape.ts';
import { shownKeys } from './shown-keys.ts';

/** Where each arrow key points on the screen, as steps to the right and down. */
export const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowRight: [1, 0],
};

/** Keys that always mean the same while something on the picture has them. */
interface FixedKeys<Act extends string> {
  readonly act: Act;
  /** The browser's names of the keys. */
  readonly keys: readonly string[];
  /** Whether Shift must be held, or must not; null for either. */
  readonly shift: boolean | null;
  readonly does: string;
}

export type MarkAct = 'move' | 'move-point' | 'next-point' | 'edit-text' | 'delete' | 'leave';

interface MarkKeys extends FixedKeys<MarkAct> {
  /** As a part of what is said of the mark. */
  readonly said: string;
  /** The one kind of mark that it means something for; null for each. */
  readonly only: MarkKind | null;
}

/** The keys of the mark that has the focus. */
export const MARK_KEYS: readonly MarkKeys[] = [
  {
    act: 'move',
    keys: Object.keys(ARROWS),
    shift: false,
    does: 'Move it by a pixel',
    said: 'Arrow keys move it',
    only: null,
  },
  {
    act: 'move-point',
    keys: Object.keys(ARROWS),
    shift: true,
    does: 'Move one of its points',
    said: 'with Shift they move one point',
    only: null,
  },
  {
    act: 'next-point',
    keys: ['Enter'],
    shift: null,
    does: 'Go to its next point',
    said: 'Enter goes to the next point',
    only: null,
  },
  {
    act: 'edit-text',
    keys: ['F2'],
    shift: null,
    does: 'Edit the text of an arrow',
    said: 'F2 edits its text',
    only: 'arrow',
  },
  {
    act: 'delete',
    keys: ['Delete', 'Backspace'],
    shift: null,
    does: 'Delete it',
    said: 'Delete removes it',
    only: null,
  },
  { act: 'leave', keys: ['Escape'], shift: null, does: 'Leave it', said: 'Escape leaves it', only: null },
];

export type LensAct = 'move' | 'move-far' | 'end';

/** The keys of the lens that keys hold. */
export const LENS_KEYS: readonly FixedKeys<LensAct>[] = [
  { act: 'move', keys: Object.keys(ARROWS), shift: false, does: 'Move the lens' },
  { act: 'move-far', keys: Object.keys(ARROWS), shift: true, does: 'Move it farther' },
  { act: 'end', keys: ['Escape'], shift: null, does: 'Take it away' },
];

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey'>;

/** What a key does by a list of fixed keys; null where it is not one of them. */
export function fixedAct<Act extends string>(fixed: readonly FixedKeys<Act>[], { key, shiftKey }: Pressed): Act | null {
  const found = fixed.find(({ keys, shift }) => keys.includes(key) && (shift === null || shift === shiftKey));
  return found?.act ?? null;
}

/** The caps of fixed keys; the four arrows are one. */
export function fixedCaps({ keys, shift }: Pick<FixedKeys<string>, 'keys' | 'shift'>): readonly string[] {
  const held = shift ? shownKeys('Shift+x').slice(0, 1) : [];
  const caps = keys.every((key) => key in ARROWS)
    ? [keys.flatMap((key) => shownKeys(key)).join(' ')]
    : keys.flatMap((key) => shownKeys(key));
  return [...held, ...caps];
}

/** What keys do with a mark of a kind, to be read aloud. */
export function markKeysSaid(kind: MarkKind): string {
  return MARK_KEYS.filter(({ only }) => only === null || only === kind)
    .map(({ said }) => said)
    .join(', ');
}
