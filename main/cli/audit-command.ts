import { statSync } from 'node:fs';
import path from 'node:path';
import { clockWords } from '../../src/audit/clock-steps.ts';
import type { ChainVerdict } from '../../src/contract/audit-methods.ts';
import { auditReportName, exportAudit } from '../services/export-audit.ts';
import { verifyAudit, verifyAuditReport } from '../services/verify-audit.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, readerName, withProject } from './session.ts';
import { WrongUse } from './wrong-use.ts';

export interface AuditExportOptions {
  readonly project: string;
  readonly out: string;
  readonly reader?: string;
}

/** `audit export --project P --out FILE|DIR`. */
export function auditExportCommand(session: CliSession, options: AuditExportOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'either', async (context) => {
    const out = path.resolve(session.cwd, options.out);
    const isFolder = statSync(out, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const file = isFolder ? path.join(out, auditReportName(context.clock())) : out;
    const exported = exportAudit(context, { path: file, reader: readerName(options.reader) });
    session.say(`Wrote ${exported.entries} entries to ${exported.path}. Head hash ${exported.headHash}.`);
    session.result(exported);
    return EXIT.done;
  });
}

export interface AuditVerifyOptions {
  readonly project?: string;
  readonly csv?: string;
  /** A head that was kept from an earlier export: `entries:hash`. */
  readonly head?: string;
}

/** `audit verify`, from the project's database or from an exported CSV alone. A broken chain ends with 3. */
export async function auditVerifyCommand(session: CliSession, options: AuditVerifyOptions): Promise<ExitCode> {
  const kept = options.head === undefined ? undefined : keptHead(options.head);
  const { project, csv } = options;
  if ((project === undefined) === (csv === undefined)) {
    throw new WrongUse('Say what to verify: --project P for the database, or --csv FILE for an exported report.');
  }
  const verdict: ChainVerdict =
    csv !== undefined
      ? verifyAuditReport(path.resolve(session.cwd, csv), kept)
      : await withProject(session, project ?? '', 'read', async (context) => verifyAudit(context, kept));
  session.say(
    verdict.kind === 'whole'
      ? `The log is whole: ${verdict.entries} entries, head hash ${verdict.headHash}.`
      : `The log is broken at entry ${verdict.sequence}. ${verdict.why}`,
  );
  if (verdict.kind === 'whole' && verdict.clockSetBackAt) session.warn(clockWords(verdict.clockSetBackAt));
  session.result(verdict);
  return verdict.kind === 'whole' ? EXIT.done : EXIT.failed;
}

function keptHead(text: string): { entries: number; headHash: string } {
  const match = /^(\d+):([0-9a-f]{64})$/.exec(text);
  if (!match) throw new WrongUse('--head is the number of entries, a colon, and the head hash of an earlier export.');
  return { entries: Number(match[1]), headHash: match[2] ?? '' };
}
