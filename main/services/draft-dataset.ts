import type { LabelChange } from '../../src/contract/dataset-methods.ts';
import type { LabelCounts } from '../../src/contract/shared.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import type { Label } from '../../src/review/label.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { countLabels as countProjectLabels } from '../store/current-labels.ts';
import { type DatasetVersionRow, newestDatasetVersion } from '../store/dataset-versions.ts';
import { disputedSlices } from '../store/disputed-slices.ts';
import { type LabelledRow, labelledSlices } from '../store/labelled-slices.ts';
import { sliceIdsOfKeys, slicePlaces } from '../store/slices.ts';
import { countedLabels } from './counted-labels.ts';
import { countLabels, labelsOfManifest } from './dataset-labels.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

export interface DatasetDraft {
  readonly counts: LabelCounts;
  readonly disputed: number;
  readonly comparedWith: string | null;
  readonly changes: LabelChange[];
  readonly partial: boolean;
  readonly blocked: string | null;
  readonly unchanged: boolean;
}

/**
 * What a freeze now would hold, and what changed since the newest version (without one: since the source labels). For a viewer,
 * slices that are closed to them count under the label that they came with, so that no count tells what anybody made of them.
 */
export function draftDataset(context: ServiceContext, viewer: Viewer | null = null): DatasetDraft {
  const { db } = context.store;
  const rows = rowsToFreeze(labelledSlices(db));
  const newest = newestDatasetVersion(db);
  const { unlabelled } = countProjectLabels(db);
  const counts = { ...countLabels(rows.map(({ label }) => label)), unlabelled };
  const counted =
    viewer === null
      ? { counts, disputed: disputedSlices(db).length, partial: false }
      : countsFor(context, viewer, rows);
  // While slices are closed to the viewer neither may say what these hold: a freeze itself does.
  const isWhole = !counted.partial;
  return {
    ...counted,
    comparedWith: newest?.name ?? null,
    changes: openTo(context, viewer, newest ? changesSince(context, rows, newest) : changesOfSource(context, rows)),
    blocked:
      isWhole && counts.haemorrhage + counts.none === 0
        ? 'No slice is labelled haemorrhage or none yet. Import a labelled set, or read some slices first.'
        : null,
    unchanged: isWhole && newest !== null && isUnchanged(rows, newest),
  };
}

/** What a freeze would hold: all labelled slices but the excluded ones that nobody could decode. */
export function rowsToFreeze(labelled: readonly LabelledRow[]): LabelledRow[] {
  return labelled.filter(({ label, pixelSha256 }) => label !== 'excluded' || pixelSha256 !== null);
}

/** Labels as the viewer may count them. */
function countsFor(
  context: ServiceContext,
  viewer: Viewer,
  rows: readonly LabelledRow[],
): Pick<DatasetDraft, 'counts' | 'disputed' | 'partial'> {
  const { standing, disputed, unlabelled, partial } = countedLabels(context, viewer, rows);
  return { counts: { ...countLabels(standing.values()), unlabelled }, disputed: disputed.size, partial };
}

/** The changes without those that are closed to the viewer: labels hidden from them, and what other readers made of a slice. */
function openTo(context: ServiceContext, viewer: Viewer | null, all: LabelChange[]): LabelChange[] {
  if (viewer === null) return all;
  const own = readerKey(viewer.reader);
  const sight = sightOf(
    context,
    viewer,
    all.map(({ sliceId }) => sliceId),
  );
  return all.filter(({ sliceId, reader }) => {
    const { truth, othersReads } = sight(sliceId);
    return reader === null || readerKey(reader) === own ? truth : othersReads;
  });
}

/** Whether a version holds exactly these slices with these labels. */
export function isUnchanged(rows: readonly LabelledRow[], version: DatasetVersionRow): boolean {
  const before = labelsOfManifest(version.manifest.content);
  return before.size === rows.length && rows.every((row) => before.get(sliceKey(row)) === row.label);
}

interface Change {
  readonly sliceId: number;
  readonly before: Label | null;
  readonly row: LabelledRow | null;
}

function changesOfSource(context: ServiceContext, rows: readonly LabelledRow[]): LabelChange[] {
  const changed = rows.filter((row) => row.label !== row.sourceLabel);
  return withPlaces(
    context,
    changed.map((row) => ({ sliceId: row.sliceId, before: row.sourceLabel, row })),
  );
}

function changesSince(
  context: ServiceContext,
  rows: readonly LabelledRow[],
  version: DatasetVersionRow,
): LabelChange[] {
  const before = labelsOfManifest(version.manifest.content);
  const changed: Change[] = [];
  for (const row of rows) {
    const key = sliceKey(row);
    const labelBefore = before.get(key) ?? null;
    before.delete(key);
    if (labelBefore !== row.label) changed.push({ sliceId: row.sliceId, before: labelBefore, row });
  }
  const ids = sliceIdsOfKeys(context.store.db, [...before.keys()]);
  for (const [key, label] of before) {
    const sliceId = ids.get(key);
    if (sliceId !== undefined) changed.push({ sliceId, before: label, row: null });
  }
  return withPlaces(context, changed);
}

function withPlaces(context: ServiceContext, changes: readonly Change[]): LabelChange[] {
  const places = slicePlaces(
    context.store.db,
    changes.map((change) => change.sliceId),
  );
  return changes.flatMap(({ sliceId, before, row }) => {
    const place = places.get(sliceId);
    if (!place) return [];
    const { label: after = null, sourceLabel = null, reader = null, reason = null } = row ?? {};
    return [{ sliceId, ...place, before, after, sourceLabel, reader, reason }];
  });
}
