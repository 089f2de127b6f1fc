import type { ReaderReport } from '../../src/contract/reader-methods.ts';
import { FigureNotes } from '../evaluation/figure-notes.tsx';
import { FigureCell } from '../evaluation/figure-table.tsx';
import tableStyles from '../ui/table.module.css';

type Agreement = Omit<ReaderReport['pairs'][number], 'first' | 'second' | 'labelsSeen'>;

export interface AgreementRow {
  readonly name: string;
  readonly agreement: Agreement;
  /** What else was left out, e.g. `2 undone`. */
  readonly leftOut?: string;
  /** Slices in it of which one of the two had the source label before the read. */
  readonly labelsSeen?: number | undefined;
}

const FIGURES = [
  { name: 'agreement', word: 'Agreement' },
  { name: 'kappa', word: "Cohen's kappa" },
  { name: 'pabak', word: 'PABAK' },
  { name: 'positive', word: 'On haemorrhage' },
  { name: 'negative', word: 'On none' },
] as const;

function PairCells({ agreement, labelsSeen = 0 }: Pick<AgreementRow, 'agreement' | 'labelsSeen'>) {
  const { n, groups, leftOut, both, firstOnly, secondOnly, neither } = agreement;
  return (
    <>
      <td className={tableStyles.number}>
        {n}
        <div className={tableStyles.fine}>
          {groups < n ? `${groups} groups` : ''}
          {leftOut > 0 ? ` ${leftOut} left out` : ''}
          {labelsSeen > 0 ? ` ${labelsSeen} with the source label seen` : ''}
        </div>
      </td>
      <td className={tableStyles.number}>
        {both} / {firstOnly} / {secondOnly} / {neither}
      </td>
      {FIGURES.map(({ name }) => (
        <FigureCell key={name} figure={agreement[name]} />
      ))}
    </>
  );
}

const ABOUT =
  'Slices: read by both as haemorrhage or none. Both / 1st / 2nd / neither: called haemorrhage by both, by the first alone, by the second alone, by neither.';

/** How pairs of reads agree, a row each, every figure with its interval. */
export function AgreementTable({ label, rows }: { readonly label: string; readonly rows: readonly AgreementRow[] }) {
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table} aria-label={label}>
        <thead>
          <tr>
            <th>{label}</th>
            <th className={tableStyles.number}>Slices</th>
            <th className={tableStyles.number}>Both / 1st / 2nd / neither</th>
            {FIGURES.map(({ name, word }) => (
              <th key={name} className={tableStyles.number}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, agreement, leftOut, labelsSeen }) => (
            <tr key={name}>
              <td>
                {name}
                {leftOut && <div className={tableStyles.fine}>{leftOut}</div>}
                {agreement.paradox && <p className={tableStyles.fine}>{agreement.paradox}</p>}
              </td>
              <PairCells agreement={agreement} labelsSeen={labelsSeen} />
            </tr>
          ))}
        </tbody>
      </table>
      <FigureNotes
        of={label}
        rows={rows.map(({ name, agreement }) => ({
          name,
          figures: FIGURES.map((figure) => ({ word: figure.word, figure: agreement[figure.name] })),
        }))}
        about={ABOUT}
      />
    </div>
  );
}
