import { statSync } from 'node:fs';
import path from 'node:path';
import { clockWords } from '../../src/audit/clock-steps.ts';
import { recomputedWords } from '../../src/audit/recomputed-words.ts';
import type { ChainVerdict, Moment } from '../../src/contract/audit-methods.ts';
import { auditMoment } from '../services/audit-moment.ts';
import { auditReportName, exportAudit } from '../services/export-audit.ts';
import { verifyAudit, verifyAuditReport } from '../services/verify-audit.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, readerIn, withProject } from './session.ts';
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
    const exported = exportAudit(context, { path: file, reader: readerIn(context, options.reader) });
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

export interface AuditShowOptions {
  readonly project: string;
  readonly entry: string;
  readonly reader?: string;
}

/** `audit show --entry N`: what an entry tells of, and whether its model still says the same. Another answer ends with 1. */
export function auditShowCommand(session: CliSession, options: AuditShowOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'either', async (context) => {
    const viewer = { reader: readerIn(context, options.reader), readsBlind: false };
    const moment = await auditMoment(context, session.compute(), options.entry, viewer);
    session.say(momentText(moment));
    session.result(moment);
    const { recomputed } = moment;
    return recomputed.kind === 'computed' && !recomputed.equal ? EXIT.refusals : EXIT.done;
  });
}

function momentText({ line, slice, prediction, recomputed, view }: Moment): string {
  const lines = [`Entry ${line.sequence} of ${line.time}, ${line.event}: ${line.summary}`, `Hash ${line.hash}`];
  if (slice) {
    lines.push(`Slice ${slice.fileSha256}, frame ${slice.frame}, of ${slice.study}`);
    if (slice.why !== null) lines.push(`It cannot be shown: ${slice.why}`);
  }
  if (prediction) {
    const { model, probability, threshold, call } = prediction;
    lines.push(`Recorded: ${model} said ${probability} (threshold ${threshold}): ${call}`);
  }
  lines.push(recomputedWords(recomputed));
  if (slice && view === null) lines.push('Window, zoom and heatmap: not recorded.');
  if (view) {
    const { windowCenter, windowWidth, invert, view: place, heatmap } = view;
    const turned = [invert && 'inverted', place.hflip && 'flipped', place.vflip && 'upside down'].filter(Boolean);
    lines.push(
      `Window ${windowCenter} / ${windowWidth}${turned.length > 0 ? `, ${turned.join(', ')}` : ''}, zoom ${place.scale}, turned ${place.rotation}°; ` +
        `heatmap ${heatmap === null ? 'off' : `${heatmap.method} at ${heatmap.opacity}`}`,
    );
  }
  return lines.join('\n');
}
