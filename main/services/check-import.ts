import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { ImportProblem, ImportReport } from '../../src/contract/import-methods.ts';
import { settleLabels, sliceKey } from '../../src/dataset/settle-labels.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { truncationWords } from '../../src/study/picture-warnings.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeError, plainWords } from '../compute/compute-errors.ts';
import { knownSlices } from '../store/source-labels.ts';
import { inParallel } from './in-parallel.ts';
import { READ_CONCURRENCY } from './inspect-files.ts';
import { type CheckedImport, type CheckedSlice, keepCheckedImport } from './pending-imports.ts';
import { type ClaimedLabel, readLabelledSet } from './read-labelled-set.ts';
import type { ServiceContext } from './service-context.ts';
import { type WalkedFile, walkFolder } from './walk-folder.ts';

export interface CheckImportOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { message: string; done: number; total: number }) => void) | undefined;
}

type Decoded = CheckedSlice | ImportProblem;

/**
 * Reads a labelled set and decodes every picture of it, and stores nothing. What can be imported waits under the report's
 * token for `commitImport`; what cannot is listed by row and file.
 * @throws ServiceError `no-folder` or `too-many-files`; ComputeError `aborted` or the signal's reason when cancelled
 */
export async function checkImport(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  request: { readonly folder: string },
  options: CheckImportOptions = {},
): Promise<ImportReport> {
  options.onProgress?.({ message: 'Looking through the folder', done: 0, total: 0 });
  const folder = await walkFolder(request.folder, { signal: options.signal });
  const set = await readLabelledSet(folder);
  const files = new Map(folder.files.map((file) => [file.relativePath, file]));
  const decoded = await decodeClaims(compute, set.claims, files, options);
  const slices = decoded.filter((slice) => 'fileSha256' in slice);
  const known = knownSlices(context.store.db);
  const settled = settleLabels(slices.filter(isLabelled), labelsOf(known));
  const claimed = new Set(settled.good.map(sliceKey));
  const setAside = slices.filter((slice) => !isLabelled(slice) && !claimed.has(sliceKey(slice)));
  const good = [...settled.good, ...setAside];
  const problems = [...set.problems, ...decoded.filter((slice) => 'code' in slice), ...settled.problems];
  problems.push(...unreadableFolders(folder.unreadable));
  const checked: CheckedImport = {
    token: randomUUID(),
    root: folder.root,
    name: path.basename(folder.root),
    labelOrigin: set.labelOrigin,
    slices: good,
    refused: problems.filter((problem) => problem.code === 'unreadable-image').length,
  };
  keepCheckedImport(context.store, checked);
  const report: ImportReport = {
    token: checked.token,
    root: folder.root,
    layout: set.layout,
    labelOrigin: set.labelOrigin,
    good: {
      haemorrhage: good.filter((slice) => slice.label === 'haemorrhage').length,
      none: good.filter((slice) => slice.label === 'none').length,
    },
    known: good.filter((slice) => known.has(sliceKey(slice))).length,
    problems: problems.sort(byRowAndFile),
  };
  context.notify({ kind: 'import-checked', report });
  return report;
}

async function decodeClaims(
  compute: Pick<ComputeClient, 'request'>,
  claims: readonly ClaimedLabel[],
  files: ReadonlyMap<string, WalkedFile>,
  options: CheckImportOptions,
): Promise<Decoded[]> {
  const results = new Array<Decoded[]>(claims.length).fill([]);
  let done = 0;
  await inParallel(claims, READ_CONCURRENCY, async (claim, index) => {
    options.signal?.throwIfAborted();
    const file = files.get(claim.file);
    if (file) results[index] = await decodeClaim(compute, claim, file, options.signal);
    done += 1;
    options.onProgress?.({ message: 'Reading the slices', done, total: claims.length });
  });
  return results.flat();
}

/** A folder's class holds for every frame of a file in it; a table must say which frame it means where there are more. */
async function decodeClaim(
  compute: Pick<ComputeClient, 'request'>,
  claim: ClaimedLabel,
  file: WalkedFile,
  signal: AbortSignal | undefined,
): Promise<Decoded[]> {
  const first = await decodeFrame(compute, claim, file, claim.frame ?? 0, signal);
  const frames = 'code' in first ? 1 : first.header.frames.length;
  if (claim.frame !== null || frames === 1) return [first];
  if (claim.row !== null) {
    const message = `Row ${claim.row}: "${claim.file}" has ${frames} frames. Say which in a column "frame", from 0.`;
    return [{ code: 'no-such-frame', row: claim.row, file: claim.file, message }];
  }
  const all = [first];
  for (let frame = 1; frame < frames; frame += 1) all.push(await decodeFrame(compute, claim, file, frame, signal));
  return all;
}

async function decodeFrame(
  compute: Pick<ComputeClient, 'request'>,
  claim: ClaimedLabel,
  file: WalkedFile,
  frame: number,
  signal: AbortSignal | undefined,
): Promise<Decoded> {
  const { row, label } = claim;
  const { byteLength, modifiedMs } = file;
  try {
    const { sha256, pixelSha256, header } = await compute.request(
      'decode',
      { path: file.absolutePath, frame },
      { signal, priority: 'background' },
    );
    const cut = header.frames[frame] && truncationWords(header, header.frames[frame]);
    if (cut) {
      const message = `"${claim.file}": ${cut}. It is left out: copy the file again.`;
      return { code: 'unreadable-image', row, file: claim.file, message };
    }
    if (claim.fileSha256 !== null && claim.fileSha256 !== sha256) {
      const message = `"${claim.file}" is not the file that manifest.json tells of. It is left out.`;
      return { code: 'file-without-row', row, file: claim.file, message };
    }
    return {
      row,
      file: claim.file,
      fileSha256: sha256,
      frame,
      pixelSha256,
      label,
      header,
      byteLength,
      modifiedMs,
    };
  } catch (error) {
    if (!(error instanceof ComputeError) || error.code === 'aborted') throw error;
    const where = row === null ? '' : `Row ${row}: `;
    const code = error.code === 'no-such-frame' ? 'no-such-frame' : 'unreadable-image';
    return { code, row, file: claim.file, message: `${where}"${claim.file}": ${plainWords(error)}` };
  }
}

function isLabelled(slice: CheckedSlice): slice is CheckedSlice & { readonly label: TrainableLabel } {
  return slice.label === 'haemorrhage' || slice.label === 'none';
}

function labelsOf(known: ReadonlyMap<string, TrainableLabel | null>): Map<string, TrainableLabel> {
  return new Map([...known].flatMap(([key, label]) => (label === null ? [] : [[key, label]])));
}

function unreadableFolders(unreadable: readonly { relativePath: string; message: string }[]): ImportProblem[] {
  return unreadable.map(({ relativePath, message }) => ({
    code: 'unreadable-image',
    row: null,
    file: relativePath,
    message: `"${relativePath}": ${message}`,
  }));
}

function byRowAndFile(a: ImportProblem, b: ImportProblem): number {
  return (a.row ?? Number.MAX_SAFE_INTEGER) - (b.row ?? Number.MAX_SAFE_INTEGER) || comparedFiles(a.file, b.file);
}

const comparedFiles = (a: string | null, b: string | null): number => ((a ?? '') < (b ?? '') ? -1 : 1);
