import type { ReactNode } from 'react';
import type { Loadable } from '../state/loadable.ts';
import { Button } from './button.tsx';
import styles from './loading.module.css';
import { Notice } from './notice.tsx';

interface LoadedProps<T> {
  readonly of: Loadable<T>;
  readonly what: string;
  readonly onRetry: () => void;
  readonly children: (value: T) => ReactNode;
}

/** Draws a loadable: a quiet word while it comes, the reason and another try when it failed. */
export function Loaded<T>({ of, what, onRetry, children }: LoadedProps<T>) {
  switch (of.kind) {
    case 'idle':
    case 'loading':
      return (
        <p className={styles.loading} role="status">
          Loading {what}…
        </p>
      );
    case 'failed':
      return (
        <Notice tone="problem" action={<Button onClick={onRetry}>Try again</Button>}>
          {of.message}
        </Notice>
      );
    case 'ready':
      return children(of.value);
  }
}
