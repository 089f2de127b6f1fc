import type { KeyObject } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { AuditFacts, ReaderVouched } from '../../src/audit/audit-entry.ts';
import type { AppEvent } from '../../src/contract/contract.ts';
import { cleanName } from '../../src/review/clean-text.ts';
import { type AuditStamp, appendAudit, timeOfEntry } from '../store/audit-log.ts';
import type { Store } from '../store/open-store.ts';
import { accountOfReader } from '../store/readers.ts';
import { pseudonym } from './pseudonym.ts';

/** What every service works with. One per open project; the window's handlers and the command line both make it. */
export interface ServiceContext {
  readonly store: Store;
  readonly clock: () => Date;
  readonly appVersion: string;
  /** The computer's own name, as it stands in the audit log. */
  readonly computer: string;
  /** The system's name of the account that the app runs under; null where it names none. */
  readonly account: string | null;
  /** The key that signs what is exported; null where this installation does not sign. Throws where it should and cannot. */
  readonly signingKey: () => KeyObject | null;
  /** Tells the window (or the command line's progress line) what happened. */
  readonly notify: (event: AppEvent) => void;
}

/** A context with the system's clock and this computer's name. */
export function serviceContext(
  parts: Pick<ServiceContext, 'store' | 'appVersion'> & Partial<ServiceContext>,
): ServiceContext {
  const defaults = { computer: hostname(), account: systemAccount(), signingKey: () => null, notify: () => {} };
  return { clock: () => new Date(), ...defaults, ...parts };
}

/**
 * Adds an audit entry; to be called inside `ctx.store.transaction` with the rows that it tells of. The reader's name is kept
 * as reads keep it, so that one person has one name in the log; a blank one is nobody's.
 */
export function appendEntry(ctx: ServiceContext, facts: AuditFacts): number {
  const reader = cleanName(facts.reader ?? '') || null;
  const stamp = auditStamp(ctx);
  const sequence = appendAudit(ctx.store.db, stamp, { ...facts, reader });
  tellOfClock(ctx, sequence, stamp.time);
  return sequence;
}

/** Says, once for each time it happens, that the clock was set back: the log's order stays, its times do not tell it any more. */
function tellOfClock({ store, notify }: ServiceContext, sequence: number, time: Date): void {
  const before = timeOfEntry(store.db, sequence - 1);
  if (before === null || Date.parse(before) <= time.getTime()) return;
  const message =
    `This computer’s clock (${time.toISOString()}) is behind the last entry of the log (${before}). ` +
    'Entries keep their order, and nothing is lost; set the clock, so that their times are right.';
  notify({ kind: 'remark', message });
}

/** What the log adds to what happens now: one event, or all of a batch. */
export function auditStamp(ctx: ServiceContext): AuditStamp {
  const { clock, computer, appVersion } = ctx;
  const known = new Map<string, ReaderVouched>();
  return {
    ...{ time: clock(), computer, appVersion },
    vouchedFor: (reader) => {
      const vouched = known.get(reader) ?? vouchedFor(ctx, reader);
      known.set(reader, vouched);
      return vouched;
    },
  };
}

/** Whether the account vouches for a name: only where the two were bound to each other at a sign-in of this project. */
export function vouchedFor(ctx: ServiceContext, reader: string): ReaderVouched {
  const bound = accountOfReader(ctx.store.db, reader);
  return bound !== null && bound === accountPseudonym(ctx) ? 'account' : 'claimed';
}

/** The account of this computer as the log names it; null where the system names none. */
export function accountPseudonym({ store, account, computer }: ServiceContext): string | null {
  return account === null ? null : pseudonym(store, 'account', `${computer}\n${account}`);
}

/** As the system says it, whatever the environment says. */
function systemAccount(): string | null {
  try {
    return userInfo().username || null;
  } catch {
    return null;
  }
}
