import path from 'node:path';
import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { exportPublicKey } from '../services/export-public-key.ts';

type SigningHandlers = Pick<Handlers, 'signing.get' | 'signing.set' | 'signing.move' | 'signing.exportKey'>;

/** The key that signs what this installation exports. */
export function signingHandlers(app: AppContext): SigningHandlers {
  const { signing } = app;
  return {
    'signing.get': async () => signing.state(),
    'signing.set': async ({ enabled }) => signing.setEnabled(enabled),
    'signing.move': async ({ place }) => signing.setPlace(place),
    'signing.exportKey': async ({ folder }) => {
      const chosen = folder ?? (await app.dialogs.chooseFolder('export'));
      if (chosen === null) return { path: null };
      const file = path.join(path.resolve(chosen), 'overread-public-key.pem');
      exportPublicKey(signing.publicPem(), file);
      return { path: file };
    },
  };
}
