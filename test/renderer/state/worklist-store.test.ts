import { beforeEach, describe, expect, it } from 'vitest';
import { NO_FILTERS } from '../../../renderer/state/worklist-filters.ts';
import {
  arrangeWorklist,
  clearWorklist,
  extendMarks,
  markAll,
  markTo,
  selectSlice,
  showWorklist,
  toggleMark,
  toggleMarkHere,
  useWorklist,
} from '../../../renderer/state/worklist-store.ts';
import { withRead } from '../../../renderer/state/worklist-view.ts';
import type { Worklist, WorklistItem } from '../../../src/contract/review-methods.ts';
import { item, prediction } from '../support/worklist-items.ts';

function worklist(sourceId: number, items: WorklistItem[]): Worklist {
  return { sourceId, kind: 'study', name: 's', synthetic: false, series: [], items, refused: [], warnings: [] };
}

function read(sliceId: number): void {
  useWorklist.setState(({ items }) => ({ items: withRead(items, sliceId, { currentLabel: 'none', read: true }) }));
}

describe('the worklist store', () => {
  beforeEach(() => {
    clearWorklist();
    arrangeWorklist({ sort: 'order', filters: { status: 'all' } });
  });

  it('selects the first slice of a new source and keeps the selection of the same one', () => {
    showWorklist(worklist(1, [item(5), item(6)]));
    expect(useWorklist.getState().selectedId).toBe(5);
    selectSlice(6);
    showWorklist(worklist(1, [item(5), item(6), item(7)]));
    expect(useWorklist.getState().selectedId).toBe(6);
    showWorklist(worklist(2, [item(8)]));
    expect(useWorklist.getState().selectedId).toBe(8);
  });

  it('moves no row when a read is committed under the unread filter, only when asked to filter again', () => {
    showWorklist(worklist(1, [item(1), item(2), item(3)]));
    arrangeWorklist({ filters: { status: 'unread' } });
    selectSlice(1);
    read(1);
    selectSlice(2);
    expect(useWorklist.getState().order).toEqual([1, 2, 3]);
    arrangeWorklist({ filters: { status: 'unread' } });
    expect(useWorklist.getState().order).toEqual([2, 3]);
  });

  it('keeps the stack as acquired whatever the list is sorted by', () => {
    const items = [item(1, { prediction: prediction(0.1) }), item(2, { prediction: prediction(0.9) })];
    showWorklist(worklist(1, items));
    arrangeWorklist({ sort: 'suspicion' });
    expect(useWorklist.getState()).toMatchObject({ order: [2, 1], stack: [1, 2] });
  });

  it('lists what fits all filters, keeping the slice on the screen, and a search what it was asked alone', () => {
    const items = [
      item(1, { currentLabel: 'none' }),
      item(2, { read: true }),
      item(3, { currentLabel: 'none', read: true }),
    ];
    showWorklist(worklist(1, items));
    arrangeWorklist({ filters: { label: 'none', status: 'read' } });
    expect(useWorklist.getState().order).toEqual([1, 3]);
    arrangeWorklist({ filters: { search: '3.png' } });
    expect(useWorklist.getState().order).toEqual([3]);
    expect([...useWorklist.getState().places]).toEqual([[3, 0]]);
    arrangeWorklist({ filters: NO_FILTERS });
    expect(useWorklist.getState().order).toEqual([1, 2, 3]);
  });
});

describe('marks', () => {
  const marked = () => [...useWorklist.getState().marked];
  beforeEach(() => {
    clearWorklist();
    showWorklist(worklist(1, [item(1), item(2), item(3), item(4, { read: true }), item(5)]));
  });

  it('begin with the slice on the screen and toggle one by one', () => {
    toggleMark(3);
    expect(marked()).toEqual([1, 3]);
    toggleMark(1);
    expect(marked()).toEqual([3]);
  });

  it('are chosen row by row with the keys alone, and a range begins where those have gone', () => {
    selectSlice(2);
    toggleMarkHere();
    selectSlice(4);
    expect(useWorklist.getState().leadId).toBeNull();
    toggleMarkHere();
    expect(marked()).toEqual([2, 4]);
    selectSlice(2);
    toggleMarkHere();
    expect(marked()).toEqual([4]);
    selectSlice(3);
    extendMarks(1);
    expect(marked()).toEqual([3, 4]);
    toggleMarkHere();
    expect(marked()).toEqual([3]);
  });

  it('go from the anchor to a click, and shrink with the keys again', () => {
    selectSlice(2);
    markTo(4);
    expect(marked()).toEqual([2, 3, 4]);
    extendMarks(1);
    expect(marked()).toEqual([2, 3, 4, 5]);
    extendMarks(-1);
    extendMarks(-1);
    expect(marked()).toEqual([2, 3]);
    markTo(1);
    expect(marked()).toEqual([1, 2]);
    expect(useWorklist.getState().selectedId).toBe(2);
  });

  it('leave with their slices when the list is narrowed, and all when another source comes', () => {
    markAll([1, 4]);
    arrangeWorklist({ filters: { status: 'unread' } });
    expect(marked()).toEqual([1]);
    showWorklist(worklist(2, [item(1)]));
    expect(marked()).toEqual([]);
  });
});
