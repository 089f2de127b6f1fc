import { expect, it } from 'vitest';
import { createWindowCrashes } from '../../main/window-crashes.ts';

function crashing(answers: boolean[]) {
  const done: string[] = [];
  const told: string[] = [];
  let nowMs = 0;
  const crashes = createWindowCrashes({
    reload: () => done.push('reload'),
    tell: () => told.push('told'),
    ask: async () => {
      done.push('ask');
      return answers.shift() ?? false;
    },
    quit: () => done.push('quit'),
    nowMs: () => nowMs,
  });
  const after = async (passedMs: number): Promise<void> => {
    nowMs += passedMs;
    await crashes.note();
  };
  return { done, told, after };
}

it('shows a window again three times in a minute, then asks, and quits where that is the answer', async () => {
  const { done, told, after } = crashing([false]);
  for (let count = 0; count < 4; count += 1) await after(1000);
  expect(done).toEqual(['reload', 'reload', 'reload', 'ask', 'quit']);
  expect(told).toHaveLength(3);
});

it('begins to count anew when the person wants it once more', async () => {
  const { done, after } = crashing([true, false]);
  for (let count = 0; count < 8; count += 1) await after(1000);
  expect(done).toEqual([...Array(3).fill('reload'), 'ask', 'reload', ...Array(3).fill('reload'), 'ask', 'quit']);
});

it('does not count what is more than a minute ago', async () => {
  const { done, after } = crashing([]);
  for (let count = 0; count < 9; count += 1) await after(20_001);
  expect(done).toEqual(Array(9).fill('reload'));
});
