import { z } from 'zod';
import { deriveSeed } from '../random/seeded-random.ts';

/**
 * How the slices of a project are read. `off`: the AI is there from the start. `on`: blind-first, the AI comes after the
 * reader's own label. `half`: a reader study; half of the cases are read with the AI from the start, half blind-first.
 */
export const readingModeSchema = z.enum(['off', 'on', 'half']);
export type ReadingMode = z.infer<typeof readingModeSchema>;

export const READING_MODE_WORDS: Readonly<Record<ReadingMode, string>> = {
  on: 'blind-first',
  half: 'a random half blind-first',
  off: 'the AI from the start',
};

/** How one slice is read: with the AI from the start, or blind-first. */
export const armSchema = z.enum(['open', 'blind']);
export type Arm = z.infer<typeof armSchema>;

/** A project's mode with the seed of its halves, an unsigned 32-bit integer. */
export const readingSettingSchema = z.object({
  mode: readingModeSchema,
  seed: z.number().int().min(0).max(0xffffffff),
});
export type ReadingSetting = z.infer<typeof readingSettingSchema>;

/** What a new project has where nobody chose: a reader who sees the AI first tends to follow it (automation bias). */
export const DEFAULT_READING_MODE: ReadingMode = 'on';

/** What a project has that was made before projects had a mode: the AI is there from the start, as it was. */
export const READING_BEFORE_MODES: ReadingSetting = { mode: 'off', seed: 0 };

/**
 * The arm of a case. A `half` deals whole cases and not slices, because a neighbour in the other arm would tell: each goes to
 * either arm with probability 1/2, by a hash of seed and group alone, so the deal depends neither on the order of reading nor on
 * what is added later, and is the same for every reader.
 * @param group pseudonym of the patient, else of the study; a picture that belongs to neither is a case of its own
 * @param readsBlind the reader's own wish, which only counts where the project leaves it open (`off`)
 */
export function armOf(setting: ReadingSetting, group: string, readsBlind: boolean): Arm {
  switch (setting.mode) {
    case 'off':
      return readsBlind ? 'blind' : 'open';
    case 'on':
      return 'blind';
    case 'half':
      return deriveSeed(setting.seed, 'reading-arm', group) % 2 === 0 ? 'open' : 'blind';
  }
}

/** Whether a mode may follow another. `ask`: only once somebody has confirmed it, in these words. */
export type ModeChange =
  | { readonly kind: 'free' }
  | { readonly kind: 'ask'; readonly words: string }
  | { readonly kind: 'refused'; readonly words: string };

/**
 * A reader study that has begun is not changed: its halves would no longer be comparable. Any other change is free before the
 * first read, and asked for after it: each read keeps the mode that it was made under.
 * @param reads reads made under each mode, taken back ones too; those from before projects had one count as `off`
 */
export function modeChange(
  from: ReadingMode,
  to: ReadingMode,
  reads: Readonly<Record<ReadingMode, number>>,
): ModeChange {
  if (from === to) return { kind: 'free' };
  if (from === 'half' && reads.half > 0) {
    return {
      kind: 'refused',
      words: `${readsWord(reads.half)} of the reader study ${reads.half === 1 ? 'was' : 'were'} made. A study that has begun keeps its mode: make another project for another way of reading.`,
    };
  }
  const made = reads.off + reads.on + reads.half;
  if (made === 0) return { kind: 'free' };
  return {
    kind: 'ask',
    words: `${readsWord(made)} ${made === 1 ? 'was' : 'were'} made under another way of reading. What was read stays, and the log tells what was made how; figures over both mix them.`,
  };
}

const readsWord = (count: number): string => (count === 1 ? '1 read' : `${count} reads`);
