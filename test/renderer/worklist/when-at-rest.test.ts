import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whenAtRest } from '../../../renderer/worklist/when-at-rest.ts';

describe('an act for when the reader rests', () => {
  const done: number[] = [];
  let startedMs = 0;
  const act = () => done.push(performance.now() - startedMs);
  beforeEach(() => {
    vi.useFakeTimers();
    done.length = 0;
    startedMs = performance.now();
  });
  afterEach(() => vi.useRealTimers());

  it('is done at once for who goes step by step', () => {
    const { soon } = whenAtRest(act);
    for (let step = 0; step < 3; step += 1) {
      vi.advanceTimersByTime(250);
      soon();
    }
    vi.advanceTimersByTime(1000);
    expect(done).toEqual([250, 500, 750]);
  });

  it('waits for a rest, or a second, behind who goes through a stack, whose first step is followed', () => {
    const { soon } = whenAtRest(act);
    vi.advanceTimersByTime(300);
    for (let step = 0; step < 60; step += 1) {
      soon();
      vi.advanceTimersByTime(30);
    }
    // The sixtieth step came at 2070.
    vi.advanceTimersByTime(1000);
    expect(done).toEqual([300, 1330, 2150]);
  });

  it('waits for what has just come in', () => {
    const { soon } = whenAtRest(act);
    soon();
    expect(done).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(done).toEqual([80]);
  });

  it('is not done once it was dropped, till it is asked for again', () => {
    const { soon, drop } = whenAtRest(act);
    soon();
    drop();
    vi.advanceTimersByTime(1000);
    expect(done).toEqual([]);
    soon();
    expect(done).toEqual([1000]);
  });
});
