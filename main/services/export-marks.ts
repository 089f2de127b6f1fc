import { z } from 'zod';
import type { ReaderVouched } from '../../src/audit/audit-entry.ts';
import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import { groupBy } from '../../src/collections/group-by.ts';
import { standingMarks } from '../../src/marks/mark-acts.ts';
import { type ExportedMark, markTable } from '../../src/marks/mark-table.ts';
import { fileHeaderSchema } from '../../src/study/file-header.ts';
import { auditHead, sha256OfText, vouchedReaders } from '../store/audit-log.ts';
import { allMarkActs, type MarkActRow } from '../store/mark-acts.ts';
import { json } from '../store/row-types.ts';
import { freeStem } from './free-stem.ts';
import { requireReader, requireSlice } from './present-slice.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { writeExports } from './write-export.ts';

export interface ExportMarksInput {
  /** Where the table goes; replaced whole when it is there. */
  readonly csv: string;
  /** Where the same as JSON goes; null for none. */
  readonly json: string | null;
  /** Whose marks; null for every reader's. */
  readonly of: string | null;
  /** Who exports. */
  readonly reader: string;
}

/** The marks that stand, of one reader or of all, by reader and then in the order in which they were drawn. */
export function exportedMarks(ctx: ServiceContext, of: string | null): ExportedMark[] {
  const acts = allMarkActs(ctx.store.db, of === null ? null : requireReader(of));
  const byReader = groupBy(acts, ({ reader }) => reader);
  const vouched = vouchedReaders(ctx.store.db);
  return [...byReader.values()].flatMap((own) =>
    [...standingMarks(own).values()].map((act) => exportedMark(ctx, act, vouched.get(act.auditSequence) ?? null)),
  );
}

/**
 * Writes the marks as CSV, and as JSON where asked, each file whole or not at all; then the export goes on record with the hashes of both.
 * A read-only project exports too, without that entry.
 * @throws ServiceError `inside-project`, `no-reader`; the file system's error
 */
export function exportMarks(ctx: ServiceContext, input: ExportMarksInput): { marks: number } {
  const marks = exportedMarks(ctx, input.of);
  const head = auditHead(ctx.store.db);
  const csvText = markTable(marks, head);
  const jsonText = canonicalJson({ format: 1, marks, [HEAD_COLUMN]: headText(head) });
  writeExports(ctx, [
    ...(input.json === null ? [] : [{ file: input.json, content: jsonText }]),
    { file: input.csv, content: csvText },
  ]);
  if (!ctx.store.readOnly) {
    ctx.store.transaction(() =>
      appendEntry(ctx, {
        event: 'marks-exported',
        reader: input.reader,
        marks: marks.length,
        of: input.of === null ? null : requireReader(input.of),
        csvSha256: sha256OfText(csvText),
        jsonSha256: input.json === null ? null : sha256OfText(jsonText),
      }),
    );
  }
  return { marks: marks.length };
}

/** Where the two files go in a folder: none that are there. */
export function markFiles(folder: string, time: Date): { csv: string; json: string } {
  const stem = freeStem(folder, 'overread-marks', ['.csv', '.json'], time);
  return { csv: `${stem}.csv`, json: `${stem}.json` };
}

const headerRow = z.object({ header: json(fileHeaderSchema.pick({ frames: true })) });

function exportedMark(ctx: ServiceContext, act: MarkActRow, readerVouched: ReaderVouched | null): ExportedMark {
  const { shape, figures } = act;
  if (!shape || !figures) throw new Error(`Mark act ${act.id} holds no mark`);
  const { studyPseudonym, seriesPseudonym, fileSha256, frame } = requireSlice(ctx, act.sliceId, null);
  const { header } = ctx.store.db.one(
    headerRow,
    'SELECT header_json AS header FROM images WHERE sha256 = :fileSha256',
    {
      fileSha256,
    },
  );
  return {
    ...{ mark: act.markId, reader: act.reader, readerVouched, studyPseudonym, seriesPseudonym, fileSha256, frame },
    spacingMm: header.frames[frame]?.spacingMm ?? null,
    ...{ shape, figures, recorded: new Date(act.recordedMs).toISOString(), auditSequence: act.auditSequence },
  };
}
