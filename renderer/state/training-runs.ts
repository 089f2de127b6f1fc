import type { TrainingRun } from '../../src/contract/training-methods.ts';

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
