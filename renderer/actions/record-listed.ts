import { MOST_LISTED } from '../../src/contract/review-methods.ts';
import { call } from '../api.ts';

/**
 * Puts on record that a list outside the review shows what a model (null: the networks of a cross-validation) thinks of
 * these slices. To be awaited before the list is drawn. Throws CallFailed.
 */
export async function recordListed(modelId: number | null, sliceIds: readonly number[]): Promise<void> {
  for (let start = 0; start < sliceIds.length; start += MOST_LISTED) {
    await call('presentation.listed', { modelId, sliceIds: sliceIds.slice(start, start + MOST_LISTED) });
  }
}
