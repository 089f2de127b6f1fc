import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import type { EvaluationFigureName } from '../../src/statistics/evaluation-statistics.ts';
import type { Figure } from '../../src/statistics/figure.ts';
import tableStyles from '../ui/table.module.css';
import { FigureNotes } from './figure-notes.tsx';

/** The figures that a table gives. */
export const SHOWN_FIGURES: readonly { readonly name: EvaluationFigureName; readonly word: string }[] = [
  { name: 'accuracy', word: 'Accuracy' },
  { name: 'sensitivity', word: 'Sensitivity' },
  { name: 'specificity', word: 'Specificity' },
  { name: 'auc', word: 'AUC' },
  { name: 'brier', word: 'Brier' },
];

/** One figure with its interval. What is missing of it, and why, stands below the table (figure-notes.tsx). */
export function FigureCell({ figure }: { readonly figure: Figure | undefined }) {
  if (!figure || figure.value === null) {
    return (
      <td className={tableStyles.number}>
        <span aria-hidden>-</span>
        <span className="spoken-only">no value</span>
      </td>
    );
  }
  const { value, low, high } = figure;
  return (
    <td className={tableStyles.number}>
      {value.toFixed(3)}
      <div className={tableStyles.fine}>
        {low === null || high === null ? 'no interval' : `${low.toFixed(3)} to ${high.toFixed(3)}`}
      </div>
    </td>
  );
}

interface FigureRow {
  readonly key: string | number;
  readonly name: string;
  readonly n: number;
  readonly figures: CrossValidationResult['figures'];
}

/** The figures of a row by their words. */
const shownOf = (figures: FigureRow['figures']) =>
  SHOWN_FIGURES.map(({ name, word }) => ({ word, figure: figures[name] }));

/** Figures with their intervals, a row for each thing that was measured. */
export function FigureTable({ label, rows }: { readonly label: string; readonly rows: readonly FigureRow[] }) {
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table} aria-label={label}>
        <thead>
          <tr>
            <th>{label}</th>
            <th className={tableStyles.number}>Slices</th>
            {SHOWN_FIGURES.map(({ name, word }) => (
              <th key={name} className={tableStyles.number}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, n, figures }) => (
            <tr key={key}>
              <td>{name}</td>
              <td className={tableStyles.number}>{n}</td>
              {SHOWN_FIGURES.map((figure) => (
                <FigureCell key={figure.name} figure={figures[figure.name]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <FigureNotes of={label} rows={rows.map(({ name, figures }) => ({ name, figures: shownOf(figures) }))} />
    </div>
  );
}
