import { z } from 'zod';
import type { Connection } from './connection.ts';
import { flag } from './row-types.ts';

const projectRow = z.object({ uuid: z.string(), name: z.string(), createdMs: z.number(), synthetic: flag });
export type ProjectRow = z.output<typeof projectRow>;

/** Writes the one row that makes a database a project. `pseudonymKey` is 32 random bytes and never leaves it. */
export function insertProject(db: Connection, project: ProjectRow & { pseudonymKey: Uint8Array }): void {
  db.run(
    `INSERT INTO project (id, uuid, name, created_ms, pseudonym_key, synthetic)
     VALUES (1, :uuid, :name, :createdMs, :pseudonymKey, :synthetic)`,
    { ...project },
  );
}

/** What the project says of itself; null in a database whose making was cut short. */
export function findProject(db: Connection): ProjectRow | null {
  return db.get(projectRow, 'SELECT uuid, name, created_ms AS createdMs, synthetic FROM project');
}
