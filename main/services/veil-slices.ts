import type { MethodOutput } from '../../src/contract/contract.ts';
import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import type { Evaluation } from '../../src/contract/training-methods.ts';
import { deriveSeed } from '../../src/random/seeded-random.ts';
import { readingSetting } from '../store/reading-modes.ts';
import { slicePlaces } from '../store/slices.ts';
import { markPredictionsListed } from './present-slice.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/** Above every id of a slice, below what a number holds exactly. */
const FIRST_ALIAS = 2 ** 50;

/** Stand-ins of slices whose call or label a viewer may not see, by slice id. */
type Aliases = ReadonlyMap<number, number>;

/** Numbered in an order drawn from the project's seed, so that they tell nothing; the same for the same slices. */
function aliasesOf(ctx: ServiceContext, sliceIds: readonly number[]): Aliases {
  const { seed } = readingSetting(ctx.store.db);
  const drawn = [...new Set(sliceIds)]
    .map((sliceId) => ({ sliceId, place: deriveSeed(seed, 'alias', sliceId) }))
    .sort((a, b) => a.place - b.place || a.sliceId - b.sliceId);
  return new Map(drawn.map(({ sliceId }, index) => [sliceId, FIRST_ALIAS + index]));
}

function hiddenAmong(ctx: ServiceContext, viewer: Viewer, sliceIds: readonly number[]): Aliases {
  const sight = sightOf(ctx, viewer, sliceIds);
  return aliasesOf(
    ctx,
    sliceIds.filter((sliceId) => !(sight(sliceId).ai && sight(sliceId).truth)),
  );
}

interface Named {
  readonly sliceId: number;
  readonly file: string;
  readonly frame: number;
}

/** The hidden ones under their stand-ins, after the others. */
function veil<T extends Named>(slices: readonly T[], aliases: Aliases): T[] {
  const seen = slices.filter(({ sliceId }) => !aliases.has(sliceId));
  const hidden = slices.flatMap((slice) => {
    const alias = aliases.get(slice.sliceId);
    return alias === undefined ? [] : [{ ...slice, sliceId: alias, file: 'a hidden slice', frame: 0 }];
  });
  return [...seen, ...hidden.sort((a, b) => a.sliceId - b.sliceId)];
}

function veilEvaluation<T extends Evaluation>(evaluation: T, aliases: Aliases): T {
  if (aliases.size === 0) return evaluation;
  const groups = new Map<string, string>();
  const groupAlias = (group: string): string => {
    const known = groups.get(group) ?? `hidden group ${groups.size + 1}`;
    groups.set(group, known);
    return known;
  };
  const slices = veil(evaluation.slices, aliases).map((slice) =>
    slice.sliceId < FIRST_ALIAS ? slice : { ...slice, group: groupAlias(slice.group) },
  );
  const missing = evaluation.missing.map(({ message }) => ({ file: 'a hidden slice', message }));
  return { ...evaluation, slices, missing, hidden: hiddenIds(aliases) };
}

const hiddenIds = (aliases: Aliases): number[] => [...aliases.keys()].sort((a, b) => a - b);
const idsOf = (slices: readonly { readonly sliceId: number }[]): number[] => slices.map(({ sliceId }) => sliceId);

/**
 * An evaluation as a viewer may see it. Its figures stay, and the scores and labels that they are made from; of slices that
 * are hidden from the viewer it no longer says which is which.
 */
export function evaluationFor<T extends Evaluation>(ctx: ServiceContext, viewer: Viewer, evaluation: T): T {
  return veilEvaluation(evaluation, hiddenAmong(ctx, viewer, idsOf(evaluation.slices)));
}

/** A cross-validation's result as a viewer may see it; a slice has one stand-in in all its repeats. */
export function crossValidationFor(
  ctx: ServiceContext,
  viewer: Viewer,
  result: CrossValidationResult,
): CrossValidationResult {
  const ids = [...result.repeats.flatMap(({ slices }) => idsOf(slices)), ...idsOf(result.suspectLabels)];
  const aliases = hiddenAmong(ctx, viewer, ids);
  if (aliases.size === 0) return result;
  const suspects = result.suspectLabels.map((slice) => veil([slice], aliases)[0] ?? slice);
  return { ...result, repeats: result.repeats.map((one) => veilEvaluation(one, aliases)), suspectLabels: suspects };
}

type Comparison = MethodOutput<'model.compare'>;

/** A comparison as a viewer may see it: hidden slices are in its figures and not in its lists. */
export function comparisonFor(ctx: ServiceContext, viewer: Viewer, comparison: Comparison): Comparison {
  const { candidate, baseline, flipped, corrections } = comparison;
  const corrected = corrections.flatMap((batch) => idsOf(batch.corrected));
  const ids = [...idsOf(candidate.slices), ...idsOf(baseline.slices), ...idsOf(flipped), ...corrected];
  const aliases = hiddenAmong(ctx, viewer, ids);
  if (aliases.size === 0) return comparison;
  const seen = ({ sliceId }: { readonly sliceId: number }): boolean => !aliases.has(sliceId);
  return {
    ...comparison,
    candidate: veilEvaluation(candidate, aliases),
    baseline: veilEvaluation(baseline, aliases),
    flipped: flipped.filter(seen),
    corrections: corrections.map((batch) => ({ ...batch, corrected: batch.corrected.filter(seen) })),
  };
}

/**
 * Says which slice stands behind each stand-in, once it is on record that the reader asked. `sliceIds` are all that an answer hid.
 * @throws ServiceError `study-blind`, and then nothing is told
 */
export function unveilSlices(
  ctx: ServiceContext,
  request: { readonly modelId: number | null; readonly sliceIds: readonly number[]; readonly reader: string },
): MethodOutput<'evaluation.unveil'> {
  markPredictionsListed(ctx, { ...request, onPurpose: true });
  const places = slicePlaces(ctx.store.db, request.sliceIds);
  const slices = [...aliasesOf(ctx, request.sliceIds)].map(([sliceId, alias]) => {
    const { file, frame } = places.get(sliceId) ?? { file: `slice ${sliceId}`, frame: 0 };
    return { alias, sliceId, file, frame };
  });
  return { slices };
}
