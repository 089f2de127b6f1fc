import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './page.module.css';

/** A screen that scrolls as a whole. */
export function Page({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.page} aria-label={title}>
      <h1 className={styles.name}>{title}</h1>
      <div className={styles.inner}>{children}</div>
    </section>
  );
}

interface CardProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Beside the title, at the right. */
  readonly aside?: ReactNode;
  readonly flush?: boolean;
}

/** A titled part of a screen. */
export function Card({ title, children, aside, flush = false }: CardProps) {
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        {aside}
      </header>
      <div className={classNames(styles.body, flush && styles.flush)}>{children}</div>
    </section>
  );
}
