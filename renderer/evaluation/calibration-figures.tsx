import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { Card } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord } from '../words.ts';
import styles from './evaluation-screen.module.css';

const ROWS = [
  { key: 'brier', word: 'Brier score' },
  { key: 'ece', word: 'Calibration error (ECE)' },
  { key: 'logLoss', word: 'Log loss' },
] as const;

/** What the model's temperature does to its probabilities; nothing for a model without one. */
export function CalibrationFigures({ measured }: { readonly measured: MeasuredModel }) {
  const { calibration, temperature, n } = measured;
  if (!calibration || !temperature) return null;
  const { temperature: value, atLimit, n: fitted, haemorrhages } = temperature;
  return (
    <Card title="Calibration">
      <table className={tableStyles.table} aria-label="Calibration">
        <thead>
          <tr>
            <th>On the same {countWord(n, 'slice')}, lower is better</th>
            <th className={tableStyles.number}>As the network says</th>
            <th className={tableStyles.number}>At temperature {value.toFixed(2)}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ key, word }) => (
            <tr key={key}>
              <td>{word}</td>
              <td className={tableStyles.number}>{calibration.before[key].toFixed(3)}</td>
              <td className={tableStyles.number}>{calibration.after[key].toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.fine}>
        The temperature was fitted on {countWord(fitted, 'validation slice')} ({haemorrhages} with haemorrhage), not on
        these.
        {atLimit && ' The fit ran to the end of its range: it says little.'} Calls and ranks are the same; every other
        figure and every stored probability is as the network gave it. These six figures have no intervals.
      </p>
    </Card>
  );
}
