import type { Read } from '../../src/contract/review-methods.ts';
import { useReview } from '../state/review-store.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import { labelWord, timeWord } from '../words.ts';
import styles from './finding-panel.module.css';

function actWord(read: Read): string {
  // Null where others have a part in the label that stands now.
  if (read.kind === 'redo' && read.labelAfter === null) return 'Redone';
  if (read.kind === 'undo') return `Undone, back to ${labelWord(read.labelAfter).toLowerCase()}`;
  if (read.kind === 'read' && read.batchId !== null) return `${labelWord(read.labelAfter)}, in bulk`;
  if (read.kind === 'redo') return `Redone: ${labelWord(read.labelAfter).toLowerCase()}`;
  return `${read.adjudication ? 'Adjudicated: ' : ''}${labelWord(read.labelAfter)}`;
}

function modelWord(read: Read): string {
  if (read.kind !== 'read' || read.agreesWithModel === null) return '';
  const act = read.agreesWithModel ? 'Agrees with the model' : 'Overrides the model';
  return `${act}, ${read.predictionSeen ? 'having seen its call' : 'before seeing its call'}`;
}

/** Every act on this slice, newest first. */
export function History() {
  const presentation = useReview((state) => state.presentation);
  const reads = presentation.kind === 'shown' ? presentation.history : [];
  const newestFirst = [...reads].sort((a, b) => b.id - a.id);
  return (
    <section className={styles.section} aria-label="History">
      <h2 className={styles.heading}>History of this slice</h2>
      {newestFirst.length === 0 ? (
        <p className={styles.quiet}>No read yet.</p>
      ) : (
        <ol aria-label="Reads">
          {newestFirst.map((read) => (
            <li key={read.id} className={styles.read}>
              <span>
                {read.kind === 'read' && <LabelMark label={read.labelAfter} />} {actWord(read)}
              </span>
              <span className={styles.struck}>no. {read.auditSequence}</span>
              {read.reason && <p className={styles.reason}>“{read.reason}”</p>}
              <p>
                {read.reader}, {timeWord(read.recordedMs)}
                {read.confidence !== null && `, confidence ${read.confidence} of 5`}
              </p>
              {modelWord(read) && <p>{modelWord(read)}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
