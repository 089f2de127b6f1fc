import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './badge.module.css';

/** A word in a frame. `strong` for what must not be overlooked. */
export function Badge({ children, strong = false }: { readonly children: ReactNode; readonly strong?: boolean }) {
  return <span className={classNames(styles.badge, strong && styles.strong)}>{children}</span>;
}

/** Marks whatever was made by the generator and came from no patient. */
export function SyntheticBadge() {
  return (
    <span className={classNames(styles.badge, styles.synthetic)} title="Made by Overread's generator; from no patient">
      Synthetic
    </span>
  );
}
