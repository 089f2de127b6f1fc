import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followSelection } from '../../../renderer/actions/reading.ts';
import { useReview } from '../../../renderer/state/review-store.ts';
import { useViewer } from '../../../renderer/state/viewer-store.ts';
import { clearWorklist, selectSlice, showWorklist, useWorklist } from '../../../renderer/state/worklist-store.ts';
import { withItem } from '../../../renderer/state/worklist-view.ts';
import { item } from '../support/worklist-items.ts';

const PREDICTION = {
  modelId: 1,
  modelName: 'a',
  probability: 0.9,
  threshold: 0.5,
  call: 'haemorrhage',
  cannotTell: false,
} as const;

const called: string[] = [];
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  called.length = 0;
  vi.stubGlobal('window', {
    overread: {
      call: async (method: string, { sliceId = 0 }: { sliceId?: number }) => {
        called.push(method);
        const begun = {
          presentationId: 7,
          arm: 'open',
          aiVisible: true,
          mayReveal: true,
          prediction: null,
          history: [],
        };
        const answers: Record<string, unknown> = {
          'presentation.begin': { ...begun, canUndo: false, canRedo: false },
          'presentation.reveal': { prediction: PREDICTION },
          'worklist.item': { item: { ...item(sliceId), prediction: PREDICTION } },
        };
        return { kind: 'ok', value: answers[method] };
      },
    },
  });
  stop = followSelection();
  const rest = { kind: 'study', name: 's', synthetic: false, series: [], refused: [], warnings: [] } as const;
  showWorklist({ ...rest, sourceId: 1, series: [], refused: [], warnings: [], items: [1, 2].map((id) => item(id)) });
});
afterEach(() => {
  stop();
  clearWorklist();
  useViewer.setState({ picture: { kind: 'none' } });
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('shows a prediction that came while the picture was awaited', async () => {
  await vi.advanceTimersByTimeAsync(1000);
  called.length = 0;
  useViewer.setState({ picture: { kind: 'loading', sliceId: 2, before: null } });
  selectSlice(2);
  await vi.advanceTimersByTimeAsync(20);
  expect(useReview.getState().presentation.kind).toBe('beginning');
  useWorklist.setState(({ items }) => ({ items: withItem(items, { ...item(2), prediction: PREDICTION }) }));
  await vi.advanceTimersByTimeAsync(300);
  expect(called).toContain('presentation.reveal');
  expect(useReview.getState().presentation).toMatchObject({ kind: 'shown', sliceId: 2, prediction: PREDICTION });
});

it('takes a row anew whose prediction was revealed elsewhere since the list was read', async () => {
  await vi.advanceTimersByTimeAsync(1000);
  const visible = { ai: false, truth: false, ownReads: true, othersReads: true };
  useWorklist.setState(({ items }) => ({ items: withItem(items, { ...item(2), visible }) }));
  selectSlice(2);
  await vi.advanceTimersByTimeAsync(300);
  expect(useWorklist.getState().items.get(2)).toMatchObject({ visible: { ai: true }, prediction: PREDICTION });
});
