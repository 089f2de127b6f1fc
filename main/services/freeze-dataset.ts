import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import type { DatasetVersion } from '../../src/contract/dataset-methods.ts';
import {
  compareSlices,
  type LabelOrigin,
  type Manifest,
  manifestContent,
  type SliceProvenance,
} from '../../src/dataset/manifest.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { groupKeys } from '../../src/dataset/split.ts';
import { auditHead, sha256OfText } from '../store/audit-log.ts';
import { findDatasetVersion, insertDatasetVersion, newestDatasetVersion } from '../store/dataset-versions.ts';
import { countDisputed } from '../store/disputed-slices.ts';
import { linkedSlices } from '../store/grouping.ts';
import { type LabelledRow, labelledSlices } from '../store/labelled-slices.ts';
import { slicePlaces, syntheticAmong } from '../store/slices.ts';
import { countCorrected, countLabels, toDatasetVersion } from './dataset-labels.ts';
import { isUnchanged, rowsToFreeze } from './draft-dataset.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface FreezeRequest {
  readonly note: string | null;
  readonly reader?: string | null | undefined;
}

type DecodedRow = LabelledRow & { readonly pixelSha256: string };

/**
 * Freezes the labels as they stand into a data set version v1, v2, ... with its manifest and audit entry. Where the newest
 * version holds exactly this already, that version is returned and nothing is written. An excluded slice that nobody could
 * decode has no pixel hash, so it is left out of the manifest's lists, and counted.
 * @throws ServiceError `nothing-to-freeze`; `slices-not-decoded` (run `readyToFreeze` first)
 */
export function freezeDataset(context: ServiceContext, request: FreezeRequest): DatasetVersion {
  return context.store.transaction(() => {
    const { db } = context.store;
    const labelled = labelledSlices(db);
    const rows = rowsToFreeze(labelled);
    const left = { ...disputedOf(context), ...unreadOf(labelled.length - rows.length) };
    const newest = newestDatasetVersion(db);
    if (newest && isUnchanged(rows, newest)) return toDatasetVersion(newest);
    const decoded = requireDecoded(context, rows);
    const counts = countLabels(decoded.map((row) => row.label));
    if (counts.haemorrhage + counts.none === 0) {
      const message = 'No slice is labelled haemorrhage or none yet. Import a labelled set, or read some slices first.';
      throw new ServiceError('nothing-to-freeze', message);
    }
    const name = `v${(newest?.id ?? 0) + 1}`;
    const manifest = buildManifest(context, decoded, { name, note: request.note, ...left });
    const createdMs = Date.parse(manifest.version.frozen);
    const manifestJson = canonicalJson(manifest);
    const id = insertDatasetVersion(db, { name, note: request.note, manifest, manifestJson, createdMs });
    const { haemorrhage, none, unsure, excluded } = counts;
    appendEntry(context, {
      event: 'dataset-frozen',
      reader: request.reader ?? null,
      datasetVersion: name,
      manifestSha256: manifest.manifestSha256,
      ...{ haemorrhage, none, unsure, excluded },
      corrected: countCorrected(manifest),
      ...left,
      note: request.note,
    });
    const frozen = findDatasetVersion(db, id);
    if (!frozen) throw new Error(`Data set version ${name} is not there after it was written.`);
    return toDatasetVersion(frozen);
  });
}

/** How many slices a version leaves out because their readers disagree; nothing where there is none. */
function disputedOf(context: ServiceContext): { disputed?: number } {
  const disputed = countDisputed(context.store.db);
  return disputed === 0 ? {} : { disputed };
}

/** How many excluded slices a version leaves out because nobody could decode them; nothing where there is none. */
function unreadOf(unread: number): { unread?: number } {
  return unread === 0 ? {} : { unread };
}

function requireDecoded(context: ServiceContext, rows: readonly LabelledRow[]): DecodedRow[] {
  const decoded = rows.filter((row): row is DecodedRow => row.pixelSha256 !== null);
  if (decoded.length === rows.length) return decoded;
  const first = rows.find((row) => row.pixelSha256 === null);
  const file = first ? slicePlaces(context.store.db, [first.sliceId]).get(first.sliceId)?.file : undefined;
  const message =
    `${rows.length - decoded.length} labelled slices have not been decoded yet (for example "${file ?? '?'}"), so that ` +
    `their pixels cannot be told apart. Look whether their files are there, then freeze again.`;
  throw new ServiceError('slices-not-decoded', message);
}

function buildManifest(
  context: ServiceContext,
  rows: readonly DecodedRow[],
  { name, note, ...left }: { name: string; note: string | null; disputed?: number; unread?: number },
): Manifest {
  const content = manifestContent(rows);
  const sliceIds = rows.map((row) => row.sliceId);
  const linked = linkedSlices(context.store.db, sliceIds);
  const keys = groupKeys(linked);
  const groups = new Map(linked.map((slice, index) => [slice.key, keys[index] ?? slice.key]));
  return {
    manifestSha256: sha256OfText(canonicalJson(content)),
    content,
    version: {
      name,
      note,
      frozen: context.clock().toISOString(),
      appVersion: context.appVersion,
      synthetic: syntheticAmong(context.store.db, sliceIds),
      ...left,
      [HEAD_COLUMN]: headText(auditHead(context.store.db)),
    },
    provenance: [...rows].sort(compareSlices).map((row) => provenanceOf(row, groups.get(sliceKey(row)) ?? '')),
  };
}

function provenanceOf(row: DecodedRow, group: string): SliceProvenance {
  const { fileSha256, frame, reader, auditSequence, sourceLabel } = row;
  const origin: LabelOrigin =
    reader !== null && auditSequence !== null ? { kind: 'read', reader, auditSequence } : { kind: 'source' };
  return { fileSha256, frame, origin, sourceLabel, group };
}
