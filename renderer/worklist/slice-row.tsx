import { Check, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import type { WorklistItem } from '../../src/contract/review-methods.ts';
import type { Prediction } from '../../src/contract/shared.ts';
import { UNLIKE_BELOW } from '../../src/prediction/likeness.ts';
import { classNames } from '../class-names.ts';
import { mayShow, mayShowLabels } from '../state/blind.ts';
import { selectSlice } from '../state/worklist-store.ts';
import { disagrees } from '../state/worklist-view.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import { Thumbnail } from '../ui/thumbnail.tsx';
import { labelWord, lastPart, lastTwoParts, probabilityWord } from '../words.ts';
import { ProbabilityBar } from './probability-bar.tsx';
import styles from './slice-row.module.css';

interface SliceRowProps {
  readonly item: WorklistItem;
  readonly number: number;
  readonly place: number;
  readonly total: number;
  readonly selected: boolean;
  /** Whether the folder is named too: where nothing heads the series, names alone may be those of several. */
  readonly folderNamed: boolean;
  /** Whether it is read; in a queue, whether it was read again. */
  readonly done: boolean;
}

/** What the model says, in words. */
const callWord = ({ call, cannotTell }: Prediction): string =>
  cannotTell ? 'cannot tell' : labelWord(call).toLowerCase();

/** The row's name for a screen reader, and for tests. */
function rowName(item: WorklistItem, number: number, done: boolean): string {
  const shown = mayShow(item);
  const parts = [`Slice ${number}`, done ? 'read' : 'unread'];
  if (mayShowLabels(item)) parts.push(labelWord(item.currentLabel).toLowerCase());
  if (item.notPredictable) parts.push(`not predicted: ${item.notPredictable.message}`);
  else if (shown && item.prediction) {
    parts.push(`model ${callWord(item.prediction)} ${probabilityWord(item.prediction.probability)}`);
  }
  return parts.join(', ');
}

function Mind({ item, shown }: { readonly item: WorklistItem; readonly shown: boolean }) {
  if (item.notPredictable) {
    return (
      <span className={styles.fine} title={item.notPredictable.message}>
        {item.notPredictable.message}
      </span>
    );
  }
  if (!shown) return <span className={styles.fine}>Hidden until read</span>;
  if (!item.prediction) return <span className={styles.fine}>Not predicted yet</span>;
  return (
    <>
      <ProbabilityBar prediction={item.prediction} />
      {item.likeness !== null && item.likeness.pValue < UNLIKE_BELOW && (
        <TriangleAlert size={14} strokeWidth={1.75} className={styles.unlike} aria-label="Unlike the training slices" />
      )}
      <span className={styles.probability}>{probabilityWord(item.prediction.probability)}</span>
    </>
  );
}

/** One slice of the list. */
export const SliceRow = memo(function SliceRow(props: SliceRowProps) {
  const { item, number, place, total, selected, folderNamed, done } = props;
  const shown = mayShow(item);
  const labelled = mayShowLabels(item);
  return (
    <div
      id={`slice-row-${item.sliceId}`}
      className={classNames(styles.row, selected && styles.selected)}
      role="option"
      aria-selected={selected}
      aria-setsize={total}
      aria-posinset={place + 1}
      aria-label={rowName(item, number, done)}
      tabIndex={-1}
      data-slice-id={item.sliceId}
      onMouseDown={keepFocus}
      onClick={() => selectSlice(item.sliceId)}
      onKeyDown={() => undefined}
    >
      <Thumbnail sliceId={item.sliceId} className={styles.thumbnail} />
      <span className={styles.main}>
        <span className={styles.line}>
          <span className={classNames(styles.name, !done && styles.unread)}>{number}</span>
          {labelled && (
            <span className={styles.file} title={item.file}>
              {folderNamed ? lastTwoParts(item.file) : lastPart(item.file)}
            </span>
          )}
          <span className={styles.marks}>
            {labelled && disagrees(item) && (
              <span className={styles.differs} title="The model's call and the label differ">
                ≠
              </span>
            )}
            {labelled && item.currentLabel !== null && <LabelMark label={item.currentLabel} />}
            {done ? (
              <Check size={14} strokeWidth={2} aria-hidden className={styles.check} />
            ) : (
              <span className={styles.dot} title="Unread" />
            )}
          </span>
        </span>
        <span className={styles.line}>
          <Mind item={item} shown={shown} />
        </span>
      </span>
    </div>
  );
});
