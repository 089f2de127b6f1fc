import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/** Hidden slices that a total must have at least, so as not to tell what each of them is. */
const FEWEST_HIDDEN = 5;

/**
 * The slices that are hidden from a viewer and so few that a total over all, less what the viewer knows of the rest, would tell of
 * them. Such totals are made without them, or not shown.
 */
export function fewHidden(ctx: ServiceContext, viewer: Viewer, sliceIds: readonly number[]): ReadonlySet<number> {
  const hidden = hiddenOf(ctx, viewer, sliceIds);
  return new Set(hidden.length < FEWEST_HIDDEN ? hidden : []);
}

/**
 * The same for the parts of a total that is shown beside them. What all parts leave out together is told by the total less the
 * parts, so that where it would be too few the next part leaves out its own as well.
 */
export function fewHiddenOfParts(
  ctx: ServiceContext,
  viewer: Viewer,
  parts: readonly (readonly number[])[],
): ReadonlySet<number> {
  const hidden = parts.map((sliceIds) => hiddenOf(ctx, viewer, sliceIds)).sort((a, b) => a.length - b.length);
  const left = new Set<number>();
  for (const own of hidden) {
    if (own.length >= FEWEST_HIDDEN && (left.size === 0 || left.size >= FEWEST_HIDDEN)) break;
    for (const sliceId of own) left.add(sliceId);
  }
  return left;
}

function hiddenOf(ctx: ServiceContext, viewer: Viewer, sliceIds: readonly number[]): number[] {
  const sight = sightOf(ctx, viewer, sliceIds);
  return sliceIds.filter((sliceId) => !(sight(sliceId).ai && sight(sliceId).truth));
}
