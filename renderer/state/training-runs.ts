import type { TrainingRun } from '../../src/contract/training-methods.ts';
import { memberCount } from '../../src/training/ensemble.ts';

/** Runs with one added or brought up to date, newest first. */
export function withRun(runs: readonly TrainingRun[], run: TrainingRun): readonly TrainingRun[] {
  return [...runs.filter(({ id }) => id !== run.id), run].sort((a, b) => b.startedMs - a.startedMs || b.id - a.id);
}

/** What became of a run, in one word. */
export function runStatusWord(status: TrainingRun['status']): string {
  switch (status) {
    case 'running':
      return 'Running';
    case 'finished':
      return 'Finished';
    case 'stopped':
      return 'Stopped early';
    case 'diverged':
      return 'Diverged';
    case 'failed':
      return 'Failed';
  }
}

/** The network of a run that is under way, or was the last: which one it is, counted from 1, and its rounds. */
export function lastNetwork(run: Pick<TrainingRun, 'epochs' | 'settings'>): {
  readonly member: number;
  readonly networks: number;
  readonly epochs: TrainingRun['epochs'];
} {
  const member = run.epochs.at(-1)?.member ?? 1;
  return {
    member,
    networks: memberCount(run.settings),
    epochs: run.epochs.filter((epoch) => (epoch.member ?? 1) === member),
  };
}

/** uPlot's columns for a run: rounds, training, validation (null where there is none). */
export function curveColumns(
  epochs: TrainingRun['epochs'],
  figure: 'loss' | 'accuracy',
): [number[], (number | null)[], (number | null)[]] {
  return [
    epochs.map(({ epoch }) => epoch),
    epochs.map((record) => record[figure]),
    epochs.map((record) => (figure === 'loss' ? record.validationLoss : record.validationAccuracy)),
  ];
}
