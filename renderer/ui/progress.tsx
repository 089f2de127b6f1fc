import { classNames } from '../class-names.ts';
import styles from './progress.module.css';

interface ProgressProps {
  /** Share done in [0, 1]; null while the whole is not known. */
  readonly share: number | null;
  readonly label: string;
}

/** A bar of progress. */
export function Progress({ share, label }: ProgressProps) {
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
    >
      <div
        className={classNames(styles.bar, share === null && styles.unknown)}
        style={share === null ? {} : { width: `${share * 100}%` }}
      />
    </div>
  );
}
