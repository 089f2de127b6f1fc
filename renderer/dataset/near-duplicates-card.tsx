import { Check, Search, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import type { DuplicateReport, NearDuplicate } from '../../src/contract/duplicate-methods.ts';
import { openSlice } from '../actions/listing.ts';
import { classNames } from '../class-names.ts';
import { useApp } from '../state/app-store.ts';
import { judgePair, startSearch } from '../state/groups-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { Thumbnail } from '../ui/thumbnail.tsx';
import { countWord, lastPart } from '../words.ts';
import { LeakageLine } from './leakage-line.tsx';
import styles from './near-duplicates-card.module.css';

const STEP = 12;

/** What was done between two copies, for a person. */
function changeWords({ kind, changes }: NearDuplicate): string {
  if (kind === 'exact') return 'Same pixels';
  const words = changes.join(', ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function PairSlice({ slice }: { readonly slice: NearDuplicate['a'] }) {
  const name = `${lastPart(slice.file)}${slice.frame > 0 ? `, frame ${slice.frame + 1}` : ''}`;
  return (
    <button
      type="button"
      className={styles.slice}
      title={`Open ${slice.file} in review`}
      onClick={() => void openSlice(slice.sourceId, slice.sliceId)}
    >
      <Thumbnail sliceId={slice.sliceId} className={styles.thumbnail} />
      <span className={styles.file}>{name}</span>
    </button>
  );
}

function Judgement({ pair, off }: { readonly pair: NearDuplicate; readonly off: boolean }) {
  const named = `${lastPart(pair.a.file)} and ${lastPart(pair.b.file)}`;
  const judge = (verdict: NearDuplicate['status']) => () => void judgePair(pair.id, verdict);
  if (pair.status === 'candidate') {
    return (
      <div className={styles.actions}>
        <Button icon={Check} disabled={off} aria-label={`Confirm ${named}`} onClick={judge('confirmed')}>
          Confirm
        </Button>
        <Button
          icon={X}
          disabled={off || pair.kind === 'exact'}
          aria-label={`Not the same: ${named}`}
          title={pair.kind === 'exact' ? 'The same pixels cannot be told apart' : undefined}
          onClick={judge('rejected')}
        >
          Not the same
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.actions}>
      <Button look="quiet" icon={Undo2} disabled={off} aria-label={`Undo: ${named}`} onClick={judge('candidate')}>
        Undo
      </Button>
    </div>
  );
}

const STATUS_WORDS = {
  candidate: 'Not judged: counts as one group',
  confirmed: 'Confirmed: one group',
  rejected: 'Not the same',
} as const;

function PairRow({ pair, off }: { readonly pair: NearDuplicate; readonly off: boolean }) {
  return (
    <li className={classNames(styles.pair, pair.status === 'rejected' && styles.rejected)}>
      <PairSlice slice={pair.a} />
      <PairSlice slice={pair.b} />
      <div className={styles.facts}>
        <strong>{changeWords(pair)}</strong>
        <span className={styles.fine}>Likeness {pair.score.toFixed(3)}</span>
        <span className={styles.fine}>
          {STATUS_WORDS[pair.status]}
          {pair.reader !== null && ` (${pair.reader})`}
        </span>
        <Judgement pair={pair} off={off} />
      </div>
    </li>
  );
}

/** Slices that seem to be one picture, side by side, to be confirmed or rejected. */
export function NearDuplicatesCard({ report }: { readonly report: DuplicateReport }) {
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const searching = useJobs(({ jobs }) => jobs.some(({ kind }) => kind === 'find-duplicates'));
  const [shown, setShown] = useState(STEP);
  const { pairs, searched, unsearched } = report;
  const open = pairs.filter(({ status }) => status === 'candidate').length;
  return (
    <Card
      title="Near-duplicates"
      aside={
        <span className={styles.aside}>
          <span className={styles.fine}>
            {countWord(pairs.length, 'pair')}, {open} not judged
          </span>
          {unsearched > 0 && (
            <Button icon={Search} disabled={readOnly || searching} onClick={() => void startSearch()}>
              {searching ? 'Searching…' : `Search ${countWord(unsearched, 'new slice')}`}
            </Button>
          )}
        </span>
      }
    >
      <div className={styles.column}>
        <LeakageLine report={report} />
        {unsearched > 0 && !searching && (
          <Notice tone="info">
            {countWord(unsearched, 'slice')} not searched yet. Freezing, training and sealing search by themselves.
          </Notice>
        )}
        {pairs.length === 0 && searched > 0 && unsearched === 0 && (
          <p className={styles.fine}>No two of {countWord(searched, 'slice')} look like one picture.</p>
        )}
        {pairs.length > 0 && (
          <ul className={styles.pairs} aria-label="Near-duplicate pairs">
            {pairs.slice(0, shown).map((pair) => (
              <PairRow key={pair.id} pair={pair} off={readOnly} />
            ))}
          </ul>
        )}
        {pairs.length > shown && (
          <div className={styles.more}>
            <Button onClick={() => setShown(shown + STEP * 4)}>Show more ({pairs.length - shown} left)</Button>
          </div>
        )}
      </div>
    </Card>
  );
}
