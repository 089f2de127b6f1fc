import { z } from 'zod';
import type { Connection } from './connection.ts';
import { flag } from './row-types.ts';

const projectRow = z.object({
  uuid: z.string(),
  name: z.string(),
  createdMs: z.number(),
  synthetic: flag,
  doubtWidth: z.number(),
});
export type ProjectRow = z.output<typeof projectRow>;

/** Writes the one row that makes a database a project. `pseudonymKey` is 32 random bytes and never leaves it. */
export function insertProject(
  db: Connection,
  project: Omit<ProjectRow, 'doubtWidth'> & { pseudonymKey: Uint8Array },
): void {
  db.run(
    `INSERT INTO project (id, uuid, name, created_ms, pseudonym_key, synthetic)
     VALUES (1, :uuid, :name, :createdMs, :pseudonymKey, :synthetic)`,
    { ...project },
  );
}

/** What the project says of itself; null in a database whose making was cut short. */
export function findProject(db: Connection): ProjectRow | null {
  return db.get(
    projectRow,
    'SELECT uuid, name, created_ms AS createdMs, synthetic, doubt_width AS doubtWidth FROM project',
  );
}

/** How wide the zone is in which the app says that it cannot tell. */
export function doubtWidth(db: Connection): number {
  return db.one(z.object({ width: z.number() }), 'SELECT doubt_width AS width FROM project').width;
}

export function setDoubtWidth(db: Connection, width: number): void {
  db.run('UPDATE project SET doubt_width = :width', { width });
}
