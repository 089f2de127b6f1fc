import { Check, TriangleAlert } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import type { WorklistItem } from '../../src/contract/review-methods.ts';
import type { Prediction } from '../../src/contract/shared.ts';
import { UNLIKE_BELOW } from '../../src/prediction/likeness.ts';
import { classNames } from '../class-names.ts';
import { mayShow, mayShowLabels } from '../state/blind.ts';
import { clearMarks, markTo, selectSlice, toggleMark, useWorklist } from '../state/worklist-store.ts';
import { disagrees } from '../state/worklist-view.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import { labelWord, lastPart, lastTwoParts, probabilityWord } from '../words.ts';
import { ProbabilityBar } from './probability-bar.tsx';
import { RowThumbnail } from './row-thumbnail.tsx';
import styles from './slice-row.module.css';

interface SliceRowProps {
  readonly item: WorklistItem;
  readonly number: number;
  readonly place: number;
  readonly total: number;
  readonly selected: boolean;
  /** Whether it is marked for a bulk label. */
  readonly marked: boolean;
  /** Whether the folder is named too: where nothing heads the series, names alone may be those of several. */
  readonly folderNamed: boolean;
  /** Whether it is read; in a queue, whether it was read again. */
  readonly done: boolean;
}

/** What the model says, in words. */
const callWord = ({ call, cannotTell }: Prediction): string =>
  cannotTell ? 'cannot tell' : labelWord(call).toLowerCase();

const isUnlike = ({ likeness }: WorklistItem): boolean => likeness !== null && likeness.pValue < UNLIKE_BELOW;

/** The row's name for a screen reader, and for tests. */
function rowName(item: WorklistItem, number: number, done: boolean): string {
  const shown = mayShow(item);
  const parts = [`Slice ${number}`, done ? 'read' : 'unread'];
  if (mayShowLabels(item)) parts.push(labelWord(item.currentLabel).toLowerCase());
  if (item.notPredictable) parts.push(`not predicted: ${item.notPredictable.message}`);
  else if (shown && item.prediction) {
    parts.push(`model ${callWord(item.prediction)} ${probabilityWord(item.prediction.probability)}`);
    if (isUnlike(item)) parts.push('unlike the training slices');
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
      {isUnlike(item) && (
        <TriangleAlert size={14} strokeWidth={1.75} className={styles.unlike} aria-label="Unlike the training slices" />
      )}
      <span className={styles.probability}>{probabilityWord(item.prediction.probability)}</span>
    </>
  );
}

/** A click shows the slice; with Ctrl or Cmd it marks it for a bulk label, with Shift all up to it. */
function clickRow(event: MouseEvent, sliceId: number): void {
  if (event.shiftKey) markTo(sliceId);
  else if (event.ctrlKey || event.metaKey) toggleMark(sliceId);
  else {
    clearMarks();
    selectSlice(sliceId);
  }
}

/** A row that follows its own slice alone, so that a read or a step redraws two rows and not the list. */
export const ListedSlice = memo(function ListedSlice(
  row: Pick<SliceRowProps, 'place' | 'total' | 'folderNamed'> & { readonly sliceId: number },
) {
  const { sliceId, ...rest } = row;
  const item = useWorklist((state) => state.items.get(sliceId));
  const number = useWorklist((state) => state.numbers.get(sliceId)?.number);
  const selected = useWorklist((state) => state.selectedId === sliceId);
  const marked = useWorklist((state) => state.marked.has(sliceId));
  const reread = useWorklist(({ queue }) => queue?.reread.has(sliceId));
  if (!item) return null;
  return (
    <SliceRow
      {...rest}
      item={item}
      number={number ?? row.place + 1}
      selected={selected}
      marked={marked}
      done={reread ?? item.read}
    />
  );
});

/** One slice of the list. */
const SliceRow = memo(function SliceRow(props: SliceRowProps) {
  const { item, number, place, total, selected, marked, folderNamed, done } = props;
  const shown = mayShow(item);
  const labelled = mayShowLabels(item);
  return (
    <div
      id={`slice-row-${item.sliceId}`}
      className={classNames(styles.row, selected && styles.selected, marked && styles.marked)}
      role="option"
      aria-selected={selected || marked}
      data-marked={marked || undefined}
      aria-setsize={total}
      aria-posinset={place + 1}
      tabIndex={-1}
      data-slice-id={item.sliceId}
      onMouseDown={keepFocus}
      onClick={(event) => clickRow(event, item.sliceId)}
      onKeyDown={() => undefined}
    >
      <span className="spoken-only">{rowName(item, number, done)}</span>
      <RowThumbnail sliceId={item.sliceId} className={styles.thumbnail} />
      <span className={styles.main} aria-hidden>
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
