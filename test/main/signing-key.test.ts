import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type KeyVault, openSigningKey } from '../../main/signing-key.ts';

/** A key store that turns the bits of a secret around. */
const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
const vault: KeyVault = {
  protect: (text) => flip(Buffer.from(text)),
  reveal: (bytes) => Buffer.from(flip(bytes)).toString(),
};

let folder: string;
const file = (): string => path.join(folder, 'signing-key.json');
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'overread-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('is made when signing is switched on, and stays the same', () => {
  const signing = openSigningKey(folder, null);
  expect(signing.state()).toMatchObject({ enabled: false, key: null });
  expect(signing.current()).toBeNull();
  const { key } = signing.setEnabled(true);
  expect(key?.place).toBe('file');
  expect(signing.current()?.asymmetricKeyType).toBe('ed25519');
  signing.setEnabled(false);
  expect(signing.current()).toBeNull();
  expect(openSigningKey(folder, null).setEnabled(true).key).toEqual(key);
});

test.skipIf(process.platform === 'win32')('in a file is readable to its account alone', () => {
  openSigningKey(folder, null).setEnabled(true);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('in the key store is not in the file, and is locked without the key store', () => {
  const signing = openSigningKey(folder, vault);
  expect(signing.setEnabled(true).key?.place).toBe('key-store');
  expect(readFileSync(file(), 'utf8')).not.toContain('PRIVATE KEY');
  expect(signing.current()).not.toBeNull();
  const outside = openSigningKey(folder, null);
  expect(() => outside.current()).toThrow(/locked.*Audit/);
  expect(() => outside.setPlace('file')).toThrow('locked');
  const before = signing.state().key?.fingerprint;
  expect(signing.setPlace('file').key).toMatchObject({ fingerprint: before, place: 'file' });
  expect(outside.current()).not.toBeNull();
  expect(() => outside.setPlace('key-store')).toThrow('no key store');
});

test('that is damaged, or of another pair, is told with its file, and never made anew', () => {
  const signing = openSigningKey(folder, null);
  signing.setEnabled(true);
  const stored = JSON.parse(readFileSync(file(), 'utf8')) as Record<string, string>;
  rmSync(file());
  signing.setEnabled(true);
  const other = JSON.parse(readFileSync(file(), 'utf8')) as Record<string, string>;
  writeFileSync(file(), JSON.stringify({ ...other, privateKey: stored.privateKey }));
  expect(() => signing.current()).toThrow(/signing-key\.json" cannot be read.*backup/);
  writeFileSync(file(), 'no JSON');
  expect(() => signing.setEnabled(true)).toThrow('cannot be read');
  expect(readFileSync(file(), 'utf8')).toBe('no JSON');
});
