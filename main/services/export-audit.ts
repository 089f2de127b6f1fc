import { writeReport } from '../../src/audit/audit-report.ts';
import { auditEntries } from '../store/audit-log.ts';
import { freeStem } from './free-stem.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { writeExport } from './write-export.ts';

export interface ExportAuditInput {
  /** Where the CSV goes; replaced whole when it is there. */
  readonly path: string;
  readonly reader: string | null;
}

export interface ExportedAudit {
  readonly path: string;
  /** What the file holds: to be kept, so that a cut tail shows later. */
  readonly entries: number;
  readonly headHash: string;
}

/**
 * Writes the audit report. The file holds the log as it stood; the export's own entry comes after it, once the file is on
 * the disk, and names the count and head hash that the file carries. A read-only project exports too, without that entry.
 */
export function exportAudit(ctx: ServiceContext, input: ExportAuditInput): ExportedAudit {
  const links = auditEntries(ctx.store.db);
  const head = links.at(-1);
  if (!head) throw new Error('The audit log is empty');
  const exported = { entries: links.length, headHash: head.hash };
  writeExport(ctx, input.path, writeReport(links), exported);
  if (!ctx.store.readOnly) {
    ctx.store.transaction(() => appendEntry(ctx, { event: 'audit-exported', reader: input.reader, ...exported }));
  }
  return { path: input.path, ...exported };
}

/** Where a report goes in a folder: no file that is there. */
export function auditReportFile(folder: string, time: Date): string {
  return `${freeStem(folder, 'overread-audit', ['.csv'], time)}.csv`;
}
