import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import { inertText } from '../../src/audit/inert-text.ts';
import { writeCsv } from '../../src/dataset/write-csv.ts';
import { BLEED_TYPES, studyContradiction } from '../../src/review/study-call.ts';
import { auditHead, sha256OfText, vouchedReaders } from '../store/audit-log.ts';
import { studySlicesOfReader } from '../store/studies.ts';
import { type StandingStudyCall, standingStudyCalls } from '../store/study-calls.ts';
import { freeStem } from './free-stem.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { writeExport } from './write-export.ts';

export interface ExportStudyCallsInput {
  /** Where the CSV goes; replaced whole when it is there. */
  readonly path: string;
  readonly reader: string | null;
}

const HEADER = [
  'study',
  'reader',
  'reader_vouched',
  'label',
  ...BLEED_TYPES,
  'confidence',
  'note',
  'recorded_utc',
  'audit_sequence',
  'prediction_seen',
  'slices',
  'slices_shown',
  'slices_read',
  'slices_read_haemorrhage',
  'contradiction',
  HEAD_COLUMN,
] as const;

/**
 * Writes every study call that stands, one record for each study and reader: studies by their pseudonyms, cells that no
 * spreadsheet runs. The columns of slices count this reader's own showings and reads. The log tells of the file, with its
 * hash, unless the project is open for reading only.
 */
export function exportStudyCalls(
  ctx: ServiceContext,
  input: ExportStudyCallsInput,
): { readonly path: string; readonly calls: number } {
  const calls = standingStudyCalls(ctx.store.db);
  const vouched = vouchedReaders(ctx.store.db);
  const head = headText(auditHead(ctx.store.db));
  const text = writeCsv([
    HEADER,
    ...calls.map((call) => [...recordOf(ctx, call, vouched.get(call.auditSequence) ?? ''), head]),
  ]);
  writeExport(ctx, input.path, text);
  if (!ctx.store.readOnly) {
    const csvSha256 = sha256OfText(text);
    const facts = { event: 'study-calls-exported', reader: input.reader, calls: calls.length, csvSha256 } as const;
    ctx.store.transaction(() => appendEntry(ctx, facts));
  }
  return { path: input.path, calls: calls.length };
}

function recordOf(ctx: ServiceContext, call: StandingStudyCall, vouched: string): string[] {
  const slices = studySlicesOfReader(ctx.store.db, call.study, call.reader);
  const sides = new Map(call.bleeds.map(({ type, side }) => [type, side]));
  const count = (which: (slice: (typeof slices)[number]) => boolean): string => String(slices.filter(which).length);
  return [
    call.study,
    inertText(call.reader),
    vouched,
    call.label,
    ...BLEED_TYPES.map((type) => sides.get(type) ?? ''),
    call.confidence === null ? '' : String(call.confidence),
    inertText(call.note ?? ''),
    new Date(call.recordedMs).toISOString(),
    String(call.auditSequence),
    call.predictionSeen ? 'yes' : 'no',
    String(slices.length),
    count(({ shown }) => shown),
    count(({ label }) => label !== null),
    count(({ label }) => label === 'haemorrhage'),
    studyContradiction(call.label, slices)?.kind ?? '',
  ];
}

/** Where the table goes in a folder: no file that is there. */
export function studyCallsFile(folder: string, time: Date): string {
  return `${freeStem(folder, 'overread-studies', ['.csv'], time)}.csv`;
}
