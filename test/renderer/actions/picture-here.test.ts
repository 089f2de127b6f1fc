import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pictureHere } from '../../../renderer/actions/picture-here.ts';
import { useViewer } from '../../../renderer/state/viewer-store.ts';

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
