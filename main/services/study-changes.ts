import type { FileHeader } from '../../src/study/file-header.ts';
import { type FileRow, filesOfSource, removeRefusedFile, saveFile } from '../store/files.ts';
import { headersOfSource } from '../store/images.ts';
import { countSlicesOf, isSourceInLog, listedHashes } from '../store/source-slices.ts';
import type { SourceRow } from '../store/sources.ts';
import type { InspectedFile } from './inspect-files.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { type SourceImage, storeSourceSlices } from './store-source-slices.ts';
import type { WalkedFile } from './walk-folder.ts';

/** What the project knows of a study's files from when it was last opened. */
export interface KnownStudy {
  readonly source: SourceRow | null;
  /** By path. */
  readonly files: ReadonlyMap<string, FileRow>;
  readonly headers: ReadonlyMap<string, FileHeader>;
}

/** Refusals that may be over the next time: the file is tried again. Cut-off files were once refused whole. */
const PASSING_REFUSALS = new Set(['crashed', 'timed-out', 'unreadable', 'truncated']);

export function knownStudy(context: ServiceContext, source: SourceRow | null): KnownStudy {
  if (!source) return { source, files: new Map(), headers: new Map() };
  const files = new Map(filesOfSource(context.store.db, source.id).map((file) => [file.relativePath, file]));
  return { source, files, headers: headersOfSource(context.store.db, source.id) };
}

/** Parts the files that are as they were (same path, size and time) from those to be read. */
export function withoutUnchanged(
  known: KnownStudy,
  walked: readonly WalkedFile[],
): { unchanged: InspectedFile[]; toRead: WalkedFile[] } {
  const unchanged: InspectedFile[] = [];
  const toRead: WalkedFile[] = [];
  for (const file of walked) {
    const row = known.files.get(file.relativePath);
    const same = row?.byteLength === file.byteLength && row.modifiedMs === file.modifiedMs;
    const before = row && same ? inspectedBefore(row, known.headers) : null;
    if (before) unchanged.push(before);
    else toRead.push(file);
  }
  return { unchanged, toRead };
}

function inspectedBefore(row: FileRow, headers: ReadonlyMap<string, FileHeader>): InspectedFile | null {
  const { relativePath, byteLength, modifiedMs, sha256, refusalCode, refusalMessage } = row;
  const place = { relativePath, byteLength, modifiedMs };
  const header = sha256 === null ? undefined : headers.get(sha256);
  if (sha256 !== null && header) return { ...place, kind: 'image', sha256, header };
  if (refusalCode === null || PASSING_REFUSALS.has(refusalCode)) return null;
  return { ...place, kind: 'refused', refusal: { code: refusalCode, message: refusalMessage ?? '' } };
}

function isUnchanged(row: FileRow | undefined, file: InspectedFile): row is FileRow {
  if (row?.byteLength !== file.byteLength || row.modifiedMs !== file.modifiedMs) return false;
  if (file.kind === 'image') return row.sha256 === file.sha256;
  return row.refusalCode === file.refusal.code && row.refusalMessage === file.refusal.message;
}

/**
 * Makes a study's rows say what its folder holds now, with the audit entry, in the caller's transaction. Nothing is
 * written, and no entry, where nothing has changed.
 */
export function applyStudy(
  context: ServiceContext,
  known: KnownStudy & { readonly source: SourceRow },
  files: readonly InspectedFile[],
  reader: string | null,
): { sourceId: number; slices: number; refused: number } {
  const { db } = context.store;
  const { source } = known;
  const images = files.filter((file) => file.kind === 'image');
  const refused = files.filter((file) => file.kind === 'refused');
  const inLog = isSourceInLog(db, source.pseudonym);
  const refusedChanged = storeRefused(context, known, refused);
  if (inLog && !refusedChanged && isSameList(context, known, images)) {
    return { sourceId: source.id, slices: countSlicesOf(db, source.id), refused: refused.length };
  }
  const stored = images.map((file): SourceImage => {
    const row = known.files.get(file.relativePath);
    return { ...file, fileId: isUnchanged(row, file) ? row.id : undefined };
  });
  const slices = storeSourceSlices(context, source, stored).size;
  const facts = { reader, sourcePseudonym: source.pseudonym, slices, refused: refused.length };
  if (inLog) appendEntry(context, { event: 'source-changed', ...facts });
  else {
    const { synthetic } = source;
    appendEntry(context, { event: 'source-added', ...facts, kind: 'study', labelled: 0, synthetic });
  }
  return { sourceId: source.id, slices, refused: refused.length };
}

/** Lists what is refused now and forgets what was refused and is gone. Returns whether anything changed. */
function storeRefused(
  context: ServiceContext,
  known: KnownStudy & { readonly source: SourceRow },
  refused: readonly Extract<InspectedFile, { kind: 'refused' }>[],
): boolean {
  const { db } = context.store;
  let changed = false;
  for (const file of refused) {
    if (isUnchanged(known.files.get(file.relativePath), file)) continue;
    const { relativePath, byteLength, modifiedMs, refusal } = file;
    const row = { sourceId: known.source.id, relativePath, byteLength, modifiedMs, sha256: null };
    saveFile(db, { ...row, refusalCode: refusal.code, refusalMessage: refusal.message });
    changed = true;
  }
  const now = new Set(refused.map((file) => file.relativePath));
  for (const row of known.files.values()) {
    if (row.sha256 !== null || now.has(row.relativePath)) continue;
    removeRefusedFile(db, row.id);
    changed = true;
  }
  return changed;
}

function isSameList(
  context: ServiceContext,
  known: KnownStudy & { readonly source: SourceRow },
  images: readonly Extract<InspectedFile, { kind: 'image' }>[],
): boolean {
  if (!images.every((file) => isUnchanged(known.files.get(file.relativePath), file))) return false;
  const listed = listedHashes(context.store.db, known.source.id);
  const now = new Set(images.map((file) => file.sha256));
  return listed.size === now.size && [...now].every((sha256) => listed.has(sha256));
}
