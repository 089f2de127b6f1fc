import {
  EVALUATION_FIGURES,
  type EvaluationFigureName,
  FIGURE_WORDS,
} from '../../src/statistics/evaluation-statistics.ts';
import tableStyles from '../ui/table.module.css';
import type { Figures } from './evaluation-view.ts';
import { methodRemark } from './figure-remarks.ts';

/** Those that stand large above the table already. */
const SHOWN_ABOVE: ReadonlySet<EvaluationFigureName> = new Set([
  'accuracy',
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
]);

/** How the intervals of the large figures were made. It stands here, where nothing moves when it changes with the threshold. */
function MethodsAbove({ figures }: { readonly figures: Figures }) {
  const above = EVALUATION_FIGURES.filter((name) => SHOWN_ABOVE.has(name));
  const row = { name: '', figures: above.map((name) => ({ word: FIGURE_WORDS[name], figure: figures[name] })) };
  const remark = methodRemark([row], '95 % intervals of the large figures above');
  return remark && <p className={tableStyles.notes}>{remark}</p>;
}

/**
 * Every further figure with its interval, the slices it rests on and how its interval was made.
 * @param stale whether these are the figures of the threshold before, while new ones are being made
 */
export function FurtherFigures({ figures, stale }: { readonly figures: Figures; readonly stale: boolean }) {
  return (
    <>
      <table
        className={tableStyles.table}
        aria-label="Further figures"
        aria-busy={stale}
        style={{ opacity: stale ? 0.5 : 1 }}
      >
        <thead>
          <tr>
            <th>Figure</th>
            <th className={tableStyles.number}>Value</th>
            <th className={tableStyles.number}>95 % interval</th>
            <th className={tableStyles.number}>Slices</th>
            <th>How the interval was made</th>
          </tr>
        </thead>
        <tbody>
          {EVALUATION_FIGURES.filter((name) => !SHOWN_ABOVE.has(name)).map((name) => {
            const { value, low, high, n, method, reason } = figures[name];
            return (
              <tr key={name}>
                <td>{FIGURE_WORDS[name]}</td>
                <td className={tableStyles.number}>{value === null ? '-' : value.toFixed(3)}</td>
                <td className={tableStyles.number}>
                  {low === null || high === null ? '-' : `${low.toFixed(3)} to ${high.toFixed(3)}`}
                </td>
                <td className={tableStyles.number}>{n}</td>
                <td className={tableStyles.fine}>{reason ?? method}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <MethodsAbove figures={figures} />
    </>
  );
}
