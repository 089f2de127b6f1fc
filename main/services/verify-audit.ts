import { readFileSync, statSync } from 'node:fs';
import { type AuditHead, HEAD_COLUMN, newestHeadIn } from '../../src/audit/audit-head.ts';
import { headOfReport } from '../../src/audit/audit-report.ts';
import { createClockWatch } from '../../src/audit/clock-steps.ts';
import { type ChainResult, chainCheck } from '../../src/audit/verify-chain.ts';
import type { ChainVerdict } from '../../src/contract/audit-methods.ts';
import { auditEntriesAfter, auditHead, sha256OfText } from '../store/audit-log.ts';
import { pngText } from './png-text.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface VerifyOptions {
  /** A head from an earlier export, to find a tail that was cut off or written anew since. */
  readonly kept?: AuditHead | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Entries that are checked between two turns of the event loop: some ten milliseconds of work. */
const ENTRIES_PER_TURN = 500;

/**
 * Recomputes the project's log, a little at a time, so that the window stays alive.
 * @throws the signal's reason
 */
export async function verifyAudit(ctx: ServiceContext, options: VerifyOptions = {}): Promise<ChainVerdict> {
  const { db } = ctx.store;
  const total = auditHead(db).entries;
  const check = chainCheck(sha256OfText, options.kept);
  const clock = createClockWatch();
  let done = 0;
  let after: number | null = null;
  for (;;) {
    options.signal?.throwIfAborted();
    const entries = auditEntriesAfter(db, after, ENTRIES_PER_TURN);
    for (const entry of entries) {
      done += 1;
      const why = check.take(entry);
      if (why !== null) return { kind: 'broken', sequence: done, why };
      clock.take(entry.entryJson);
    }
    options.onProgress?.(done, total);
    const last = entries.at(-1);
    if (!last) return chainVerdict(check.end(), clock.setBackAt);
    after = last.sequence;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const MAX_BYTES = 256 * 1024 * 1024;

/**
 * The head that an exported file carries: an audit report in its last record, every other export as text.
 * @throws ServiceError `no-head`; the system's error where the file cannot be read
 */
export function readKeptHead(file: string): AuditHead {
  const { size } = statSync(file);
  if (size > MAX_BYTES) {
    throw new ServiceError(
      'no-head',
      `"${file}" is larger than any export that is searched for a head. Type the head in.`,
    );
  }
  const bytes = readFileSync(file);
  // Behind the text of a picture stand the bytes of its checksum, of which some are letters.
  const text = pngText(bytes, HEAD_COLUMN) ?? bytes.toString('latin1');
  const head = headOfReport(bytes.toString('utf8')) ?? newestHeadIn(text);
  if (head) return head;
  throw new ServiceError(
    'no-head',
    `"${file}" holds no head of an audit log. Choose a file that Overread exported, or type in the head that you kept.`,
  );
}

/** What came of a chain, with where the clock was set back in it. */
export function chainVerdict(result: ChainResult, setBackAt: readonly number[]): ChainVerdict {
  if (!result.ok) return { kind: 'broken', sequence: result.sequence, why: result.why };
  const whole = { kind: 'whole', entries: result.count, headHash: result.headHash } as const;
  return setBackAt.length === 0 ? whole : { ...whole, clockSetBackAt: [...setBackAt] };
}
