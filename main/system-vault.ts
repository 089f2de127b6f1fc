import { safeStorage } from 'electron';
import type { KeyVault } from './signing-key.ts';

/**
 * The system's key store (Keychain, DPAPI, libsecret or KWallet); null where there is none. On Linux without one Chromium falls back
 * to a password that everybody knows, which protects nothing. To be asked for when the app is ready.
 */
export function systemVault(): KeyVault | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) {
    return null;
  }
  return {
    protect: (text) => safeStorage.encryptString(text),
    reveal: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
  };
}
