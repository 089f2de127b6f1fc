import { useEffect, useState } from 'react';
import { messageOf } from '../api.ts';
import type { Loadable } from './loadable.ts';

/** What a component asks main for, and the ways to ask again and to put in what another call answered. */
export interface Loaded<T> {
  readonly loaded: Loadable<T>;
  readonly reload: () => void;
  readonly put: (value: T) => void;
}

/**
 * Asks when the component appears and whenever `key` changes. What is shown stays until the new answer is here (where it would stand
 * for something else, give the component a React key); an answer that comes too late is dropped.
 */
export function useLoaded<T>(load: () => Promise<T>, key: unknown = null): Loaded<T> {
  const [loaded, setLoaded] = useState<Loadable<T>>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const put = (value: T): void => setLoaded({ kind: 'ready', value });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for all that `load` depends on, `attempt` asks again
  useEffect(() => {
    let stale = false;
    load()
      .then((value) => !stale && put(value))
      .catch((error) => !stale && setLoaded({ kind: 'failed', message: messageOf(error) }));
    return () => {
      stale = true;
    };
  }, [key, attempt]);
  const reload = (): void => {
    setLoaded({ kind: 'loading' });
    setAttempt((before) => before + 1);
  };
  return { loaded, reload, put };
}
