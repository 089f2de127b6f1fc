import { create } from 'zustand';
import type { Mark } from '../../src/contract/mark-methods.ts';
import type { MarkFigures } from '../../src/marks/mark-figures.ts';
import type { MarkShape } from '../../src/marks/mark-shape.ts';

/** A mark on the screen, kept by main or on the way there. */
export interface DrawnMark {
  /** The same for as long as the mark is on the screen, also while it is not kept yet. */
  readonly key: string;
  readonly sliceId: number;
  /** As main has it; null before it was saved for the first time. */
  readonly kept: Mark | null;
  readonly shape: MarkShape;
  readonly figures: MarkFigures;
  readonly state: Saved;
}

export type Saved =
  | { readonly kind: 'kept' | 'saving' }
  /** The project is open for reading only: the mark goes with the window. */
  | { readonly kind: 'temporary' }
  | { readonly kind: 'failed'; readonly message: string };

interface MarksState {
  /** This reader's marks on the slices of the source on the screen, in the order in which they were drawn. */
  readonly marks: ReadonlyMap<string, DrawnMark>;
  readonly loading: { readonly kind: 'idle' } | { readonly kind: 'failed'; readonly message: string };
  readonly hidden: boolean;
  readonly selectedKey: string | null;
  /** The point of the selected mark that Shift and an arrow move; null: its last. */
  readonly activePoint: number | null;
  /** The mark that is to have the focus as soon as it is drawn. */
  readonly focusKey: string | null;
  /** The arrow whose text is being typed. */
  readonly editingKey: string | null;
  /** Draws the chosen tool's mark in the middle of the view; null while no picture is shown. */
  readonly placeInMiddle: (() => void) | null;
}

const empty = {
  marks: new Map<string, DrawnMark>(),
  loading: { kind: 'idle' },
  selectedKey: null,
  activePoint: null,
  focusKey: null,
  editingKey: null,
} as const;

export const useMarks = create<MarksState>()(() => ({ ...empty, hidden: false, placeInMiddle: null }));

export function clearMarks(): void {
  useMarks.setState(empty);
}

export function keptMark(mark: Mark, key = `m${mark.id}`): DrawnMark {
  const { sliceId, shape, figures } = mark;
  return { key, sliceId, kept: mark, shape, figures, state: { kind: 'kept' } };
}

export function putMark(mark: DrawnMark): void {
  useMarks.setState(({ marks }) => ({ marks: new Map(marks).set(mark.key, mark) }));
}

export function dropMark(key: string): void {
  useMarks.setState((state) => {
    const marks = new Map(state.marks);
    marks.delete(key);
    const without = (other: string | null) => (other === key ? null : other);
    return { marks, selectedKey: without(state.selectedKey), editingKey: without(state.editingKey) };
  });
}

export function selectMark(key: string | null): void {
  if (useMarks.getState().selectedKey !== key) useMarks.setState({ selectedKey: key, activePoint: null });
}
