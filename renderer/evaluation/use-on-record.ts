import { useEffect, useState } from 'react';
import { recordListed } from '../actions/record-listed.ts';
import { messageOf } from '../api.ts';
import { say } from '../state/toast-store.ts';

/**
 * Whether main has on record that a list shows what a model thinks of these slices: nothing of it is drawn before.
 * @param shown false while the list is hidden; then nothing is recorded
 */
export function useOnRecord(
  modelId: number | null,
  slices: readonly { readonly sliceId: number }[],
  shown: boolean,
): boolean {
  const [recorded, setRecorded] = useState<typeof slices | null>(null);
  useEffect(() => {
    if (!shown) return undefined;
    let stale = false;
    recordListed(
      modelId,
      slices.map(({ sliceId }) => sliceId),
    )
      .then(() => !stale && setRecorded(slices))
      .catch((error) => say('problem', `The slices could not be shown: ${messageOf(error)}`));
    return () => {
      stale = true;
    };
  }, [modelId, slices, shown]);
  return recorded === slices;
}
