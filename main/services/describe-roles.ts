import type { Roles, TestSet } from '../../src/contract/test-set-methods.ts';
import type { Label, TrainableLabel } from '../../src/review/label.ts';
import { figuresOf } from '../../src/statistics/confusion.ts';
import { labelledSlices } from '../store/labelled-slices.ts';
import { bulkLabels, predictionSeenLabels } from '../store/seen-labels.ts';
import { slicePlaces } from '../store/slices.ts';
import { placesInOrder } from '../store/source-slices.ts';
import { listSources } from '../store/sources.ts';
import { looksAtTestSet } from '../store/test-looks.ts';
import { listTestSets, sealedSlices, slicesOfTestSet, type TestSetRow } from '../store/test-sets.ts';
import { usedSlices } from '../store/used-slices.ts';
import { countedLabels } from './counted-labels.ts';
import { groupedSlices } from './development-slices.ts';
import { fewHidden } from './few-hidden.ts';
import { namingFor } from './neutral-names.ts';
import type { Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';
import { sourceNames, sourceWords } from './source-names.ts';

interface LabelledSlice {
  readonly sliceId: number;
  readonly label: TrainableLabel;
  readonly used: boolean;
  /** Its label was given with the AI in view, or in bulk: never test truth. */
  readonly notTruth: boolean;
}

/**
 * What the labelled slices of the project may be used for, by their groups as they are now, and every sealed test set. For a
 * viewer, slices that are closed to them count as they came, and none that is hidden is named.
 */
export function describeRoles(context: ServiceContext, viewer: Viewer | null = null): Roles {
  const { db } = context.store;
  const rows = labelledSlices(db);
  const [used, sealed] = [usedSlices(db), sealedSlices(db)];
  const notTruth = new Set([...predictionSeenLabels(db), ...bulkLabels(db)]);
  const counted = viewer && countedLabels(context, viewer, rows);
  for (const sliceId of counted?.asTheyCame ?? []) notTruth.delete(sliceId);
  const labels = counted?.standing ?? new Map(rows.map(({ sliceId, label }) => [sliceId, label]));
  const ids = [...labels.keys()];
  const grouped = groupedSlices(context, [...new Set([...ids, ...used, ...sealed.keys()])]);
  const groupOf = (sliceId: number): string => grouped.get(sliceId)?.group ?? '';
  const usedGroups = new Set([...used].map(groupOf));
  const testSetOf = new Map([...sealed].map(([sliceId, testSet]) => [groupOf(sliceId), testSet]));
  const development: LabelledSlice[] = [];
  const tied: { sliceId: number; testSet: string }[] = [];
  for (const [sliceId, label] of labels) {
    const testSet = testSetOf.get(groupOf(sliceId));
    if (sealed.has(sliceId)) continue;
    if (testSet !== undefined) tied.push({ sliceId, testSet });
    else if (isTrainable(label)) {
      development.push({ sliceId, label, used: usedGroups.has(groupOf(sliceId)), notTruth: notTruth.has(sliceId) });
    }
  }
  const tiedIds = tied.map(({ sliceId }) => sliceId);
  const places = slicePlaces(db, tiedIds);
  const name = viewer === null ? null : namingFor(context, viewer, tiedIds);
  const words = viewer && sourceWords(context, viewer);
  return {
    development: countsOf(development),
    used: countsOf(development.filter((slice) => slice.used)),
    tied: tied.flatMap((slice) => {
      const place = places.get(slice.sliceId);
      if (!place) return [];
      const named = { ...slice, ...place };
      return [name?.(named) ?? named];
    }),
    testSets: listTestSets(db).map((row) => toTestSet(context, row, viewer, words)),
    sealable: sealable(context, development, viewer && sourceNames(context, viewer)),
  };
}

/** A sealed test set as the window shows it; for a viewer without figures that would tell of the few slices that are hidden. */
export function toTestSet(
  context: ServiceContext,
  row: TestSetRow,
  viewer: Viewer | null = null,
  words: SourceWords | null = viewer && sourceWords(context, viewer),
): TestSet {
  const { slices: _slices, ...rest } = row;
  const { db } = context.store;
  const sealed = slicesOfTestSet(db, row.id);
  const sealedIds = sealed.map(({ sliceId }) => sliceId);
  const withheld = viewer !== null && fewHidden(context, viewer, sealedIds).size > 0;
  return {
    ...rest,
    origin: words === null ? rest.origin : originFor(words, rest.origin),
    counts: countsOf(sealed),
    looks: looksAtTestSet(db, row.id).map(({ look, modelId, model, reader, openedMs, n, outcome }) => {
      const { accuracy, sensitivity, specificity } = figuresOf(withheld ? NOTHING : outcome);
      return { look, modelId, model, reader, openedMs, n, accuracy, sensitivity, specificity };
    }),
  };
}

const NOTHING = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };

type SourceWords = ReturnType<typeof sourceWords>;

function originFor(words: SourceWords, origin: TestSet['origin']): TestSet['origin'] {
  return origin.source === null ? origin : { ...origin, source: words(origin.source) };
}

function sealable(
  context: ServiceContext,
  development: readonly LabelledSlice[],
  names: ReturnType<typeof sourceNames> | null,
): Roles['sealable'] {
  const of = (sourceId: number | null, name: string, slices: readonly LabelledSlice[]) => ({
    sourceId,
    name,
    counts: countsOf(slices.filter((slice) => !slice.used && !slice.notTruth)),
    whole: slices.length > 0 && slices.every((slice) => !slice.used),
  });
  const sources = listSources(context.store.db).map(({ id, name }) => {
    const listed = new Set(placesInOrder(context.store.db, id));
    return of(
      id,
      names?.get(id)?.name ?? name,
      development.filter(({ sliceId }) => listed.has(sliceId)),
    );
  });
  return [of(null, 'All sources', development), ...sources];
}

function isTrainable(label: Label): label is TrainableLabel {
  return label === 'haemorrhage' || label === 'none';
}

function countsOf(slices: readonly { readonly label: TrainableLabel }[]): { haemorrhage: number; none: number } {
  const haemorrhage = slices.filter(({ label }) => label === 'haemorrhage').length;
  return { haemorrhage, none: slices.length - haemorrhage };
}
