import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import type { LabelChange } from '../../src/contract/dataset-methods.ts';
import { openSlice } from '../actions/listing.ts';
import { Button } from '../ui/button.tsx';
import { LabelMark } from '../ui/label-mark.tsx';
import tableStyles from '../ui/table.module.css';
import { Thumbnail } from '../ui/thumbnail.tsx';
import { labelWord } from '../words.ts';
import styles from './changes.module.css';

const STEP = 50;

function ChangeRow({ change }: { readonly change: LabelChange }) {
  const { sliceId, sourceId, file, frame, before, after, sourceLabel, reader, reason } = change;
  return (
    <tr>
      <td>
        <div className={styles.slice}>
          <Thumbnail sliceId={sliceId} className={styles.thumbnail} />
          <button type="button" className={tableStyles.link} onClick={() => void openSlice(sourceId, sliceId)}>
            {file}
            {frame > 0 ? `, frame ${frame + 1}` : ''}
          </button>
        </div>
      </td>
      <td>
        <span className={styles.change}>
          <LabelMark label={before} named />
          <ArrowRight size={14} strokeWidth={1.75} aria-label="became" />
          <LabelMark label={after} named />
        </span>
      </td>
      <td className={tableStyles.fine}>{sourceLabel === null ? 'none given' : labelWord(sourceLabel)}</td>
      <td>{reader}</td>
      <td className={tableStyles.fine}>{reason}</td>
    </tr>
  );
}

/** Slices whose label is another than before. */
export function Changes({ changes }: { readonly changes: readonly LabelChange[] }) {
  const [shown, setShown] = useState(STEP);
  if (changes.length === 0) return <p className={styles.none}>No label has changed.</p>;
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table}>
        <thead>
          <tr>
            <th>Slice</th>
            <th>Change</th>
            <th>From source</th>
            <th>Reader</th>
            <th>Reason</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, shown).map((change) => (
            <ChangeRow key={change.sliceId} change={change} />
          ))}
        </tbody>
      </table>
      {changes.length > shown && (
        <div className={styles.more}>
          <Button onClick={() => setShown(shown + STEP * 4)}>Show more ({changes.length - shown} left)</Button>
        </div>
      )}
    </div>
  );
}
