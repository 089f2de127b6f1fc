import { expect, it } from 'vitest';
import { createThumbnailTurns } from '../../../renderer/worklist/thumbnail-turns.ts';

const breath = () => new Promise<void>((resolve) => queueMicrotask(resolve));

it('begins few at once, the newest first, and passes over those that were scrolled past', async () => {
  const turns = createThumbnailTurns(2);
  const begun: number[] = [];
  const ends = [1, 2, 3, 4, 5].map((row) => turns.take(() => begun.push(row)));
  await breath();
  expect(begun).toEqual([5, 4]);
  ends[2]?.();
  ends[4]?.();
  ends[4]?.();
  expect(begun).toEqual([5, 4, 2]);
  ends[3]?.();
  expect(begun).toEqual([5, 4, 2, 1]);
});
