import type { MethodOutput } from '../../src/contract/contract.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { auditHead } from '../store/audit-log.ts';
import { accountOfReader, bindReader, knownReaders, noteReader, readerOfAccount } from '../store/readers.ts';
import { requireReader } from './present-slice.ts';
import { accountPseudonym, appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** Who has joined the project or read in it, in the order in which they came. */
export function listReaders(ctx: ServiceContext): MethodOutput<'reader.list'>['readers'] {
  return knownReaders(ctx.store.db).map(({ name, joinedMs }) => ({ name, joinedMs }));
}

/** The account that the app runs under, and the reader that it vouches for in this project, if any; null where the system names none. */
export function accountHere(ctx: ServiceContext): { name: string; vouchesFor: string | null } | null {
  const account = accountPseudonym(ctx);
  if (ctx.account === null || account === null) return null;
  return { name: ctx.account, vouchesFor: readerOfAccount(ctx.store.db, account) };
}

/**
 * Signs a reader in by name, which is a claim and not a proof, unless the system's account vouches for it: with `bind` the name is
 * bound to the account from this sign-in on. A name that differs only in case or spaces is the same reader. In a project that is
 * open for reading only nothing is recorded.
 * @returns the name as the project knows it
 * @throws ServiceError `no-reader`, `no-account`, `bound-already`
 */
export function signIn(ctx: ServiceContext, name: string, { bind = false } = {}): string {
  const given = requireReader(name);
  const reader = knownName(ctx, given);
  if (ctx.store.readOnly) return reader;
  ctx.store.transaction(() => {
    noteReader(ctx.store.db, reader, ctx.clock().getTime());
    if (bind) bindToAccount(ctx, reader);
    else appendEntry(ctx, { event: 'reader-signed-in', reader });
  });
  return reader;
}

/** A reader's name as the project knows it: as first written, where it differs only in case or spaces; else as given. */
export function knownName(ctx: ServiceContext, given: string): string {
  return knownReaders(ctx.store.db).find(({ nameKey }) => nameKey === readerKey(given))?.name ?? given;
}

function bindToAccount(ctx: ServiceContext, reader: string): void {
  const { db } = ctx.store;
  const account = accountPseudonym(ctx);
  if (account === null) {
    throw new ServiceError(
      'no-account',
      'The system does not name your account, so it vouches for nobody. Sign in without it.',
    );
  }
  const other = readerOfAccount(db, account);
  if (other !== null || accountOfReader(db, reader) !== null) {
    const why = other === null ? `“${reader}” is bound to another account` : `Your account vouches for “${other}”`;
    throw new ServiceError(
      'bound-already',
      `${why} in this project already, and that is for good. Sign in without it.`,
    );
  }
  // The binding first: the entry that tells of it is vouched for already.
  bindReader(db, reader, account, auditHead(db).entries + 1);
  appendEntry(ctx, { event: 'reader-signed-in', reader, boundAccount: account });
}

/** Signs a reader out; nothing for nobody. */
export function signOut(ctx: ServiceContext, name: string): void {
  if (ctx.store.readOnly || readerKey(name) === '') return;
  ctx.store.transaction(() => appendEntry(ctx, { event: 'reader-signed-out', reader: name }));
}
