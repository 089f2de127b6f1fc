import { slicePlaces } from '../store/slices.ts';
import { sortByRole } from './development-slices.ts';
import type { ServiceContext } from './service-context.ts';

/** Files named in one sentence; the rest are counted. */
const NAMED = 5;

/** What of a data set version is kept away from training by sealed test sets, in sentences; empty where nothing is. */
export function sealedApartWords(context: ServiceContext, datasetVersionId: number): string[] {
  const { sealed, tied } = sortByRole(context, datasetVersionId);
  const words: string[] = [];
  if (sealed.length > 0) words.push(`${sealed.length} slices are sealed for testing and are not trained on.`);
  if (tied.length > 0) {
    const shown = tied.slice(0, NAMED);
    const places = slicePlaces(
      context.store.db,
      shown.map(({ sliceId }) => sliceId),
    );
    const names = shown.map(
      ({ sliceId, testSet }) => `${places.get(sliceId)?.file ?? `slice ${sliceId}`} (${testSet})`,
    );
    const more = tied.length > shown.length ? ` and ${tied.length - shown.length} more` : '';
    words.push(
      `${tied.length} slices hang together with a sealed test set and are not trained on: ${names.join(', ')}${more}.`,
    );
  }
  return words;
}
