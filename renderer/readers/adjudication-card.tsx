import { Scale } from 'lucide-react';
import type { AdjudicationCase, ReaderReport } from '../../src/contract/reader-methods.ts';
import { openSlice } from '../actions/listing.ts';
import { adjudicate } from '../actions/readers.ts';
import { useApp } from '../state/app-store.ts';
import { useReaders } from '../state/readers-store.ts';
import { Button } from '../ui/button.tsx';
import { LabelMark } from '../ui/label-mark.tsx';
import { Card } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord } from '../words.ts';
import styles from './readers.module.css';

function Cases({ cases }: { readonly cases: readonly AdjudicationCase[] }) {
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table} aria-label="Adjudication cases">
        <thead>
          <tr>
            <th>Slice</th>
            <th>Reads</th>
            <th>Decision</th>
          </tr>
        </thead>
        <tbody>
          {cases.map(({ sliceId, sourceId, reads, decision }) => (
            <tr key={sliceId}>
              <td>
                <button type="button" className={tableStyles.link} onClick={() => void openSlice(sourceId, sliceId)}>
                  Slice {sliceId}
                </button>
              </td>
              <td>
                <ul className={styles.reads}>
                  {reads.map(({ who, label }) => (
                    <li key={who}>
                      <span className={styles.who}>{who}</span>
                      <LabelMark label={label} named />
                    </li>
                  ))}
                </ul>
              </td>
              <td>
                {decision === null ? (
                  'In dispute'
                ) : (
                  <>
                    <LabelMark label={decision.label} named /> <span className={tableStyles.fine}>{decision.by}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What readers disagree on, and the way to settle it. */
export function AdjudicationCard({ report }: { readonly report: ReaderReport }) {
  const cases = useReaders((state) => state.cases);
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const { disputed, adjudicated, closed } = report;
  return (
    <Card title="Adjudication" flush>
      <div className={`${styles.line} ${styles.padded}`}>
        <p className={styles.about}>
          {countWord(disputed, 'slice')} in dispute, {adjudicated} adjudicated
          {closed > 0 && ' among those open to you'}. A label in dispute is not frozen into a data set. Whoever opens
          the queue sees the reads without names and adjudicates, on record; what they read of these slices afterwards
          no longer counts as their own read.
        </p>
        <Button
          icon={Scale}
          look="primary"
          disabled={readOnly || (disputed === 0 && closed === 0)}
          onClick={() => void adjudicate()}
        >
          {closed === 0 || disputed > 0 ? `Adjudicate ${countWord(disputed, 'slice')}` : 'Open the adjudication queue'}
        </Button>
      </div>
      {cases.length > 0 && <Cases cases={cases} />}
    </Card>
  );
}
