import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SafeStorage } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSigningKey } from '../../main/signing-key.ts';
import { systemVault } from '../../main/system-vault.ts';

vi.mock('electron', () => ({ safeStorage: null }));

type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>;

/** Electron's storage as far as the vault asks it: the secret of this account in front, turned around. */
function storage({ available = true, backend = 'gnome_libsecret' as Backend, account = 'ada:' } = {}) {
  const turned = (text: string): string => [...text].reverse().join('');
  return {
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text: string) => Buffer.from(account + turned(text)),
    decryptString: (bytes: Buffer) => {
      const text = bytes.toString();
      if (!text.startsWith(account)) throw new Error('Error while decrypting the ciphertext provided to safeStorage');
      return turned(text.slice(account.length));
    },
  };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(['linux', 'darwin', 'win32'] as const)('is none where the system has no key store (%s)', (platform) => {
  expect(systemVault(storage({ available: false }), platform)).toBeNull();
});

test('is none where Chromium would lock with a password that everybody knows', () => {
  expect(systemVault(storage({ backend: 'basic_text' }), 'linux')).toBeNull();
  expect(systemVault(storage({ backend: 'unknown' }), 'linux')).toBeNull();
  for (const backend of ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'] as const) {
    expect(systemVault(storage({ backend }), 'linux'), backend).not.toBeNull();
  }
});

test('does not ask for a backend where there is no choice of one', () => {
  const asking = {
    ...storage(),
    getSelectedStorageBackend: (): Backend => {
      throw new Error('not on this system');
    },
  };
  expect(systemVault(asking, 'darwin')).not.toBeNull();
  expect(systemVault(asking, 'win32')).not.toBeNull();
});

test('keeps a key that only the same account gets back; another is told that it is locked', () => {
  const signing = openSigningKey(folder, systemVault(storage(), 'linux'));
  expect(signing.setEnabled(true)).toMatchObject({ enabled: true, hasKeyStore: true, key: { place: 'key-store' } });
  expect(readFileSync(path.join(folder, 'signing-key.json'), 'utf8')).not.toContain('PRIVATE KEY');
  expect(signing.current()?.asymmetricKeyType).toBe('ed25519');
  const other = openSigningKey(folder, systemVault(storage({ account: 'eve:' }), 'linux'));
  expect(() => other.current()).toThrow(/locked in the system’s key store/);
});

test('leaves the key in its file where there is none', () => {
  const signing = openSigningKey(folder, systemVault(storage({ backend: 'basic_text' }), 'linux'));
  expect(signing.setEnabled(true)).toMatchObject({ hasKeyStore: false, key: { place: 'file' } });
  expect(() => signing.setPlace('key-store')).toThrow('no key store');
});
