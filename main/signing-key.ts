import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { SigningState } from '../src/contract/signing-methods.ts';
import { writeJsonFile } from './atomic-json.ts';
import { keyFingerprint } from './services/key-fingerprint.ts';
import { ServiceError } from './services/service-error.ts';

/** Where a secret can be kept so that only this account's apps read it: the system's key store. */
export interface KeyVault {
  protect(text: string): Uint8Array;
  /** Throws where the key store does not give it back. */
  reveal(bytes: Uint8Array): string;
}

/** The key pair of this installation, and whether it signs what is exported. */
export interface SigningKey {
  state(): SigningState;
  /** Makes the key pair when it is needed first. @throws ServiceError `key-damaged` */
  setEnabled(enabled: boolean): SigningState;
  /** Moves the private key. @throws ServiceError `no-key-store`, `key-locked`, `no-key` */
  setPlace(place: 'key-store' | 'file'): SigningState;
  /** The public key as PEM; null before there is one. */
  publicPem(): string | null;
  /** The private key where exports are signed, else null. @throws ServiceError `key-locked`, `key-damaged` */
  current(): KeyObject | null;
}

const storedSchema = z.object({
  enabled: z.boolean(),
  /** PEM. */
  publicKey: z.string(),
  /** `key-store`: the private key is encrypted by the system's key store, in base64. `file`: it stands here as PEM. */
  place: z.enum(['key-store', 'file']),
  privateKey: z.string(),
});
type Stored = z.infer<typeof storedSchema>;

/** @param vault the system's key store; null where there is none, or this process does not reach it */
export function openSigningKey(folder: string, vault: KeyVault | null): SigningKey {
  const file = path.join(folder, 'signing-key.json');
  const read = (): Stored | null => (existsSync(file) ? readStored(file) : null);
  const write = (stored: Stored): SigningState => {
    writeJsonFile(file, stored);
    return stateOf(stored);
  };
  const stateOf = (stored: Stored | null): SigningState => ({
    enabled: stored?.enabled ?? false,
    key: stored && { fingerprint: keyFingerprint(stored.publicKey), publicKey: stored.publicKey, place: stored.place },
    hasKeyStore: vault !== null,
    file,
  });
  const kept = (pem: string, place: Stored['place']): Pick<Stored, 'place' | 'privateKey'> => {
    if (place === 'file') return { place, privateKey: pem };
    if (vault === null)
      throw new ServiceError(
        'no-key-store',
        'This system has no key store that keeps a secret. The key stays in its file.',
      );
    return { place, privateKey: Buffer.from(vault.protect(pem)).toString('base64') };
  };
  return {
    state: () => stateOf(read()),
    setEnabled: (enabled) => {
      const stored = read();
      if (stored) return write({ ...stored, enabled });
      const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      });
      return write({ enabled, publicKey, ...kept(privateKey, vault === null ? 'file' : 'key-store') });
    },
    setPlace: (place) => {
      const stored = read();
      if (!stored) throw new ServiceError('no-key', 'There is no key yet. Switch signing on first.');
      return write({ ...stored, ...kept(revealed(stored, vault), place) });
    },
    publicPem: () => read()?.publicKey ?? null,
    current: () => {
      const stored = read();
      return stored?.enabled ? privateKeyOf(stored, vault, file) : null;
    },
  };
}

function readStored(file: string): Stored {
  try {
    return storedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw damaged(file);
  }
}

function damaged(file: string): ServiceError {
  const message = `The signing key in "${file}" cannot be read. Put the file back from a backup, or move it away and switch signing on again for a new key.`;
  return new ServiceError('key-damaged', message);
}

function revealed({ place, privateKey }: Stored, vault: KeyVault | null): string {
  if (place === 'file') return privateKey;
  try {
    if (vault) return vault.reveal(Buffer.from(privateKey, 'base64'));
  } catch {
    // Said below.
  }
  const message =
    'Exports are to be signed, but the signing key is locked in the system’s key store, which only the app opens under the account that made it. ' +
    'Export from the app, or in Audit let the key be kept in a file, or switch signing off.';
  throw new ServiceError('key-locked', message);
}

/** The private key, which must be the one of the public key that people know. */
function privateKeyOf(stored: Stored, vault: KeyVault | null, file: string): KeyObject {
  const pem = revealed(stored, vault);
  try {
    const key = createPrivateKey(pem);
    const own = createPublicKey(key).export({ type: 'spki', format: 'pem' });
    if (key.asymmetricKeyType === 'ed25519' && own === stored.publicKey) return key;
  } catch {
    // Said below.
  }
  throw damaged(file);
}
