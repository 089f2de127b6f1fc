import type { TrainingRun } from '../../src/contract/training-methods.ts';
import { memberCount } from '../../src/training/ensemble.ts';
import { runStatusWord } from '../state/training-runs.ts';
import { useTraining } from '../state/training-store.ts';
import tableStyles from '../ui/table.module.css';
import { durationWord, timeWord } from '../words.ts';
import styles from './training-screen.module.css';

const digits = (value: number | null | undefined) => (value === null || value === undefined ? '' : value.toFixed(3));

/** Every run with where it ended. */
export function RunsTable({ runs }: { readonly runs: readonly TrainingRun[] }) {
  const shownRunId = useTraining((state) => state.shownRunId);
  if (runs.length === 0) return <p className={styles.none}>No run yet.</p>;
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table}>
        <thead>
          <tr>
            <th>Run</th>
            <th>Data set</th>
            <th>Architecture</th>
            <th>Outcome</th>
            <th className={tableStyles.number}>Rounds</th>
            <th className={tableStyles.number}>Loss</th>
            <th className={tableStyles.number}>Val. loss</th>
            <th className={tableStyles.number}>Accuracy</th>
            <th className={tableStyles.number}>Val. accuracy</th>
            <th className={tableStyles.number}>Seed</th>
            <th>Started</th>
            <th className={tableStyles.number}>Took</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const last = run.epochs.at(-1);
            return (
              <tr key={run.id} className={run.id === shownRunId ? tableStyles.chosen : undefined}>
                <td>
                  <button
                    type="button"
                    className={tableStyles.link}
                    onClick={() => useTraining.setState({ shownRunId: run.id })}
                  >
                    Run {run.id}
                  </button>
                </td>
                <td>{run.datasetName}</td>
                <td>{run.architecture.name}</td>
                <td>
                  {runStatusWord(run.status)}
                  {run.reason && <p className={styles.reason}>{run.reason}</p>}
                </td>
                <td className={tableStyles.number}>
                  {run.epochs.length} / {run.settings.rounds * memberCount(run.settings)}
                </td>
                <td className={tableStyles.number}>{digits(last?.loss)}</td>
                <td className={tableStyles.number}>{digits(last?.validationLoss)}</td>
                <td className={tableStyles.number}>{digits(last?.accuracy)}</td>
                <td className={tableStyles.number}>{digits(last?.validationAccuracy)}</td>
                <td className={tableStyles.number}>{run.settings.seed}</td>
                <td className={tableStyles.fine}>{timeWord(run.startedMs)}</td>
                <td className={tableStyles.number}>
                  {run.finishedMs === null ? '' : durationWord(run.finishedMs - run.startedMs)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
