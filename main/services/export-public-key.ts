import { writeFileDurably } from '../store/durable-files.ts';
import { requireOutsideProjects } from './require-outside.ts';
import { ServiceError } from './service-error.ts';

/**
 * Writes the public key (PEM) of this installation for whoever is to check its signatures.
 * @throws ServiceError `no-key` where there is none yet; `inside-project`
 */
export function exportPublicKey(pem: string | null, file: string): void {
  if (pem === null) throw new ServiceError('no-key', 'There is no key yet. Switch signing on first.');
  requireOutsideProjects(file);
  writeFileDurably(file, pem);
}
