import { z } from 'zod';
import { createSeededRandom, deriveSeed } from '../random/seeded-random.ts';
import { readerKey } from './reader-key.ts';
import type { ReadPurpose } from './settle-slice.ts';

/** How hidden repeats are drawn in a project. The same settings and reads give the same repeats. */
export const repeatSettingsSchema = z.object({
  /** Share of the slices that a reader has read which come again, 0 (none) to 0.5. */
  share: z.number().min(0).max(0.5),
  /** How many other slices the reader must have read since, and how many minutes must have gone by. */
  afterReads: z.number().int().min(1).max(10_000),
  afterMinutes: z.number().min(0).max(100_000),
  seed: z.number().int().min(0).max(0xffffffff),
});
export type RepeatSettings = z.infer<typeof repeatSettingsSchema>;

export const NO_REPEATS: RepeatSettings = { share: 0, afterReads: 20, afterMinutes: 60, seed: 1 };

/** A read of one reader, in the order in which they were made. */
export interface OwnRead {
  readonly readId: number;
  readonly sliceId: number;
  /** `sliceKey`: what the draw goes by, so that it is the same in every copy of the project. */
  readonly sliceKey: string;
  readonly purpose: ReadPurpose | null;
  readonly standing: boolean;
  readonly recordedMs: number;
}

/**
 * The slices that are due to be read again unknown to the reader, with the read that each repeats (the reader's first that
 * stands). A slice comes again once at most, whatever became of its repeat, and never after the reader has adjudicated it.
 */
export function dueRepeats(
  settings: RepeatSettings,
  reader: string,
  reads: readonly OwnRead[],
  nowMs: number,
): Map<number, number> {
  const due = new Map<number, number>();
  if (settings.share === 0) return due;
  const latestMs = nowMs - settings.afterMinutes * 60_000;
  const since = othersSince(reads);
  for (const [sliceId, own] of bySlice(reads)) {
    const first = own.find(({ purpose, standing }) => purpose === null && standing);
    const last = own.at(-1);
    if (!first || !last || own.some(({ purpose }) => purpose !== null)) continue;
    if (last.recordedMs > latestMs || (since.get(sliceId) ?? 0) < settings.afterReads) continue;
    if (isDrawn(settings, reader, first.sliceKey)) due.set(sliceId, first.readId);
  }
  return due;
}

/** How likely a due repeat comes next after a read: more than a third, so that they do not pile up at a share of one half. */
const TURN_CHANCE = 0.4;

/**
 * The due repeat that comes next, out of order, after the read that a reader has just made; null where the order of their list goes
 * on. The same reads give the same answer. Whoever goes on from elsewhere than the slice that they read last (who passes over
 * slices, or goes on from a repeat that they left unread) is sent nowhere.
 */
export function repeatInTurn(
  settings: RepeatSettings,
  reader: string,
  reads: readonly OwnRead[],
  now: { readonly from: number | null; readonly due: readonly number[] },
): number | null {
  const { from, due } = now;
  if (due.length === 0 || from === null || reads.at(-1)?.sliceId !== from) return null;
  const random = createSeededRandom(deriveSeed(settings.seed, 'repeat-turn', readerKey(reader), reads.length));
  return random.chance(TURN_CHANCE) ? random.pick(due) : null;
}

/** Whether a slice is among those that come again for this reader: its own number in [0, 1) lies below the share. */
function isDrawn({ share, seed }: RepeatSettings, reader: string, key: string): boolean {
  return deriveSeed(seed, 'repeat', readerKey(reader), key) / 0x100000000 < share;
}

function bySlice(reads: readonly OwnRead[]): Map<number, OwnRead[]> {
  const slices = new Map<number, OwnRead[]>();
  for (const read of reads) {
    const own = slices.get(read.sliceId);
    if (own) own.push(read);
    else slices.set(read.sliceId, [read]);
  }
  return slices;
}

/** How many other slices were read after the last read of each. */
function othersSince(reads: readonly OwnRead[]): Map<number, number> {
  const since = new Map<number, number>();
  const later = new Set<number>();
  for (const { sliceId } of [...reads].reverse()) {
    if (!since.has(sliceId)) since.set(sliceId, later.size);
    later.add(sliceId);
  }
  return since;
}
