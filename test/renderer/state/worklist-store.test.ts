import { beforeEach, describe, expect, it } from 'vitest';
import {
  arrangeWorklist,
  clearWorklist,
  selectSlice,
  showWorklist,
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
    arrangeWorklist({ sort: 'order', filter: 'all' });
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
    arrangeWorklist({ filter: 'unread' });
    selectSlice(1);
    read(1);
    selectSlice(2);
    expect(useWorklist.getState().order).toEqual([1, 2, 3]);
    arrangeWorklist({ filter: 'unread' });
    expect(useWorklist.getState().order).toEqual([2, 3]);
  });

  it('keeps the stack as acquired whatever the list is sorted by', () => {
    const items = [item(1, { prediction: prediction(0.1) }), item(2, { prediction: prediction(0.9) })];
    showWorklist(worklist(1, items));
    arrangeWorklist({ sort: 'suspicion' });
    expect(useWorklist.getState()).toMatchObject({ order: [2, 1], stack: [1, 2] });
  });
});
