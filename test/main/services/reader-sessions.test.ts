import { afterEach, expect, test } from 'vitest';
import { accountHere, signIn } from '../../../main/services/reader-sessions.ts';
import { appendEntry, type ServiceContext } from '../../../main/services/service-context.ts';
import { auditEntry } from '../../../main/store/audit-log.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
afterEach(() => project.remove());

const under = (account: string | null, computer = 'reading-room'): ServiceContext => ({
  ...project.ctx,
  account,
  computer,
});

/** What the log says of a reader's name in an act under some account. */
function vouched(ctx: ServiceContext, reader: string | null): string | undefined {
  const sequence = ctx.store.transaction(() =>
    appendEntry(ctx, { event: 'doubt-zone-set', reader, before: 0, width: 0 }),
  );
  return auditEntry(ctx.store.db, sequence)?.readerVouched;
}

test('a name is vouched for only where it was bound to the account at sign-in', () => {
  project = projectFixture();
  const ctx = under('ada');
  // The same letters as the account's are a claim like any other.
  expect(vouched(ctx, 'ada')).toBe('claimed');
  signIn(ctx, 'Ada Lovelace');
  expect(vouched(ctx, 'Ada Lovelace')).toBe('claimed');
  signIn(ctx, 'Ada Lovelace', { bind: true });
  expect(vouched(ctx, 'ada  lovelace')).toBe('account');
  expect(vouched(ctx, 'Bob')).toBe('claimed');
  expect(vouched(ctx, null)).toBeUndefined();
  expect(accountHere(ctx)).toEqual({ name: 'ada', vouchesFor: 'Ada Lovelace' });
});

test('another account, another computer and no account at all vouch for nothing', () => {
  project = projectFixture();
  signIn(under('ada'), 'Ada', { bind: true });
  expect(vouched(under('bob'), 'Ada')).toBe('claimed');
  expect(vouched(under('ada', 'elsewhere'), 'Ada')).toBe('claimed');
  expect(vouched(under(null), 'Ada')).toBe('claimed');
  expect(accountHere(under(null))).toBeNull();
  expect(() => signIn(under(null), 'Eve', { bind: true })).toThrow('does not name your account');
});

test('a binding is for good: neither name nor account is bound twice, and the refused sign-in leaves nothing', () => {
  project = projectFixture();
  const ctx = under('ada');
  signIn(ctx, 'Ada', { bind: true });
  expect(() => signIn(ctx, 'Eve', { bind: true })).toThrow('vouches for “Ada”');
  expect(() => signIn(under('eve'), ' ADA', { bind: true })).toThrow('bound to another account');
  expect(vouched(under('eve'), 'Ada')).toBe('claimed');
  expect(() => ctx.store.db.run("UPDATE reader_accounts SET account = 'x'")).toThrow('kept');
  expect(() => ctx.store.db.run('DELETE FROM reader_accounts')).toThrow('kept');
});

test('the entry of the binding names a pseudonym of the account, not the account', () => {
  project = projectFixture();
  signIn(under('s3cretaccount'), 'Ada', { bind: true });
  const entry = auditEntry(project.ctx.store.db, 3);
  expect(entry).toMatchObject({ event: 'reader-signed-in', readerVouched: 'account' });
  expect(JSON.stringify(entry)).toMatch(/"boundAccount":"account-[0-9a-f]{20}"/);
  expect(JSON.stringify(entry)).not.toContain('s3cretaccount');
});
