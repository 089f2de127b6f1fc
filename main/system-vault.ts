import { type SafeStorage, safeStorage } from 'electron';
import type { KeyVault } from './signing-key.ts';

type Storage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/**
 * The system's key store (Keychain, DPAPI, libsecret or KWallet); null where there is none. On Linux without one Chromium falls back
 * to a password that everybody knows, which protects nothing. To be asked for when the app is ready.
 */
export function systemVault(
  storage: Storage = safeStorage,
  platform: NodeJS.Platform = process.platform,
): KeyVault | null {
  if (!storage.isEncryptionAvailable()) return null;
  if (platform === 'linux' && ['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend())) return null;
  return {
    protect: (text) => storage.encryptString(text),
    reveal: (bytes) => storage.decryptString(Buffer.from(bytes)),
  };
}
