import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { type AuditHead, headText, newestHeadIn } from '../../src/audit/audit-head.ts';
import { clockWords } from '../../src/audit/clock-steps.ts';
import { recomputedWords } from '../../src/audit/recomputed-words.ts';
import type { ChainVerdict, Moment } from '../../src/contract/audit-methods.ts';
import type { SigningState } from '../../src/contract/signing-methods.ts';
import { auditMoment } from '../services/audit-moment.ts';
import { compareWithLog, type RowFault } from '../services/compare-with-log.ts';
import { auditReportFile, exportAudit } from '../services/export-audit.ts';
import { exportPublicKey } from '../services/export-public-key.ts';
import { readKeptHead, verifyAudit } from '../services/verify-audit.ts';
import { verifyAuditReport } from '../services/verify-audit-report.ts';
import { type SignatureVerdict, verifySignature } from '../services/verify-signature.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';
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
    const file = isFolder ? auditReportFile(out, context.clock()) : out;
    const exported = exportAudit(context, { path: file, reader: readerIn(context, options.reader) });
    session.say(`Wrote ${exported.entries} entries to ${exported.path}. Head ${headText(exported)}.`);
    session.result(exported);
    return EXIT.done;
  });
}

export interface AuditVerifyOptions {
  readonly project?: string;
  readonly csv?: string;
  /** Another exported file than a report: its signature alone is verified. */
  readonly file?: string;
  /** A head that was kept from an earlier export: `entries:hash`, or the hash beside `count`, or an exported file. */
  readonly head?: string;
  readonly count?: number;
  readonly signature?: string;
  readonly key?: string;
}

/** `audit verify`, from the project's database or from an exported CSV alone, and of any export its signature. What is broken ends with 3. */
export async function auditVerifyCommand(session: CliSession, options: AuditVerifyOptions): Promise<ExitCode> {
  const { project, csv, file } = options;
  if ([project, csv, file].filter((given) => given !== undefined).length !== 1) {
    throw new WrongUse(
      'Say what to verify: --project P for the database, --csv FILE for an exported report, or --file FILE for the signature of another export.',
    );
  }
  const kept = keptHead(session, options);
  const signature = signatureVerdict(session, options);
  const { chain, rows } = file === undefined ? await chainVerdict(session, options, kept) : { chain: null, rows: null };
  if (chain) session.say(chainWords(chain));
  if (rows?.length === 0) session.say('Reads, study calls, marks and labels are what the log says.');
  for (const { words } of rows ?? []) session.say(`Not as the log says: ${words}.`);
  if (chain?.kind === 'whole' && chain.clockSetBackAt) session.warn(clockWords(chain.clockSetBackAt));
  if (signature) session.say(signatureWords(signature));
  session.result({ ...chain, ...(rows && { rows }), ...(signature && { signature }) });
  const wrong = chain?.kind === 'broken' || (rows ?? []).length > 0 || signature?.kind === 'refused';
  return wrong ? EXIT.failed : EXIT.done;
}

/** The chain; of a project whose chain is whole, also the rows that it tells of. */
async function chainVerdict(
  session: CliSession,
  { project, csv }: AuditVerifyOptions,
  kept: AuditHead | undefined,
): Promise<{ readonly chain: ChainVerdict; readonly rows: readonly RowFault[] | null }> {
  const tell = progressLine(session);
  const onProgress = (done: number, total: number): void => tell({ message: 'Verifying', done, total });
  if (csv !== undefined) {
    const { chain } = await verifyAuditReport(path.resolve(session.cwd, csv), { kept, signal: session.signal });
    return { chain, rows: null };
  }
  return withProject(session, project ?? '', 'read', async (context) => {
    const chain = await verifyAudit(context, { kept, signal: session.signal, onProgress });
    return { chain, rows: chain.kind === 'whole' ? compareWithLog(context.store.db) : null };
  });
}

function chainWords(verdict: ChainVerdict): string {
  return verdict.kind === 'whole'
    ? `The log is whole: ${verdict.entries} entries, head ${headText(verdict)}.`
    : `The log is broken at entry ${verdict.sequence}. ${verdict.why}`;
}

function signatureWords(verdict: SignatureVerdict): string {
  return verdict.kind === 'signed'
    ? `Signed by the key ${verdict.fingerprint} at ${verdict.time} by its clock, with the log’s head ${verdict.auditHead}.`
    : `The signature is refused. ${verdict.why}`;
}

/** Null where no signature is asked about. */
function signatureVerdict(
  session: CliSession,
  { csv, file, signature, key }: AuditVerifyOptions,
): SignatureVerdict | null {
  const signed = csv ?? file;
  if (signature === undefined && key === undefined && file === undefined) return null;
  if (signed === undefined || signature === undefined || key === undefined) {
    throw new WrongUse('A signature is verified with all of --csv (or --file), --signature and --key.');
  }
  const inFolder = (name: string): string => path.resolve(session.cwd, name);
  const isFingerprint = /^[0-9a-f]{64}$/i.test(key);
  return verifySignature({
    file: inFolder(signed),
    signature: inFolder(signature),
    key: isFingerprint ? key : inFolder(key),
  });
}

function keptHead(session: CliSession, { head, count }: AuditVerifyOptions): AuditHead | undefined {
  if (head === undefined && count === undefined) return undefined;
  if (head !== undefined && count !== undefined && /^[0-9a-f]{64}$/.test(head))
    return { entries: count, headHash: head };
  const typed = head === undefined || count !== undefined ? null : newestHeadIn(head);
  if (typed) return typed;
  if (head !== undefined && count === undefined && existsSync(path.resolve(session.cwd, head))) {
    return readKeptHead(path.resolve(session.cwd, head));
  }
  throw new WrongUse(
    '--head is the head that an earlier export printed (entries:hash), or its hash with the number of entries as --count, or an exported file.',
  );
}

export interface AuditKeyOptions {
  readonly out?: string;
  readonly sign?: 'on' | 'off';
}

/** `audit key`: the key that signs what this installation exports. */
export async function auditKeyCommand(session: CliSession, options: AuditKeyOptions): Promise<ExitCode> {
  const { signing } = session;
  if (signing === null) throw new Error('This session has no key of an installation.');
  const state = options.sign === undefined ? signing.state() : signing.setEnabled(options.sign === 'on');
  if (options.out !== undefined) exportPublicKey(signing.publicPem(), path.resolve(session.cwd, options.out));
  session.say(keyWords(state));
  if (options.out !== undefined) session.say(`Wrote the public key to ${options.out}.`);
  session.result(state);
  return EXIT.done;
}

function keyWords({ enabled, key, file }: SigningState): string {
  if (key === null) return 'There is no key yet. --sign on makes one and signs what is exported from then on.';
  const place =
    key.place === 'file' ? `in ${file}, readable to this account alone` : 'locked in the system’s key store';
  return `Exports are ${enabled ? 'signed' : 'not signed'}. Key ${key.fingerprint}; its private half lies ${place}.`;
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
