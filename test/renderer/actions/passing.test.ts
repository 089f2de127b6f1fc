import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followSelection, passTo } from '../../../renderer/actions/reading.ts';
import { showTab } from '../../../renderer/state/app-store.ts';
import { closeDialog, openDialog } from '../../../renderer/state/dialog-store.ts';
import { clearWorklist, selectSlice, showWorklist } from '../../../renderer/state/worklist-store.ts';
import { item } from '../support/worklist-items.ts';

const presented: number[] = [];
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  presented.length = 0;
  vi.stubGlobal('window', {
    overread: {
      call: async (_method: string, { sliceId }: { sliceId: number }) => {
        presented.push(sliceId);
        const value = { presentationId: sliceId, prediction: null, history: [], canUndo: false, canRedo: false };
        return { kind: 'ok', value };
      },
    },
  });
  stop = followSelection();
  const items = [1, 2, 3, 4].map((id) => item(id));
  showWorklist({
    sourceId: 1,
    kind: 'study',
    name: 's',
    synthetic: false,
    series: [],
    items,
    refused: [],
    warnings: [],
  });
});
afterEach(() => {
  stop();
  clearWorklist();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('presents what a drag stays on, and nothing that it passes, from its first step on', () => {
  vi.advanceTimersByTime(1000);
  presented.length = 0;
  for (const sliceId of [2, 3, 4]) {
    passTo(sliceId);
    vi.advanceTimersByTime(40);
  }
  expect(presented).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(presented).toEqual([4]);
  vi.advanceTimersByTime(1000);
  selectSlice(1);
  expect(presented).toEqual([4, 1]);
});

it('presents what was selected behind another screen, or while it is asked who reads, when that is gone, once', () => {
  vi.advanceTimersByTime(1000);
  presented.length = 0;
  showTab('audit');
  selectSlice(3);
  vi.advanceTimersByTime(1000);
  expect(presented).toEqual([]);
  openDialog({ kind: 'sign-in' });
  showTab('review');
  vi.advanceTimersByTime(1000);
  expect(presented).toEqual([]);
  closeDialog();
  showTab('audit');
  showTab('review');
  expect(presented).toEqual([3]);
});

it('presents nothing that was passed when another screen came over it, until that is gone', () => {
  vi.advanceTimersByTime(1000);
  for (const sliceId of [2, 3]) selectSlice(sliceId);
  presented.length = 0;
  openDialog({ kind: 'sign-in' });
  vi.advanceTimersByTime(1000);
  expect(presented).toEqual([]);
  closeDialog();
  expect(presented).toEqual([3]);
});
