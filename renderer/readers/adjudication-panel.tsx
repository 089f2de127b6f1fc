import panelStyles from '../review/finding-panel.module.css';
import { useReaders } from '../state/readers-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import { labelWord } from '../words.ts';
import styles from './readers.module.css';

/** In the adjudication queue: what the readers say of the slice on the screen, without names until it is decided. */
export function AdjudicationPanel() {
  const { queue, selectedId } = useWorklist();
  const cases = useReaders((state) => state.cases);
  const found = queue?.adjudication === true ? cases.find(({ sliceId }) => sliceId === selectedId) : undefined;
  if (!found) return null;
  return (
    <section className={panelStyles.section} aria-label="Adjudication">
      <h2 className={panelStyles.heading}>Readers disagree</h2>
      <ul className={styles.reads}>
        {found.reads.map(({ who, label, confidence, reason }) => (
          <li key={who}>
            <span className={styles.who}>{who}</span>
            <LabelMark label={label} named />
            {confidence !== null && <small>confidence {confidence} of 5</small>}
            {reason !== null && <p>“{reason}”</p>}
          </li>
        ))}
      </ul>
      <p className={panelStyles.quiet}>
        {found.decision === null
          ? 'Your read settles the label. Undo (Z) opens it again.'
          : `${found.decision.by} decided: ${labelWord(found.decision.label).toLowerCase()}.`}
      </p>
    </section>
  );
}
