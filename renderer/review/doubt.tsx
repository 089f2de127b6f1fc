import { CircleHelp, TriangleAlert } from 'lucide-react';
import { UNLIKE_BELOW } from '../../src/prediction/likeness.ts';
import { useWorklist } from '../state/worklist-store.ts';
import styles from './doubt.module.css';

/** In place of a call that is too near the threshold. */
export function CannotTell() {
  return (
    <span
      className={styles.cannot}
      title="The probability lies in the zone around the threshold in which the model cannot tell"
    >
      <CircleHelp size={18} strokeWidth={1.75} aria-hidden />
      Can’t tell
    </span>
  );
}

/** Warns where the slice is unlike those that the model learnt from. */
export function Unlike() {
  const likeness = useWorklist(({ items, selectedId }) =>
    selectedId === null ? null : (items.get(selectedId)?.likeness ?? null),
  );
  if (likeness === null || likeness.pValue >= UNLIKE_BELOW) return null;
  return (
    <p className={styles.unlike} data-testid="unlike">
      <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />
      <span>
        Unlike the training slices (p = {likeness.pValue.toFixed(3)}). Furthest off: {likeness.words}. What the model
        says here is out of its ground.
      </span>
    </p>
  );
}
