import { createSeededRandom, deriveSeed } from '../../src/random/seeded-random.ts';
import type { Stage } from './trial-lines.ts';

/** Where a kill landed, told by what the process had said, and by what was in the log when the project was opened again. */
export type Landing =
  | 'after an acknowledgement, before the next act'
  | 'in an act, nothing of it written'
  | 'in an act, written but not acknowledged';

/** What the trials of one stage came to. */
export interface StageResult {
  kills: number;
  readonly landings: Record<Landing, number>;
  /** Kills by the act that was under way, or was acknowledged last. */
  readonly acts: Record<string, number>;
  /** What was acknowledged, each looked for after every later kill of the same copy. */
  acknowledgedActs: number;
  acknowledgedRows: number;
  acknowledgedFiles: number;
  /** Kills after which unfinished files lay about, under names that no export or model bears. */
  leftUnfinished: number;
  readonly failures: string[];
}

export interface TrialsReport {
  readonly seed: number;
  readonly kills: number;
  readonly failures: number;
  readonly acknowledgedActs: number;
  readonly durationMs: number;
  readonly stages: Partial<Record<Stage, StageResult>>;
}

export const emptyResult = (): StageResult => ({
  kills: 0,
  landings: {
    'after an acknowledgement, before the next act': 0,
    'in an act, nothing of it written': 0,
    'in an act, written but not acknowledged': 0,
  },
  acts: {},
  ...{ acknowledgedActs: 0, acknowledgedRows: 0, acknowledgedFiles: 0, leftUnfinished: 0 },
  failures: [],
});

/** All stages together. */
export function reportOf(seed: number, durationMs: number, stages: Partial<Record<Stage, StageResult>>): TrialsReport {
  const all = Object.values(stages);
  const sum = (of: (result: StageResult) => number): number => all.reduce((total, result) => total + of(result), 0);
  return {
    ...{ seed, kills: sum(({ kills }) => kills), failures: sum(({ failures }) => failures.length) },
    ...{
      acknowledgedActs: sum(({ acknowledgedActs }) => acknowledgedActs),
      durationMs: Math.round(durationMs),
      stages,
    },
  };
}

/** How often each stage comes, of all together; a training takes longest, and 80 of 1,000 kills fall in one. */
const WEIGHTS: Readonly<Record<Stage, number>> = {
  ...{ import: 3, reads: 6, freeze: 3, training: 2, promotion: 2, export: 5, migration: 3 },
};

/** The stage of each trial: every one by its weight and at least once, in an order drawn by the seed. */
export function scheduleOf(trials: number, seed: number, stages: readonly Stage[]): Stage[] {
  const total = stages.reduce((sum, stage) => sum + WEIGHTS[stage], 0);
  const deck = stages.flatMap((stage) => {
    const count = Math.max(1, Math.floor((trials * WEIGHTS[stage]) / total));
    return Array.from({ length: count }, () => stage);
  });
  for (let n = 0; deck.length < trials; n += 1) deck.push(...stages.slice(n % stages.length, (n % stages.length) + 1));
  return createSeededRandom(deriveSeed(seed, 'schedule')).shuffle(deck.slice(0, trials));
}
