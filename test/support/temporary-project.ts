import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ServiceContext, serviceContext } from '../../main/services/service-context.ts';
import { openStore } from '../../main/store/open-store.ts';
import type { AppEvent } from '../../src/contract/contract.ts';

export interface TemporaryProject {
  readonly context: ServiceContext;
  /** A folder of its own for the test's files, beside the project. */
  readonly folder: string;
  /** What the services told the window, in order. */
  readonly events: AppEvent[];
  remove(): void;
}

/** A new, empty project with a real database in a temporary folder. */
export function temporaryProject(): TemporaryProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'overread-test-'));
  const store = openStore({ folder: path.join(folder, 'project'), mode: 'create' });
  store.db.run(
    `INSERT INTO project (id, uuid, name, created_ms, pseudonym_key, synthetic)
     VALUES (1, 'test', 'Test', 0, :key, 0)`,
    { key: new Uint8Array(randomBytes(32)) },
  );
  const events: AppEvent[] = [];
  const context = serviceContext({ store, appVersion: '0.0.0-test', notify: (event) => events.push(event) });
  return {
    context,
    folder,
    events,
    remove: () => {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
