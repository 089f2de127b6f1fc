import type { Confusion, Outcome } from '../../src/statistics/confusion.ts';
import { classNames } from '../class-names.ts';
import { useEvaluation } from '../state/evaluation-store.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import styles from './confusion-matrix.module.css';
import { OUTCOMES } from './outcomes.ts';

function Cell({ outcome, count }: { readonly outcome: Outcome; readonly count: number }) {
  const chosen = useEvaluation((state) => state.cell === outcome);
  const { word, error } = OUTCOMES[outcome];
  const shown = Number.isInteger(count) ? String(count) : count.toFixed(1);
  return (
    <td className={styles.cell}>
      <button
        type="button"
        className={classNames(styles.button, error && styles.error)}
        aria-pressed={chosen}
        onMouseDown={keepFocus}
        onClick={() => useEvaluation.setState({ cell: chosen ? null : outcome })}
      >
        <span className={styles.count}>{shown}</span>
        <span className={styles.word}>{word}</span>
      </button>
    </td>
  );
}

/** Calls against labels at the threshold; each cell opens its slices. Counts are means where several repeats are shown. */
export function ConfusionMatrix({ confusion }: { readonly confusion: Confusion }) {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  return (
    <table className={styles.matrix} aria-label="Confusion matrix">
      <thead>
        <tr>
          <td />
          <th scope="col">Model: haemorrhage</th>
          <th scope="col">Model: none</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Label: haemorrhage</th>
          <Cell outcome="true-positive" count={truePositives} />
          <Cell outcome="false-negative" count={falseNegatives} />
        </tr>
        <tr>
          <th scope="row">Label: none</th>
          <Cell outcome="false-positive" count={falsePositives} />
          <Cell outcome="true-negative" count={trueNegatives} />
        </tr>
      </tbody>
    </table>
  );
}
