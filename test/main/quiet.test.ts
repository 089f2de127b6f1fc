import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createQuiet } from '../../main/quiet.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('acts when nothing was asked for so long, once', () => {
  const act = vi.fn();
  const quiet = createQuiet(() => false);
  quiet.once(100, act);
  vi.advanceTimersByTime(90);
  quiet.asked();
  vi.advanceTimersByTime(90);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10);
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledTimes(1);
});

test('waits for what runs, asked for long ago or not', () => {
  const act = vi.fn();
  let busy = true;
  const quiet = createQuiet(() => busy);
  quiet.once(100, act);
  vi.advanceTimersByTime(950);
  expect(act).not.toHaveBeenCalled();
  busy = false;
  vi.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(1);
});

test('waits no longer than twenty seconds for who asks all the time', () => {
  const act = vi.fn();
  const quiet = createQuiet(() => false);
  quiet.once(100, act);
  for (let asked = 0; asked < 399; asked += 1) {
    quiet.asked();
    vi.advanceTimersByTime(50);
  }
  expect(act).not.toHaveBeenCalled();
  quiet.asked();
  vi.advanceTimersByTime(50);
  expect(act).toHaveBeenCalledTimes(1);
});
