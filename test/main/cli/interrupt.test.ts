import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createInterrupt } from '../../../main/cli/interrupt.ts';

function interrupted() {
  const signals = new EventEmitter();
  const [tell, endAtOnce] = [vi.fn(), vi.fn()];
  let nowMs = 0;
  const signal = createInterrupt(signals, { tell, endAtOnce, nowMs: () => nowMs });
  const press = (name: string, atMs: number): void => {
    nowMs = atMs;
    signals.emit(name);
  };
  return { signal, press, tell, endAtOnce };
}

test('one Ctrl-C that arrives twice, from the terminal and from npm, stops after the step at hand', () => {
  const { signal, press, tell, endAtOnce } = interrupted();
  expect(signal.aborted).toBe(false);
  press('SIGINT', 100);
  press('SIGINT', 103);
  expect(signal.aborted).toBe(true);
  expect(tell).toHaveBeenCalledTimes(1);
  expect(endAtOnce).not.toHaveBeenCalled();
});

test('a second one later ends at once', () => {
  const { press, endAtOnce } = interrupted();
  press('SIGTERM', 100);
  press('SIGINT', 1500);
  expect(endAtOnce).toHaveBeenCalledTimes(1);
});
