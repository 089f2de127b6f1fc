import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { insertFirstLabel, insertSourceLabel } from '../store/source-labels.ts';
import { findSourceByRoot, insertSource, type SourceRow } from '../store/sources.ts';
import { type CheckedImport, checkedImport, discardImport } from './pending-imports.ts';
import { pseudonym } from './pseudonym.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { type SourceImage, storeSourceSlices } from './store-source-slices.ts';

export interface CommitImportRequest {
  readonly token: string;
  readonly reader?: string | null | undefined;
  /** The set was made by the demo's generator. */
  readonly synthetic?: boolean | undefined;
}

/**
 * Imports the good slices of a checked set: all of them with their labels and the audit entry, or nothing. A folder that
 * was imported before is brought up to date instead of being added again; labels that came earlier stay.
 * @throws ServiceError `import-gone`, `nothing-to-import`
 */
export function commitImport(
  context: ServiceContext,
  request: CommitImportRequest,
): { sourceId: number; slices: number } {
  const { store } = context;
  const checked = checkedImport(store, request.token);
  if (checked.slices.length === 0) {
    throw new ServiceError(
      'nothing-to-import',
      'No slice of this folder can be imported. See what is wrong with each.',
    );
  }
  const outcome = store.transaction(() => {
    const known = findSourceByRoot(store.db, 'labelled-set', checked.root);
    const source = known ?? addSource(context, checked, request.synthetic ?? false);
    const sliceIds = storeChecked(context, source, checked);
    const facts = {
      reader: request.reader ?? null,
      sourcePseudonym: source.pseudonym,
      slices: sliceIds.size,
      refused: checked.refused,
    };
    if (known) appendEntry(context, { event: 'source-changed', ...facts });
    else {
      const labelled = checked.slices.filter((slice) => slice.label === 'haemorrhage' || slice.label === 'none').length;
      const { synthetic } = source;
      appendEntry(context, { event: 'source-added', ...facts, kind: 'labelled-set', labelled, synthetic });
    }
    return { sourceId: source.id, slices: sliceIds.size };
  });
  discardImport(store, request.token);
  return outcome;
}

function addSource(context: ServiceContext, checked: CheckedImport, synthetic: boolean): SourceRow {
  const source = {
    kind: 'labelled-set' as const,
    name: checked.name,
    pseudonym: pseudonym(context.store, 'source', checked.root),
    root: checked.root,
    labelOrigin: checked.labelOrigin,
    synthetic,
    addedMs: context.clock().getTime(),
  };
  return { ...source, id: insertSource(context.store.db, source) };
}

function storeChecked(context: ServiceContext, source: SourceRow, checked: CheckedImport): Map<string, number> {
  const { db } = context.store;
  const slices = new Map(checked.slices.map((slice) => [sliceKey(slice), slice]));
  const images = new Map<string, SourceImage>();
  for (const { file, fileSha256, ...rest } of checked.slices) {
    images.set(file, { ...rest, relativePath: file, sha256: fileSha256 });
  }
  const at = (sha256: string, frame: number) => slices.get(sliceKey({ fileSha256: sha256, frame }));
  const sliceIds = storeSourceSlices(context, source, [...images.values()], {
    wanted: (sha256, frame) => at(sha256, frame) !== undefined,
    pixelSha256Of: (sha256, frame) => at(sha256, frame)?.pixelSha256 ?? null,
  });
  for (const [key, { label }] of slices) {
    const sliceId = sliceIds.get(key);
    if (sliceId === undefined) continue;
    if (label === 'haemorrhage' || label === 'none') insertSourceLabel(db, source.id, sliceId, label);
    else insertFirstLabel(db, sliceId, label);
  }
  return sliceIds;
}
