import type { MethodOutput } from '../../src/contract/contract.ts';
import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import type { Evaluation, MeasuredModel } from '../../src/contract/training-methods.ts';
import { deriveSeed } from '../../src/random/seeded-random.ts';
import { evaluationOf } from '../../src/statistics/evaluation-of.ts';
import { verdictBetween, withFigures } from '../../src/statistics/with-figures.ts';
import { readingSetting } from '../store/reading-modes.ts';
import { slicePlaces } from '../store/slices.ts';
import { crossValidationResult, type Withheld } from './cross-validation-result.ts';
import { fewHidden, fewHiddenOfParts } from './few-hidden.ts';
import { missingFor } from './neutral-names.ts';
import { markPredictionsListed } from './present-slice.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';
import { auditFor } from './shortcuts-for-reader.ts';
import { sourceNames } from './source-names.ts';

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

/** Of all stand-ins, since of a source with one hidden slice it would tell which that is. */
const NO_SOURCE = FIRST_ALIAS;

interface Named {
  readonly sliceId: number;
  readonly sourceId: number;
  readonly file: string;
  readonly frame: number;
}

/** The hidden ones under their stand-ins, after the others. */
function veil<T extends Named>(slices: readonly T[], aliases: Aliases): T[] {
  const seen = slices.filter(({ sliceId }) => !aliases.has(sliceId));
  const hidden = slices.flatMap((slice) => {
    const alias = aliases.get(slice.sliceId);
    return alias === undefined
      ? []
      : [{ ...slice, sliceId: alias, sourceId: NO_SOURCE, file: 'a hidden slice', frame: 0 }];
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
  return { ...evaluation, slices, hidden: hiddenIds(aliases) };
}

const hiddenIds = (aliases: Aliases): number[] => [...aliases.keys()].sort((a, b) => a - b);
const idsOf = (slices: readonly { readonly sliceId: number }[]): number[] => slices.map(({ sliceId }) => sliceId);

/** An evaluation without the few hidden slices that its totals would tell of, which it says. */
function withoutFew<T extends Evaluation>(evaluation: T, few: ReadonlySet<number>): T {
  if (few.size === 0) return evaluation;
  const slices = evaluation.slices.filter(({ sliceId }) => !few.has(sliceId));
  const hidden = [...few].sort((a, b) => a - b);
  const counted = { ...evaluation, ...evaluationOf(evaluation, slices), hidden };
  if (!isMeasured(evaluation)) return counted;
  const { warnings, ...figures } = withFigures(counted);
  return { ...counted, ...figures, warnings: [fewWords(few.size), ...warnings] };
}

const isMeasured = (evaluation: Evaluation | MeasuredModel): evaluation is MeasuredModel => 'figures' in evaluation;

const fewWords = (few: number): string =>
  `${few === 1 ? '1 slice is' : `${few} slices are`} hidden from you and in none of these figures: a total over so few would tell of each.`;

/**
 * An evaluation as a viewer may see it. Its figures stay, and the scores and labels that they are made from; of slices that
 * are hidden from the viewer it no longer says which is which. Where they are few, it is made without them.
 */
export function evaluationFor<T extends Evaluation>(ctx: ServiceContext, viewer: Viewer, evaluation: T): T {
  const ids = idsOf(evaluation.slices);
  const few = fewHidden(ctx, viewer, ids);
  const missing = missingFor(ctx, viewer, evaluation.missing);
  return {
    ...withoutFew(veilEvaluation(evaluation, few.size > 0 ? NONE : hiddenAmong(ctx, viewer, ids)), few),
    missing,
  };
}

const NONE: Aliases = new Map();

/**
 * A cross-validation's result as a viewer may see it; a slice has one stand-in in all its repeats.
 * @throws what crossValidationResult throws
 */
export function crossValidationFor(
  ctx: ServiceContext,
  viewer: Viewer,
  id: number,
  prevalence: number | null,
): CrossValidationResult {
  let few: ReadonlySet<number> = new Set();
  let fewOfSources: ReadonlySet<number> = new Set();
  const withheld: Withheld = {
    ofAll: (sliceIds) => {
      few = fewHidden(ctx, viewer, sliceIds);
      return few;
    },
    ofSources: (sources) => {
      fewOfSources = fewHiddenOfParts(ctx, viewer, sources);
      return fewOfSources;
    },
  };
  const result = crossValidationResult(ctx, id, prevalence, withheld);
  const names = sourceNames(ctx, viewer);
  const aliases = hiddenAmong(
    ctx,
    viewer,
    result.repeats.flatMap(({ slices }) => idsOf(slices)),
  );
  const hidden = [...few].sort((a, b) => a - b);
  const told = few.size === 0 ? {} : { hidden };
  const words = [
    ...(few.size === 0 ? [] : [fewWords(few.size)]),
    ...(fewOfSources.size === 0 ? [] : [SOURCES_WITHOUT]),
  ];
  return {
    ...result,
    perSource: result.perSource.map((source) => ({ ...source, name: names.get(source.sourceId)?.name ?? source.name })),
    shortcuts: result.shortcuts && auditFor(ctx, viewer, result.shortcuts),
    repeats: result.repeats.map((one) => ({
      ...veilEvaluation(one, aliases),
      ...told,
      warnings: [...words, ...one.warnings],
    })),
    suspectLabels: result.suspectLabels.map((slice) => veil([slice], aliases)[0] ?? slice),
  };
}

const SOURCES_WITHOUT =
  'The figures of some sources are made without the slices that are hidden from you: a total over so few would tell of each.';

type Comparison = MethodOutput<'model.compare'>;

/** A comparison as a viewer may see it: hidden slices are in its figures and not in its lists. */
export function comparisonFor(ctx: ServiceContext, viewer: Viewer, comparison: Comparison): Comparison {
  const { candidate, baseline, flipped, corrections } = comparison;
  const corrected = corrections.flatMap((batch) => idsOf(batch.corrected));
  const ids = [...idsOf(candidate.slices), ...idsOf(baseline.slices), ...idsOf(flipped), ...corrected];
  const hidden = hiddenAmong(ctx, viewer, ids);
  const seen = ({ sliceId }: { readonly sliceId: number }): boolean => !hidden.has(sliceId);
  const few = fewHidden(ctx, viewer, [...idsOf(candidate.slices), ...idsOf(baseline.slices)]);
  const made = { candidate: withoutFew(candidate, few), baseline: withoutFew(baseline, few) };
  const aliases = few.size > 0 ? NONE : hidden;
  const shown = (evaluation: Evaluation): Evaluation => ({
    ...veilEvaluation(evaluation, aliases),
    missing: missingFor(ctx, viewer, evaluation.missing),
  });
  return {
    ...comparison,
    verdict: few.size > 0 ? verdictOn(made) : comparison.verdict,
    candidate: shown(made.candidate),
    baseline: shown(made.baseline),
    flipped: flipped.filter(seen),
    corrections: corrections.map((batch) => ({ ...batch, corrected: batch.corrected.filter(seen) })),
  };
}

const ALL_HIDDEN =
  'All slices that both models were tried on are hidden from you, and so few that a comparison would tell of each.';

function verdictOn({ candidate, baseline }: { candidate: Evaluation; baseline: Evaluation }): Comparison['verdict'] {
  const both = new Set(idsOf(baseline.slices));
  if (candidate.slices.some(({ sliceId }) => both.has(sliceId))) return verdictBetween(candidate, baseline);
  const none = { value: null, low: null, high: null, n: 0, method: 'none', reason: ALL_HIDDEN };
  return {
    ...{ kind: 'no-provable-improvement', words: ALL_HIDDEN, mcNemarP: 1 },
    ...{ accuracyDifference: none, aucDifference: none },
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
    const place = places.get(sliceId) ?? { sourceId: NO_SOURCE, file: `slice ${sliceId}`, frame: 0 };
    return { alias, sliceId, ...place };
  });
  return { slices };
}
