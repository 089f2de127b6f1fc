import type { Prediction } from '../../src/contract/shared.ts';
import { classNames } from '../class-names.ts';
import { probabilityWord } from '../words.ts';
import styles from './probability-bar.module.css';

/** Probability as a bar with the threshold as a tick; what lies over it is called haemorrhage. */
export function ProbabilityBar({
  prediction,
  large = false,
}: {
  readonly prediction: Prediction;
  readonly large?: boolean;
}) {
  const { probability, threshold, call } = prediction;
  return (
    <span className={classNames(styles.bar, large && styles.large)} title={`Threshold ${probabilityWord(threshold)}`}>
      <span
        className={classNames(styles.fill, call === 'haemorrhage' && styles.suspicious)}
        style={{ width: `${Math.max(1.5, probability * 100)}%` }}
      />
      <span className={styles.threshold} style={{ left: `${threshold * 100}%` }} />
    </span>
  );
}
