import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { verifyChain } from '../../src/audit/verify-chain.ts';
import { auditEntries, sha256OfText } from '../store/audit-log.ts';
import type { Connection } from '../store/connection.ts';
import { faultsOf, layoutVersion, openForReading } from '../store/database-checks.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { compareWithLog, faultWords } from './compare-with-log.ts';
import { hashOfFile } from './hash-of-file.ts';
import { weightsPath } from './model-reference.ts';
import { restoreChoices } from './restore-project.ts';

/** One thing that was looked at. */
export interface ProjectCheck {
  readonly name: string;
  readonly ok: boolean;
  /** Whether the project is not whole without it; else it is a remark. */
  readonly needed: boolean;
  readonly found: string;
  /** What to do; null when all is well. */
  readonly remedy: string | null;
}

const RESTORE = 'Restore a backup: `overread restore --project FOLDER` lists them.';

/**
 * Looks at all of a project that can be looked at without its pictures: every page and index of the database, every reference
 * between its rows, its layout, the chain of its log and the rows that it tells of, the weights of its models by their hash, its sources and its backups. Changes nothing, and
 * may be asked of a project that cannot be opened, or is open.
 * @throws ServiceError `no-project`
 */
export async function examineProject(projectFolder: string): Promise<ProjectCheck[]> {
  const { folder, backups, fault } = restoreChoices(projectFolder);
  const file = path.join(folder, 'project.db');
  const kept = check(
    'Backups',
    backups.length > 0,
    `${backups.filter(({ usable }) => usable).length} that can be used`,
    'Make one: `overread backup --project FOLDER`.',
    false,
  );
  if (!existsSync(file)) return [check('Database', false, fault ?? '', RESTORE), kept];
  const db = openForReading(file);
  try {
    const faults = faultsOf(db, 'integrity_check');
    const sound = check(
      'Database',
      faults.length === 0,
      faults.length === 0 ? 'every page and index is sound' : faults.join('; '),
      RESTORE,
    );
    if (!sound.ok) return [sound, kept];
    return [
      sound,
      layoutCheck(db),
      referenceCheck(db),
      strictCheck(db),
      ...logChecks(db),
      ...(await modelChecks(db, folder)),
      ...sourceChecks(db),
      kept,
    ];
  } finally {
    db.close();
  }
}

function check(name: string, ok: boolean, found: string, remedy: string, needed = true): ProjectCheck {
  return { name, ok, needed, found, remedy: ok ? null : remedy };
}

function layoutCheck(db: Connection): ProjectCheck {
  const layout = layoutVersion(db);
  const found = `${layout} of ${MIGRATIONS.length} migrations`;
  return check(
    'Layout',
    layout === MIGRATIONS.length,
    found,
    'Open the project once in the app: it is backed up and brought up to date.',
  );
}

function referenceCheck(db: Connection): ProjectCheck {
  const broken = db.all(z.object({ table: z.string() }), 'PRAGMA foreign_key_check').map(({ table }) => table);
  const found =
    broken.length === 0
      ? 'every row that another names is there'
      : `${broken.length} broken, in ${[...new Set(broken)].join(', ')}`;
  return check('References', broken.length === 0, found, RESTORE);
}

function strictCheck(db: Connection): ProjectCheck {
  const loose = db
    .all(
      z.object({ name: z.string() }),
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .map(({ name }) => name);
  const found = loose.length === 0 ? 'every table is STRICT' : `not STRICT: ${loose.join(', ')}`;
  return check('Types', loose.length === 0, found, `Something else than Overread changed this database. ${RESTORE}`);
}

/** The chain, and where it is whole the rows that it tells of. */
function logChecks(db: Connection): ProjectCheck[] {
  const chain = chainCheck(db);
  return chain.ok && layoutVersion(db) === MIGRATIONS.length ? [chain, rowsCheck(db)] : [chain];
}

function rowsCheck(db: Connection): ProjectCheck {
  const faults = compareWithLog(db);
  const found = faults.length === 0 ? 'reads, study calls, marks and labels are what the log says' : faultWords(faults);
  return check(
    'Rows and log',
    faults.length === 0,
    found,
    `Something else than Overread changed this database; the log says what was done. ${RESTORE}`,
  );
}

function chainCheck(db: Connection): ProjectCheck {
  const chain = verifyChain(auditEntries(db), sha256OfText);
  const found = chain.ok ? `whole: ${chain.count} entries, head hash ${chain.headHash}` : chain.why;
  return check(
    'Audit log',
    chain.ok,
    found,
    'Entries before this one can be trusted. Compare with an exported report, or restore a backup.',
  );
}

const modelRow = z.object({ name: z.string(), weightsFile: z.string(), sha256: z.string() });

async function modelChecks(db: Connection, folder: string): Promise<ProjectCheck[]> {
  const models = db.all(
    modelRow,
    'SELECT name, weights_file AS weightsFile, weights_sha256 AS sha256 FROM models ORDER BY id',
  );
  const checks: ProjectCheck[] = [];
  for (const model of models) {
    const found = await stateOfFile(weightsPath(folder, model), model.sha256);
    checks.push(
      check(
        `Model ${model.name}`,
        found === 'whole',
        `${model.weightsFile} is ${found}`,
        'Put the file back from a copy of the project folder, or train again with the same recipe and seed.',
      ),
    );
  }
  return checks;
}

async function stateOfFile(file: string | null, sha256: string): Promise<string> {
  if (file === null) return 'gone';
  return (await hashOfFile(file)) === sha256 ? 'whole' : 'not the file that was trained';
}

function sourceChecks(db: Connection): ProjectCheck[] {
  const sources = db.all(
    z.object({ name: z.string(), root: z.string() }),
    'SELECT name, root FROM sources ORDER BY id',
  );
  return sources.map(({ name, root }) =>
    check(
      `Source ${name}`,
      existsSync(root),
      `${root} is ${existsSync(root) ? 'there' : 'not there'}`,
      'Plug its disk in, or point the source to its new folder in the app.',
      false,
    ),
  );
}
