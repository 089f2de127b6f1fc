import { useEffect, useState } from 'react';
import type { Label } from '../../src/review/label.ts';
import { call, messageOf } from '../api.ts';
import type { Loadable } from '../state/loadable.ts';

type Labels = ReadonlyMap<number, Label | null>;

async function labelsOf(sourceIds: readonly number[]): Promise<Labels> {
  const labels = new Map<number, Label | null>();
  for (const sourceId of sourceIds) {
    const { items } = await call('worklist.get', { sourceId });
    for (const { sliceId, currentLabel } of items) labels.set(sliceId, currentLabel);
  }
  return labels;
}

/** The labels that stand now in these sources, and the way to ask again; asked for anew when the screen comes back. */
export function useCurrentLabels(sourceIds: readonly number[]): [Loadable<Labels>, () => void] {
  const [labels, setLabels] = useState<Loadable<Labels>>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const key = sourceIds.join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again
  useEffect(() => {
    let stale = false;
    labelsOf(key === '' ? [] : key.split(',').map(Number))
      .then((value) => !stale && setLabels({ kind: 'ready', value }))
      .catch((error) => !stale && setLabels({ kind: 'failed', message: messageOf(error) }));
    return () => {
      stale = true;
    };
  }, [key, attempt]);
  return [labels, () => setAttempt((before) => before + 1)];
}
