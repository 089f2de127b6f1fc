import { ListX } from 'lucide-react';
import { useMemo } from 'react';
import { narrow } from '../actions/narrowing.ts';
import { openDialog } from '../state/dialog-store.ts';
import { queuedItems, stillToRead } from '../state/reread-queue.ts';
import { useHidesAi } from '../state/use-hides-ai.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { Progress } from '../ui/progress.tsx';
import { countWord } from '../words.ts';
import styles from './counters.module.css';
import { useFilterCounts } from './use-filter-counts.ts';

/** How far the reading is: of the source, or of the queue while there is one. */
export function Counters() {
  const items = useWorklist((state) => state.items);
  const queue = useWorklist((state) => state.queue);
  const refused = useWorklist(({ worklist }) => (worklist.kind === 'ready' ? worklist.value.refused.length : 0));
  const listed = useWorklist((state) => state.order.length);
  const blind = useHidesAi();
  const counts = useFilterCounts();
  const { all, read } = useMemo(() => {
    if (queue === null) return counts;
    const ids = queuedItems(queue, items, 'all', new Set());
    return { all: ids.length, read: ids.length - ids.filter(stillToRead({ queue, items })).length };
  }, [counts, items, queue]);
  const number = (value: number) => value.toLocaleString('en-GB');
  return (
    <div className={styles.counters}>
      <Progress share={all === 0 ? 0 : read / all} label="Slices read" />
      <div className={styles.line}>
        <span>
          {number(read)} of {number(all)} {queue ? 'read again' : 'read'}, {number(all - read)} to read
        </span>
        {listed < all && <span>{number(listed)} listed</span>}
      </div>
      {(refused > 0 || (!blind && counts.disagreement > 0)) && (
        <div className={styles.line}>
          {!blind && counts.disagreement > 0 && (
            <button type="button" className={styles.link} onClick={() => narrow({ disagreement: true })}>
              {countWord(counts.disagreement, 'disagreement')}
            </button>
          )}
          {refused > 0 && (
            <button type="button" className={styles.link} onClick={() => openDialog({ kind: 'refused-files' })}>
              <ListX size={14} strokeWidth={1.75} aria-hidden />
              {countWord(refused, 'file')} refused
            </button>
          )}
        </div>
      )}
    </div>
  );
}
