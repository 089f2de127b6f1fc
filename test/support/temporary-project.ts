import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createProject } from '../../main/services/open-project.ts';
import type { ServiceContext } from '../../main/services/service-context.ts';
import { auditEntries } from '../../main/store/audit-log.ts';
import { type AuditEntry, auditEntrySchema } from '../../src/audit/audit-entry.ts';
import type { AppEvent } from '../../src/contract/contract.ts';

export interface TemporaryProject {
  readonly context: ServiceContext;
  /** A folder of its own for the test's files, beside the project. */
  readonly folder: string;
  /** What the services told the window, in order. */
  readonly events: AppEvent[];
  /** The log's entries of one kind, in order. */
  entries<E extends AuditEntry['event']>(event: E): Extract<AuditEntry, { event: E }>[];
  remove(): void;
}

/** A new, empty project with a real database in a temporary folder, made in the system's own or in one that is given. */
export function temporaryProject(name = 'Heads', inFolder = tmpdir()): TemporaryProject {
  const folder = realpathSync(mkdtempSync(path.join(inFolder, 'overread-test-')));
  const events: AppEvent[] = [];
  const context = createProject(
    { folder: path.join(folder, 'project'), name, readingMode: 'off' },
    { appVersion: '0.0.0-test', computer: 'test', notify: (event) => events.push(event) },
  );
  return {
    context,
    folder,
    events,
    entries: (event) =>
      auditEntries(context.store.db)
        .map((entry) => auditEntrySchema.parse(JSON.parse(entry.entryJson)))
        .filter((entry): entry is Extract<AuditEntry, { event: typeof event }> => entry.event === event),
    remove: () => {
      context.store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
