import path from 'node:path';
import type { ReaderVouched } from '../../src/audit/audit-entry.ts';
import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import { inertText } from '../../src/audit/inert-text.ts';
import { writeCsv } from '../../src/dataset/write-csv.ts';
import { standingReads } from '../../src/review/read-transition.ts';
import type { WhichRead } from '../../src/review/reads-of-readers.ts';
import { auditHead, sha256OfText, vouchedReaders } from '../store/audit-log.ts';
import type { Circumstances } from '../store/read-circumstances.ts';
import type { ReadRow } from '../store/reads.ts';
import { readerReport, readSlices } from './report-on-readers.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { writeExportFolder } from './write-export-folder.ts';

const HEADER = [
  'file_sha256',
  'frame',
  'group',
  'source_label',
  'reader',
  'reader_vouched',
  'kind',
  'label',
  'confidence',
  'reading_mode',
  'arm',
  'prediction_seen',
  'labels_seen',
  'decided_after_ms',
  'recorded_utc',
  'standing',
  'repeats_read',
  'read',
  'audit_sequence',
  'reason',
  HEAD_COLUMN,
];

/** The files of such an export, the figures last. */
export const READERS_FILES = ['reads.csv', 'readers.json'] as const;

/**
 * Writes readers.json (the figures) and reads.csv (every read, one row each, undone ones too) into a folder, and an audit
 * entry with their hashes. A folder that is not there yet appears with both or not at all; where the figures are, the reads that
 * they are of are. Slices stand by hash, so no file name is in them.
 * @returns the two files
 */
export function exportReaders(
  ctx: ServiceContext,
  request: { readonly folder: string; readonly reads: WhichRead; readonly reader: string | null },
): { readonly files: string[] } {
  const head = headText(auditHead(ctx.store.db));
  const report = `${JSON.stringify({ ...readerReport(ctx, request.reads), [HEAD_COLUMN]: head }, null, 2)}\n`;
  const rows = readRows(ctx);
  const reads = writeCsv([HEADER, ...rows.map((row) => [...row, head])]);
  const files = READERS_FILES.toReversed().map((name) => path.join(request.folder, name));
  const hashes = { reportSha256: sha256OfText(report), readsSha256: sha256OfText(reads) };
  const contents = [
    { name: 'reads.csv', content: reads },
    { name: 'readers.json', content: report },
  ];
  writeExportFolder(ctx, request.folder, contents, () => {
    if (ctx.store.readOnly) return;
    const entry = { event: 'readers-exported', reader: request.reader, ...hashes, reads: rows.length } as const;
    ctx.store.transaction(() => appendEntry(ctx, entry));
  });
  return { files };
}

function readRows(ctx: ServiceContext): string[][] {
  const vouched = vouchedReaders(ctx.store.db);
  return readSlices(ctx).flatMap(({ key, group, sourceLabel, acts }) => {
    const standing = new Set(standingReads(acts).map(({ id }) => id));
    const reads = acts.filter(({ kind }) => kind === 'read');
    return reads.map((read) =>
      rowOf(read, {
        ...{ key, group, sourceLabel, standing: standing.has(read.id) },
        vouched: vouched.get(read.auditSequence) ?? null,
      }),
    );
  });
}

interface SliceCells {
  readonly key: string;
  readonly group: string;
  readonly sourceLabel: string | null;
  readonly standing: boolean;
  /** What its entry says of the reader's name; null where it is from before that was said. */
  readonly vouched: ReaderVouched | null;
}

function rowOf(read: ReadRow & Circumstances, { key, group, sourceLabel, standing, vouched }: SliceCells): string[] {
  const [sha256 = '', frame = ''] = key.split(':');
  const cell = (value: number | string | null): string => (value === null ? '' : String(value));
  return [
    sha256,
    frame,
    group,
    cell(sourceLabel),
    inertText(read.reader),
    cell(vouched),
    read.purpose ?? 'read',
    cell(read.labelAfter),
    cell(read.confidence),
    cell(read.readingMode),
    cell(read.arm),
    read.predictionSeen ? 'yes' : 'no',
    read.labelsSeen ? 'yes' : 'no',
    cell(read.decidedAfterMs),
    new Date(read.recordedMs).toISOString(),
    standing ? 'yes' : 'no',
    cell(read.repeatedReadId),
    String(read.id),
    String(read.auditSequence),
    inertText(read.reason ?? ''),
  ];
}
