import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/** Hidden slices that a total must have at least, so as not to tell what each of them is. */
const FEWEST_HIDDEN = 5;

/**
 * The slices that are hidden from a viewer and so few that a total over all, less what the viewer knows of the rest, would tell of
 * them. Such totals are made without them, or not shown.
 */
export function fewHidden(ctx: ServiceContext, viewer: Viewer, sliceIds: readonly number[]): ReadonlySet<number> {
  const sight = sightOf(ctx, viewer, sliceIds);
  const hidden = new Set(sliceIds.filter((sliceId) => !(sight(sliceId).ai && sight(sliceId).truth)));
  return hidden.size < FEWEST_HIDDEN ? hidden : new Set();
}
