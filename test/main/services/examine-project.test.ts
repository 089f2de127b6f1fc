import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backUpProject } from '../../../main/services/back-up-project.ts';
import { examineProject } from '../../../main/services/examine-project.ts';
import { sha256OfText } from '../../../main/store/audit-log.ts';
import { damagePages } from '../../support/damage-pages.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({ slices: 2, labels: ['none'], probabilities: [0.9] });
});
afterEach(() => project.remove());

/** What is wrong, by the name of the check. */
async function wrong(): Promise<Record<string, string>> {
  const checks = await examineProject(project.folder);
  return Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ name, found }) => [name, found]));
}

/** Does what only another program would do to a project's database. */
function meddle(...sql: readonly string[]): void {
  project.ctx.store.close();
  const db = new Database(path.join(project.folder, 'project.db'));
  db.exec('PRAGMA foreign_keys = OFF');
  for (const each of sql) db.exec(each);
  db.close();
}

const WEIGHTS = 'weights of a network';
function putWeights(): void {
  mkdirSync(path.join(project.folder, 'models'), { recursive: true });
  writeFileSync(path.join(project.folder, 'm1.bin'), WEIGHTS);
}

test('a project that is whole, open or closed, is wrong in nothing but what is not there', async () => {
  project.ctx.store.db.exec('DROP TRIGGER IF EXISTS models_keep');
  project.ctx.store.db.run('UPDATE models SET weights_sha256 = :sha256', { sha256: sha256OfText(WEIGHTS) });
  putWeights();
  expect(Object.keys(await wrong()).sort()).toEqual(['Backups', 'Source patient Smith']);
  backUpProject(project.ctx);
  expect(Object.keys(await wrong())).toEqual(['Source patient Smith']);
  const before = readFileSync(path.join(project.folder, 'project.db'));
  project.ctx.store.close();
  await examineProject(project.folder);
  expect(readFileSync(path.join(project.folder, 'project.db')).length).toBe(before.length);
});

test('weights that are gone, or are others than were trained, are named', async () => {
  expect((await wrong())['Model m1']).toBe('m1.bin is gone');
  putWeights();
  expect((await wrong())['Model m1']).toBe('m1.bin is not the file that was trained');
});

test('a damaged page is named with the remedy, and nothing is said of what cannot be read', async () => {
  project.ctx.store.close();
  damagePages(project.folder, 'predictions');
  const checks = await examineProject(project.folder);
  expect(checks.map(({ name, ok, needed }) => [name, ok, needed])).toEqual([
    ['Database', false, true],
    ['Backups', false, false],
  ]);
  expect(checks[0]?.remedy).toContain('overread restore');
});

test('an index that does not fit its table is found, which opening does not look for', async () => {
  meddle(
    'PRAGMA writable_schema = ON',
    `UPDATE sqlite_schema SET sql = 'CREATE INDEX slices_by_pixels ON slices (pixel_sha256 DESC)' WHERE name = 'slices_by_pixels'`,
  );
  expect((await wrong()).Database).toMatch(/slices_by_pixels/);
});

test('references, loose tables, the log and the layout are looked at', async () => {
  meddle(
    "INSERT INTO source_labels VALUES (77, 1, 'none')",
    'CREATE TABLE loose (a)',
    'DROP TRIGGER audit_keep',
    `UPDATE audit SET entry_json = replace(entry_json, 'source-1', 'source-2') WHERE sequence = 2`,
    'PRAGMA user_version = 3',
  );
  const found = await wrong();
  expect(found.References).toBe('1 broken, in source_labels');
  expect(found.Types).toBe('not STRICT: loose');
  expect(found['Audit log']).toMatch(/^Entry 2 was changed/);
  expect(found.Layout).toMatch(/^3 of \d+ migrations$/);
});

test('a project without its database is told of with its backups', async () => {
  backUpProject(project.ctx);
  project.ctx.store.close();
  for (const file of ['project.db', 'project.db-wal', 'project.db-shm']) {
    rmSync(path.join(project.folder, file), { force: true });
  }
  const checks = await examineProject(project.folder);
  expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
    ['Database', false],
    ['Backups', true],
  ]);
});
