import { ListChecks, X } from 'lucide-react';
import { setQueue, useWorklist } from '../state/worklist-store.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './queue-bar.module.css';

/** Says that the list is a queue to read again, and leads out of it. */
export function QueueBar() {
  const queue = useWorklist((state) => state.queue);
  if (queue === null) return null;
  const words = queue.adjudication
    ? `Adjudication: ${queue.reread.size} of ${queue.slices.length} decided`
    : `Re-read: ${queue.title} (${queue.slices.length})`;
  return (
    <section className={styles.bar} aria-label="Queue">
      <ListChecks size={15} strokeWidth={1.75} aria-hidden />
      <span className={styles.words}>
        <span className={styles.title}>{words}</span>
        <small className={styles.by}>
          {queue.adjudication
            ? 'Readers disagree on these slices. Your read settles the label, on record.'
            : `Chosen by ${queue.by}; the bars are the current model’s, which may have learnt from these slices.`}
        </small>
      </span>
      <IconButton icon={X} label="Leave the queue" onClick={() => setQueue(null)} />
    </section>
  );
}
