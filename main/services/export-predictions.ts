import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import { inertText } from '../../src/audit/inert-text.ts';
import type { Identifiers } from '../../src/contract/export-methods.ts';
import type { Worklist, WorklistItem } from '../../src/contract/review-methods.ts';
import { writeCsv } from '../../src/dataset/write-csv.ts';
import { auditHead, sha256OfText } from '../store/audit-log.ts';
import { filesOfSource } from '../store/files.ts';
import type { ModelRow } from '../store/models.ts';
import { predictionsOfSource } from '../store/predictions.ts';
import { findSlices } from '../store/slices.ts';
import type { InputFailure } from './network-inputs.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { removeExport, writeExport } from './write-export.ts';

/** One row of the table: a frame of the folder, or a file that was refused. What there is nothing of is empty. */
export interface ExportedPrediction {
  /** Null where the file was refused. */
  readonly sliceId: number | null;
  /** Below the folder; empty under pseudonyms. */
  readonly file: string;
  /** Pseudonym of the study. */
  readonly study: string;
  readonly fileSha256: string;
  readonly frame: number;
  readonly probability: number | '';
  readonly call: 0 | 1 | '';
  readonly threshold: number | '';
  readonly model: string;
  readonly status: 'predicted' | 'not-predicted' | 'refused';
  readonly reasonCode: string;
  /** In words, which may name the file; empty under pseudonyms. */
  readonly reason: string;
}

const COLUMNS = {
  file: 'file',
  study: 'study',
  fileSha256: 'file_sha256',
  frame: 'frame',
  probability: 'probability',
  call: 'call',
  threshold: 'threshold',
  model: 'model',
  status: 'status',
  reasonCode: 'reason_code',
  reason: 'reason',
} as const satisfies Record<Exclude<keyof ExportedPrediction, 'sliceId'>, string>;

/** What a model says of each frame of a source, in the order of their files, and why it says nothing of the rest. */
export function predictionsToExport(
  context: ServiceContext,
  worklist: Pick<Worklist, 'sourceId' | 'items' | 'refused'>,
  model: Pick<ModelRow, 'id' | 'name'>,
  failures: readonly InputFailure[],
): ExportedPrediction[] {
  const { db } = context.store;
  const { sourceId, items, refused } = worklist;
  const sliceIds = items.map(({ sliceId }) => sliceId);
  const studyOf = new Map(findSlices(db, sliceIds).map(({ id, studyPseudonym }) => [id, studyPseudonym]));
  const hashOf = new Map(filesOfSource(db, sourceId).map(({ relativePath, sha256 }) => [relativePath, sha256]));
  const predictions = predictionsOfSource(db, model.id, sourceId);
  const failed = new Map(failures.map((failure) => [failure.sliceId, failure]));
  const nothing = { probability: '', call: '', threshold: '', model: '' } as const;
  const ofSlice = (item: WorklistItem): ExportedPrediction => {
    const { sliceId, file, frame } = item;
    const place = { sliceId, file, study: studyOf.get(sliceId) ?? '', fileSha256: hashOf.get(file) ?? '', frame };
    const prediction = predictions.get(sliceId);
    if (prediction) {
      const { probability, threshold } = prediction;
      const call = prediction.call === 'haemorrhage' ? 1 : 0;
      const said = { probability, call, threshold, model: model.name } as const;
      return { ...place, ...said, status: 'predicted', reasonCode: '', reason: '' };
    }
    const why = item.notPredictable ?? failed.get(sliceId);
    const { code: reasonCode, message: reason } = why ?? { code: 'none', message: 'There is no prediction.' };
    return { ...place, ...nothing, status: 'not-predicted', reasonCode, reason };
  };
  const ofRefused = ({ file, code, message }: Worklist['refused'][number]): ExportedPrediction => {
    const place = { sliceId: null, file, study: '', fileSha256: hashOf.get(file) ?? '', frame: 0 };
    return { ...place, ...nothing, status: 'refused', reasonCode: code, reason: message };
  };
  return [...items.map(ofSlice), ...refused.map(ofRefused)].sort((a, b) =>
    a.file === b.file ? a.frame - b.frame : a.file < b.file ? -1 : 1,
  );
}

export interface ExportPredictionsInput {
  /** Where the table goes; replaced whole when it is there. */
  readonly path: string;
  readonly rows: readonly ExportedPrediction[];
  readonly model: Pick<ModelRow, 'name' | 'weightsSha256'>;
  readonly identifiers: Identifiers;
  readonly reader: string | null;
}

/**
 * Writes the table. The log tells of the file, with its hash, unless the project is open for reading only; one that cannot be
 * logged does not stay.
 * @returns the rows as they stand in it
 * @throws ServiceError `inside-project`; the file system's error
 */
export function exportPredictions(
  context: ServiceContext,
  input: ExportPredictionsInput,
): readonly ExportedPrediction[] {
  const { path, rows, model, identifiers, reader } = input;
  const written = identifiers === 'originals' ? rows : rows.map((row) => ({ ...row, file: '', reason: '' }));
  const head = headText(auditHead(context.store.db));
  const keys = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const records = written.map((row) => [...keys.map((key) => inertText(String(row[key]))), head]);
  const text = writeCsv([[...Object.values(COLUMNS), HEAD_COLUMN], ...records]);
  writeExport(context, path, text);
  if (!context.store.readOnly) {
    const { name, weightsSha256 } = model;
    const facts = { model: name, weightsSha256, csvSha256: sha256OfText(text), rows: written.length, identifiers };
    try {
      context.store.transaction(() => appendEntry(context, { event: 'predictions-exported', reader, ...facts }));
    } catch (error) {
      removeExport(path);
      throw error;
    }
  }
  return written;
}
