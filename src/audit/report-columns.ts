import { z } from 'zod';
import { inertText } from './inert-text.ts';

/** An entry's values by name. Entries of later versions may have names that are not known here. */
const valuesSchema = z.record(z.string(), z.unknown());
type Values = z.infer<typeof valuesSchema>;

/** A column that repeats one value of the entry so that people can read it; null where the entry has none. */
interface ReportColumn {
  readonly name: string;
  readonly cellOf: (values: Values) => string | number | null;
}

const text = (name: string, key: string): ReportColumn => ({
  name,
  cellOf: (values) => {
    const value = values[key];
    return typeof value === 'string' ? value : null;
  },
});

const number = (name: string, key: string): ReportColumn => ({
  name,
  cellOf: (values) => {
    const value = values[key];
    return typeof value === 'number' ? value : null;
  },
});

const choice = (name: string, key: string, whenTrue: string, whenFalse: string): ReportColumn => ({
  name,
  cellOf: (values) => {
    const value = values[key];
    if (typeof value !== 'boolean') return null;
    return value ? whenTrue : whenFalse;
  },
});

/** The slice as people refer to it: the first 16 digits of the file's hash, and the frame. */
const sliceColumn: ReportColumn = {
  name: 'slice',
  cellOf: ({ fileSha256, frame }) =>
    typeof fileSha256 === 'string' && typeof frame === 'number' ? `${fileSha256.slice(0, 16)}/${frame}` : null,
};

/** The columns that repeat the entry, in their order. docs/audit.md holds the same table for strangers. */
const READABLE_COLUMNS: readonly ReportColumn[] = [
  number('sequence', 'sequence'),
  text('time_utc', 'time'),
  number('utc_offset_minutes', 'utcOffsetMinutes'),
  text('reader', 'reader'),
  text('reader_vouched', 'readerVouched'),
  text('computer', 'computer'),
  text('app_version', 'appVersion'),
  text('event', 'event'),
  text('study', 'studyPseudonym'),
  text('series', 'seriesPseudonym'),
  sliceColumn,
  number('frame', 'frame'),
  text('file_sha256', 'fileSha256'),
  text('pixel_sha256', 'pixelSha256'),
  text('model', 'model'),
  text('weights_sha256', 'weightsSha256'),
  text('dataset_version', 'datasetVersion'),
  number('probability', 'probability'),
  number('threshold', 'threshold'),
  text('model_call', 'call'),
  text('source_label', 'sourceLabel'),
  text('label_before', 'labelBefore'),
  text('reader_label', 'labelAfter'),
  choice('model_agreement', 'agreesWithModel', 'agreed', 'overrode'),
  choice('changed_current_label', 'changesCurrentLabel', 'yes', 'no'),
  text('reason', 'reason'),
  number('confidence', 'confidence'),
  number('decided_after_ms', 'decidedAfterMs'),
  choice('prediction_seen', 'predictionSeen', 'yes', 'no'),
];

/** A form of the report by its version. */
export interface ReportForm {
  readonly version: number;
  readonly columns: readonly ReportColumn[];
  /** What people read, then what the check needs. */
  readonly header: readonly string[];
}

const formOf = (version: number, columns: readonly ReportColumn[]): ReportForm => ({
  version,
  columns,
  header: [...columns.map(({ name }) => name), 'previous_hash', 'hash', 'entry', 'format_version'],
});

/** The form in which reports are written. */
export const REPORT_FORM = formOf(2, READABLE_COLUMNS);

/** Forms that can be read: version 1 did not say whether a reader was vouched for. */
export const KNOWN_FORMS: readonly ReportForm[] = [
  REPORT_FORM,
  formOf(
    1,
    READABLE_COLUMNS.filter(({ name }) => name !== 'reader_vouched'),
  ),
];

/**
 * The readable cells of an entry, as they stand in the file: text made inert, numbers as JSON writes them, nothing for
 * null. Throws when the text is not a JSON object.
 */
export function readableCells(entryJson: string, { columns }: ReportForm): string[] {
  const values = valuesSchema.parse(JSON.parse(entryJson));
  return columns.map((column) => {
    const cell = column.cellOf(values);
    if (cell === null) return '';
    return typeof cell === 'number' ? JSON.stringify(cell) : inertText(cell);
  });
}
