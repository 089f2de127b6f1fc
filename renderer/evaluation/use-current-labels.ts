import type { Label } from '../../src/review/label.ts';
import { call } from '../api.ts';
import type { Loadable } from '../state/loadable.ts';
import { useLoaded } from '../state/use-loaded.ts';

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
  const { loaded, reload } = useLoaded(() => labelsOf(sourceIds), sourceIds.join(','));
  return [loaded, reload];
}
