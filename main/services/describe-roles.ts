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
import { groupedSlices } from './development-slices.ts';
import type { ServiceContext } from './service-context.ts';

interface LabelledSlice {
  readonly sliceId: number;
  readonly label: TrainableLabel;
  readonly used: boolean;
  /** Its label was given with the AI in view, or in bulk: never test truth. */
  readonly notTruth: boolean;
}

/** What the labelled slices of the project may be used for, by their groups as they are now, and every sealed test set. */
export function describeRoles(context: ServiceContext): Roles {
  const { db } = context.store;
  const rows = labelledSlices(db);
  const [used, sealed] = [usedSlices(db), sealedSlices(db)];
  const notTruth = new Set([...predictionSeenLabels(db), ...bulkLabels(db)]);
  const ids = rows.map(({ sliceId }) => sliceId);
  const grouped = groupedSlices(context, [...new Set([...ids, ...used, ...sealed.keys()])]);
  const groupOf = (sliceId: number): string => grouped.get(sliceId)?.group ?? '';
  const usedGroups = new Set([...used].map(groupOf));
  const testSetOf = new Map([...sealed].map(([sliceId, testSet]) => [groupOf(sliceId), testSet]));
  const development: LabelledSlice[] = [];
  const tied: { sliceId: number; testSet: string }[] = [];
  for (const { sliceId, label } of rows) {
    const testSet = testSetOf.get(groupOf(sliceId));
    if (sealed.has(sliceId)) continue;
    if (testSet !== undefined) tied.push({ sliceId, testSet });
    else if (isTrainable(label)) {
      development.push({ sliceId, label, used: usedGroups.has(groupOf(sliceId)), notTruth: notTruth.has(sliceId) });
    }
  }
  const places = slicePlaces(
    db,
    tied.map(({ sliceId }) => sliceId),
  );
  return {
    development: countsOf(development),
    used: countsOf(development.filter((slice) => slice.used)),
    tied: tied.flatMap((slice) => {
      const place = places.get(slice.sliceId);
      return place ? [{ ...slice, ...place }] : [];
    }),
    testSets: listTestSets(db).map((row) => toTestSet(context, row)),
    sealable: sealable(context, development),
  };
}

/** A sealed test set as the window shows it. */
export function toTestSet(context: ServiceContext, row: TestSetRow): TestSet {
  const { slices: _slices, ...rest } = row;
  const { db } = context.store;
  return {
    ...rest,
    counts: countsOf(slicesOfTestSet(db, row.id)),
    looks: looksAtTestSet(db, row.id).map(({ look, modelId, model, reader, openedMs, n, outcome }) => {
      const { accuracy, sensitivity, specificity } = figuresOf(outcome);
      return { look, modelId, model, reader, openedMs, n, accuracy, sensitivity, specificity };
    }),
  };
}

function sealable(context: ServiceContext, development: readonly LabelledSlice[]): Roles['sealable'] {
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
      name,
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
