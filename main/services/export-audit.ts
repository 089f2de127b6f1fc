import path from 'node:path';
import { writeReport } from '../../src/audit/audit-report.ts';
import { auditEntries } from '../store/audit-log.ts';
import { writeFileDurably } from '../store/durable-files.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

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
  requireOutside(ctx.store.folder, input.path);
  const links = auditEntries(ctx.store.db);
  const head = links.at(-1);
  if (!head) throw new Error('The audit log is empty');
  writeFileDurably(input.path, writeReport(links));
  const exported = { entries: links.length, headHash: head.hash };
  if (!ctx.store.readOnly) {
    ctx.store.transaction(() => appendEntry(ctx, { event: 'audit-exported', reader: input.reader, ...exported }));
  }
  return { path: input.path, ...exported };
}

/** The project's folder is the database's own: nothing else is written over its files. */
export function requireOutside(projectFolder: string, file: string): void {
  const fromProject = path.relative(projectFolder, path.resolve(file));
  if (fromProject.startsWith('..') || path.isAbsolute(fromProject)) return;
  throw new ServiceError('inside-project', 'The report cannot be saved inside the project. Choose another folder.');
}

/** A name for a report that sorts by time and says nothing of its content. */
export function auditReportName(time: Date): string {
  return `overread-audit-${time.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}.csv`;
}
