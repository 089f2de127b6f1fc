import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stopCine, toggleCine } from '../../../renderer/actions/cine.ts';
import { followSelection } from '../../../renderer/actions/reading.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { useCine } from '../../../renderer/state/cine-store.ts';
import { usePreferences } from '../../../renderer/state/preferences-store.ts';
import { useReview } from '../../../renderer/state/review-store.ts';
import { useViewer } from '../../../renderer/state/viewer-store.ts';
import { clearWorklist, selectSlice, showWorklist, useWorklist } from '../../../renderer/state/worklist-store.ts';
import { FAKE_SLICES, fakeMetadata } from '../support/fake-slices.ts';
import { item } from '../support/worklist-items.ts';

const begun: number[] = [];
const passed: number[] = [];
let reducedMotion = false;
let frames = true;
let stopFollowing: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  begun.length = 0;
  passed.length = 0;
  reducedMotion = false;
  frames = true;
  vi.stubGlobal('requestAnimationFrame', (act: () => void) => (frames ? Number(setTimeout(act, 16)) : 0));
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => clearTimeout(frame));
  vi.stubGlobal('matchMedia', () => ({ matches: reducedMotion }));
  vi.stubGlobal('window', {
    overread: {
      call: async (_method: string, { sliceId }: { sliceId: number }) => {
        begun.push(sliceId);
        return {
          kind: 'ok',
          value: { presentationId: sliceId, prediction: null, history: [], canUndo: false, canRedo: false },
        };
      },
    },
  });
  const items = [1, 2, 3, 4].map((id) => ({ ...item(id), seriesIndex: id === 4 ? 1 : 0, sliceIndex: id }));
  const rest = { kind: 'study', name: 's', synthetic: false, series: [], refused: [], warnings: [] } as const;
  useApp.setState({ tab: 'review' });
  clearWorklist();
  showWorklist({ ...rest, sourceId: 1, series: [], refused: [], warnings: [], items });
  usePreferences.setState({ cineFps: 20, cineMode: 'loop' });
  // The viewer, as far as a cine knows it: whatever is selected is drawn at once.
  const draw = (sliceId: number | null): void => {
    const [slice] = FAKE_SLICES;
    if (sliceId === null || !slice) return;
    useViewer.setState({ picture: { kind: 'ready', sliceId, metadata: fakeMetadata(slice) } });
  };
  draw(1);
  const drawn = useWorklist.subscribe((now, before) => {
    if (now.selectedId === before.selectedId || now.selectedId === null) return;
    passed.push(now.selectedId);
    draw(now.selectedId);
  });
  stopFollowing = [followSelection(), drawn];
});
afterEach(() => {
  stopCine();
  for (const stop of stopFollowing) stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('goes round its own series at its speed; only the slice that it stops at is presented', async () => {
  toggleCine();
  await vi.advanceTimersByTimeAsync(1001);
  // The first follows at once, then twenty a second.
  expect(passed.length).toBe(21);
  expect(passed.slice(0, 5)).toEqual([2, 3, 1, 2, 3]);
  expect(begun).toEqual([]);
  expect(useReview.getState().presentation.kind).toBe('none');
  toggleCine();
  await vi.advanceTimersByTimeAsync(1000);
  expect(useCine.getState().playing).toBe(false);
  expect(begun).toEqual([passed.at(-1)]);
  expect(passed).toHaveLength(21);
});

it('waits for a picture that is not drawn yet, so that none is left out', async () => {
  useViewer.setState({ picture: { kind: 'loading', sliceId: 1, before: null } });
  toggleCine();
  await vi.advanceTimersByTimeAsync(500);
  expect(passed).toEqual([]);
});

it('shows no next slice before the one that is drawn has gone to the screen', async () => {
  frames = false;
  toggleCine();
  await vi.advanceTimersByTimeAsync(500);
  expect(passed).toEqual([2]);
});

it('is slow where the system asks for reduced motion', async () => {
  reducedMotion = true;
  usePreferences.setState({ cineFps: 60 });
  toggleCine();
  await vi.advanceTimersByTimeAsync(1001);
  expect(passed.length).toBe(5);
});

it('has nothing to play in a series of one slice', async () => {
  selectSlice(4);
  toggleCine();
  expect(useCine.getState().playing).toBe(false);
});
