import type { MethodOutput } from '../../src/contract/contract.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { knownReaders, noteReader } from '../store/readers.ts';
import { requireReader } from './present-slice.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';

/** Who has joined the project or read in it, in the order in which they came. */
export function listReaders(ctx: ServiceContext): MethodOutput<'reader.list'>['readers'] {
  return knownReaders(ctx.store.db).map(({ name, joinedMs }) => ({ name, joinedMs }));
}

/**
 * Signs a reader in by name, which is a claim and not a proof. A name that differs only in case or spaces is the same reader.
 * In a project that is open for reading only nothing is recorded.
 * @returns the name as the project knows it
 * @throws ServiceError `no-reader`
 */
export function signIn(ctx: ServiceContext, name: string): string {
  const given = requireReader(name);
  const reader = knownName(ctx, given);
  if (ctx.store.readOnly) return reader;
  ctx.store.transaction(() => {
    noteReader(ctx.store.db, reader, ctx.clock().getTime());
    appendEntry(ctx, { event: 'reader-signed-in', reader });
  });
  return reader;
}

/** A reader's name as the project knows it: as first written, where it differs only in case or spaces; else as given. */
export function knownName(ctx: ServiceContext, given: string): string {
  return knownReaders(ctx.store.db).find(({ nameKey }) => nameKey === readerKey(given))?.name ?? given;
}

/** Signs a reader out; nothing for nobody. */
export function signOut(ctx: ServiceContext, name: string): void {
  if (ctx.store.readOnly || readerKey(name) === '') return;
  ctx.store.transaction(() => appendEntry(ctx, { event: 'reader-signed-out', reader: name }));
}
