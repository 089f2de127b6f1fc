import { OwnSplitError, type OwnSplitRow, readOwnSplit } from '../../src/dataset/own-split.ts';
import { shownCell } from '../../src/dataset/shown-cell.ts';
import type { SplitPart } from '../../src/dataset/split.ts';
import { sha256OfText } from '../store/audit-log.ts';
import { findDatasetVersion } from '../store/dataset-versions.ts';
import { slicePlaces } from '../store/slices.ts';
import { earlierParts, insertSplit, markOwnSplit } from '../store/splits.ts';
import { type DevelopmentMember, groupedSlices, sortByRole } from './development-slices.ts';
import { findSlicesByFile } from './find-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { requireNoLeak } from './split-leaks.ts';

export interface OwnSplitRequest {
  readonly datasetId: number;
  /** The table: columns file, part and, where files have several, frame. */
  readonly text: string;
  readonly reader: string | null;
}

const REMEDY = 'Put the slices of each pair into one part, or say on the Data set screen which pairs are not the same.';

/**
 * Takes a person's own split of a data set version, to be trained with. It must name each development slice of the version
 * once, keep together what hangs together, and leave held out what was ever held out.
 * @returns the split's id
 * @throws ServiceError `bad-split` naming the line or the files; `split-leaks` naming the pairs; `held-out-slice`; `not-searched`
 */
export function storeOwnSplit(context: ServiceContext, request: OwnSplitRequest): number {
  const { store } = context;
  const version = findDatasetVersion(store.db, request.datasetId);
  if (!version) throw new ServiceError('no-dataset', `There is no data set version ${request.datasetId}.`);
  const { development, sealed, tied } = sortByRole(context, version.id);
  const apart = new Set([...sealed, ...tied.map(({ sliceId }) => sliceId)]);
  const parts = partsOf(context, rowsOf(request.text), new Set(development.map(({ sliceId }) => sliceId)), apart);
  requireComplete(context, development, parts);
  requireNoLeak(
    context,
    [...parts].map(([sliceId, part]) => ({ sliceId, part })),
    REMEDY,
  );
  requireHeldOutStays(context, parts);
  const count = (part: SplitPart): number => [...parts.values()].filter((other) => other === part).length;
  const [training, validation, heldOut] = [count('training'), count('validation'), count('held-out')];
  return store.transaction(() => {
    const splitId = insertSplit(
      store.db,
      {
        datasetVersionId: version.id,
        seed: 0,
        heldOutFraction: heldOut / parts.size,
        validationFraction: validation / Math.max(1, training + validation),
        createdMs: context.clock().getTime(),
      },
      development.map(({ sliceId, group }) => ({ sliceId, group, part: parts.get(sliceId) ?? 'training' })),
    );
    const tableSha256 = sha256OfText(request.text);
    markOwnSplit(store.db, splitId, tableSha256);
    const { reader } = request;
    appendEntry(context, {
      event: 'split-given',
      reader,
      datasetVersion: version.name,
      ...{ tableSha256, training, validation, heldOut },
    });
    return splitId;
  });
}

function rowsOf(text: string): OwnSplitRow[] {
  try {
    return readOwnSplit(text);
  } catch (error) {
    if (error instanceof OwnSplitError) throw badSplit(error.message);
    throw error;
  }
}

function partsOf(
  context: ServiceContext,
  rows: readonly OwnSplitRow[],
  development: ReadonlySet<number>,
  apart: ReadonlySet<number>,
): Map<number, SplitPart> {
  const parts = new Map<number, SplitPart>();
  for (const { line, file, frame, part } of rows) {
    const found = findSlicesByFile(context, file, frame);
    const [sliceId, ...others] = found.filter((id) => development.has(id) || apart.has(id));
    if (sliceId === undefined)
      throw badSplit(`Line ${line}: ${shownCell(file)} frame ${frame} is no slice of this data set version.`);
    if (others.length > 0)
      throw badSplit(`Line ${line}: ${shownCell(file)} is in several sources. Give its whole path.`);
    if (apart.has(sliceId)) {
      throw badSplit(
        `Line ${line}: ${shownCell(file)} is sealed for testing, or hangs together with what is. Take the line out.`,
      );
    }
    if (parts.has(sliceId))
      throw badSplit(`Line ${line}: ${shownCell(file)} is named a second time. Name each slice once.`);
    parts.set(sliceId, part);
  }
  return parts;
}

function requireComplete(
  context: ServiceContext,
  development: readonly DevelopmentMember[],
  parts: ReadonlyMap<number, SplitPart>,
): void {
  const missing = development.filter(({ sliceId }) => !parts.has(sliceId)).map(({ sliceId }) => sliceId);
  const [first] = missing;
  if (first === undefined) return;
  const file = slicePlaces(context.store.db, [first]).get(first)?.file ?? `slice ${first}`;
  throw badSplit(
    `The split leaves out ${missing.length} slices of the data set version, for example "${file}". Give each its part.`,
  );
}

/** What was ever held out, and all that hangs together with it, never teaches. */
function requireHeldOutStays(context: ServiceContext, parts: ReadonlyMap<number, SplitPart>): void {
  const earlier = earlierParts(context.store.db);
  const grouped = groupedSlices(context, [...new Set([...parts.keys(), ...earlier.keys()])]);
  const heldOut = new Set<string>();
  for (const [sliceId, part] of earlier) {
    const group = grouped.get(sliceId)?.group;
    if (part === 'held-out' && group !== undefined) heldOut.add(group);
  }
  const moved = [...parts].filter(([id, part]) => part !== 'held-out' && heldOut.has(grouped.get(id)?.group ?? ''));
  const [first] = moved;
  if (!first) return;
  const file = slicePlaces(context.store.db, [first[0]]).get(first[0])?.file ?? `slice ${first[0]}`;
  throw new ServiceError(
    'held-out-slice',
    `${moved.length} slices that an earlier split held out would teach here, for example "${file}". What was held out once ` +
      'stays held out: put them into that part, or use another project.',
  );
}

const badSplit = (message: string): ServiceError => new ServiceError('bad-split', message);
