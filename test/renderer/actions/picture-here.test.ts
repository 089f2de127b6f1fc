import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pictureHere, selectedPictureHere } from '../../../renderer/actions/picture-here.ts';
import { loadStudies, useStudies } from '../../../renderer/state/study-store.ts';
import { useViewer } from '../../../renderer/state/viewer-store.ts';
import { useWorklist } from '../../../renderer/state/worklist-store.ts';

const loading = (sliceId: number) => useViewer.setState({ picture: { kind: 'loading', sliceId, before: null } });

/** Whether a promise has settled once all that is ready has run. */
async function settled(promise: Promise<void>): Promise<boolean> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  useViewer.setState({ picture: { kind: 'none' } });
});

it('waits for the picture of its own slice, and no longer than a moment', async () => {
  expect(await settled(pictureHere(1))).toBe(true);
  loading(2);
  expect(await settled(pictureHere(1))).toBe(true);
  const here = pictureHere(2);
  expect(await settled(here)).toBe(false);
  useViewer.setState({ probe: null });
  expect(await settled(here)).toBe(false);
  useViewer.setState({ picture: { kind: 'failed', sliceId: 2, message: 'no' } });
  expect(await settled(here)).toBe(true);
  loading(3);
  const late = pictureHere(3);
  await vi.advanceTimersByTimeAsync(149);
  expect(await settled(late)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await settled(late)).toBe(true);
});

it('waits for the slice that was selected meanwhile too', async () => {
  useWorklist.setState({ selectedId: 1 });
  loading(1);
  const here = selectedPictureHere();
  useWorklist.setState({ selectedId: 2 });
  loading(2);
  expect(await settled(here)).toBe(false);
  useViewer.setState({ picture: { kind: 'none' } });
  expect(await settled(here)).toBe(true);
  useWorklist.setState({ selectedId: null });
  expect(await settled(selectedPictureHere())).toBe(true);
});

it('lets no studies of another source stand while a picture is awaited', async () => {
  useStudies.setState({ sourceId: 1, studies: { kind: 'ready', value: { studies: [] } as never } });
  loading(2);
  void loadStudies(2, pictureHere(2));
  expect(useStudies.getState()).toMatchObject({ sourceId: 2, studies: { kind: 'loading' } });
  useStudies.setState({ sourceId: null, studies: { kind: 'idle' } });
});
