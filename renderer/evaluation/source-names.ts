import { useMemo } from 'react';
import { useApp } from '../state/app-store.ts';

/** The names of the project's sources by id. */
export function useSourceNames(): ReadonlyMap<number, string> {
  const sources = useApp((state) => state.project?.sources);
  return useMemo(() => new Map((sources ?? []).map(({ id, name }) => [id, name])), [sources]);
}
