import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BACKUPS_KEPT, backupPath, listBackups, makeBackup } from '../../../main/store/backups.ts';
import { openForReading } from '../../../main/store/database-checks.ts';
import { unfinishedPath } from '../../../main/store/durable-files.ts';
import { openStore } from '../../../main/store/open-store.ts';
import { countRow } from '../../../main/store/row-types.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({ slices: 2, labels: ['none'] });
});
afterEach(() => project.remove());

const backups = (): string => path.join(project.folder, 'backups');
const at = (n: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, n));

describe('a backup', () => {
  test('holds what is committed and not what is under way, also through a reader while somebody writes', () => {
    const { store } = project.ctx;
    const reader = openStore({ folder: project.folder, mode: 'write' });
    expect(reader.readOnly).toBe(true);
    store.transaction(() => store.db.run(`INSERT INTO settings VALUES ('committed', '1')`));
    store.db.exec('BEGIN IMMEDIATE');
    store.db.run(`INSERT INTO settings VALUES ('under way', '1')`);
    const { name, byteLength } = makeBackup(reader.db, project.folder, 'asked', at(1));
    store.db.exec('COMMIT');
    reader.close();
    expect(name).toBe('20260101-000001000-asked.db');
    expect(byteLength).toBe(readFileSync(path.join(backups(), name)).length);
    const db = openForReading(path.join(backups(), name));
    expect(db.one(countRow, `SELECT count(*) AS n FROM settings WHERE key IN ('committed', 'under way')`).n).toBe(1);
    db.close();
    expect(readdirSync(backups())).toEqual([name]);
  });

  test(`is kept with the ${BACKUPS_KEPT} newest of its reason, whatever the others are`, () => {
    const { db } = project.ctx.store;
    makeBackup(db, project.folder, 'before-migration', at(0));
    for (let n = 1; n <= BACKUPS_KEPT + 2; n += 1) makeBackup(db, project.folder, 'asked', at(n));
    const listed = listBackups(project.folder);
    expect(listed.filter(({ reason }) => reason === 'asked').map(({ madeMs }) => madeMs)).toEqual(
      Array.from({ length: BACKUPS_KEPT }, (_, index) => at(BACKUPS_KEPT + 2 - index).getTime()),
    );
    expect(listed.filter(({ reason }) => reason === 'before-migration')).toHaveLength(1);
  });

  test('never takes the place of another of the same moment', () => {
    const { db } = project.ctx.store;
    const names = [1, 2, 3].map(() => makeBackup(db, project.folder, 'asked', at(1)).name);
    expect(new Set(names).size).toBe(3);
  });

  test('that cannot be read is listed without facts, and strange files are not listed', () => {
    makeBackup(project.ctx.store.db, project.folder, 'asked', at(1));
    writeFileSync(
      path.join(backups(), '20260101-000002000-asked.db'),
      'no database, but long enough to look like one. '.repeat(99),
    );
    writeFileSync(path.join(backups(), 'notes.txt'), 'mine');
    expect(listBackups(project.folder).map(({ facts }) => facts === null)).toEqual([true, false]);
  });

  test.each(['../project.db', 'notes.txt', '20260101-000009000-asked.db', '/etc/passwd'])(
    'is not found under the name %s',
    (name) => {
      makeBackup(project.ctx.store.db, project.folder, 'asked', at(1));
      expect(() => backupPath(project.folder, name)).toThrow(/has no backup of the name/);
    },
  );

  test('takes the place of what a crash left half-made', () => {
    const { db } = project.ctx.store;
    makeBackup(db, project.folder, 'asked', at(1));
    const gone = spawnSync(process.execPath, ['-e', '0']).pid;
    const left = unfinishedPath(path.join(backups(), 'a.db')).replace(`-${process.pid}-`, `-${gone}-`);
    writeFileSync(left, 'left by a crash');
    makeBackup(db, project.folder, 'asked', at(2));
    expect(readdirSync(backups())).toHaveLength(2);
  });
});
