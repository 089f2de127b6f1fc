import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backUpProject } from '../../../main/services/back-up-project.ts';
import { freeWeightsFile } from '../../../main/services/free-weights-file.ts';
import { openProject } from '../../../main/services/open-project.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { restoreChoices, restoreProject } from '../../../main/services/restore-project.ts';
import type { ServiceContext } from '../../../main/services/service-context.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { auditEntries, auditHead, sha256OfText } from '../../../main/store/audit-log.ts';
import { openStore } from '../../../main/store/open-store.ts';
import { verifyReport } from '../../../src/audit/audit-report.ts';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import { bundleChildScript, runChildScript } from '../../support/child-script.ts';
import { damagePages } from '../../support/damage-pages.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

const PARTS = { appVersion: '0.1.0', computer: 'reading-room' };

let project: ProjectFixture;
let reopened: ServiceContext[] = [];
beforeEach(() => {
  project = projectFixture({ slices: 3, labels: ['none'], probabilities: [0.9] });
});
afterEach(() => {
  for (const ctx of reopened) ctx.store.close();
  reopened = [];
  project.remove();
});

function read(ctx: ServiceContext, sliceId: number): void {
  const { presentationId } = presentSlice(ctx, { sliceId, reader: 'Ada', modelId: 1, predictionVisible: true });
  recordRead(ctx, { presentationId: presentationId ?? 0, intent: 'haemorrhage', reason: null, confidence: null });
}
const open = (): ServiceContext => {
  const ctx = openProject({ folder: project.folder }, PARTS);
  reopened.push(ctx);
  return ctx;
};
const restore = (backup: string) => restoreProject({ folder: project.folder, backup, reader: 'Ada' }, PARTS);
const restored = (ctx: ServiceContext) =>
  auditEntries(ctx.store.db)
    .map(({ entryJson }) => JSON.parse(entryJson))
    .filter(({ event }) => event === 'project-restored');

/** A backup after one read, two more reads after it, and the project closed. */
function backedUpThenRead(): string {
  read(project.ctx, 1);
  const { path: file } = backUpProject(project.ctx);
  read(project.ctx, 2);
  read(project.ctx, 3);
  project.ctx.store.close();
  return path.basename(file);
}

describe('a project that is restored', () => {
  test('says first what would be undone, and is then as it was, with an entry that names the head that was left', async () => {
    const name = backedUpThenRead();
    const left = auditHeadOf();
    const [choice] = restoreChoices(project.folder).backups;
    expect(choice).toMatchObject({ name, usable: true, entries: 3, lost: { entries: 2, acts: 2 } });

    const { kept, salvaged } = restore(name);
    expect(salvaged).toBeNull();
    const ctx = open();
    expect(ctx.store.readOnly).toBe(false);
    expect(await verifyAudit(ctx)).toMatchObject({ kind: 'whole', entries: 4 });
    expect(restored(ctx)).toMatchObject([
      { reader: 'Ada', backup: name, leftEntries: left.entries, leftHeadHash: left.headHash },
    ]);
    expect(readdirSync(project.folder).filter((file) => file.includes('restoring'))).toEqual([]);
    ctx.store.close();

    // And back again: the state that was left is a backup like any other.
    restore(kept ?? '');
    expect(await verifyAudit(open())).toMatchObject({ kind: 'whole', entries: left.entries + 1 });
  });

  test('undoes what was made since the logs parted, not what both hold', () => {
    const name = backedUpThenRead();
    const { kept } = restore(name);
    const ctx = open();
    read(ctx, 2);
    ctx.store.close();
    const byName = new Map(restoreChoices(project.folder).backups.map((choice) => [choice.name, choice.lost]));
    expect(byName.get(name)).toEqual({ entries: 2, acts: 1 });
    expect(byName.get(kept ?? '')).toEqual({ entries: 2, acts: 1 });
  });

  test('keeps the weights of models that only another backup knows', () => {
    expect(freeWeightsFile(project.folder, 'lenet-2')).toBe(path.join('models', 'lenet-2.safetensors'));
    writeFileSync(path.join(project.folder, 'models', 'lenet-2.safetensors'), 'of a run that was undone');
    expect(freeWeightsFile(project.folder, 'lenet-2')).toBe(path.join('models', 'lenet-2-2.safetensors'));
  });

  test('is not restored while somebody works on it or reads it: nothing changes', () => {
    const { path: file } = backUpProject(project.ctx);
    const name = path.basename(file);
    expect(() => restore(name)).toThrow(
      /A command of Overread \(process \d+ on .*\) is working on this project\. Close it there/,
    );
    project.ctx.store.close();
    const reader = openStore({ folder: project.folder, mode: 'read-only' });
    const before = auditHeadOf();
    reader.db.exec('BEGIN');
    reader.db.exec('SELECT count(*) FROM audit');
    // Something in the log that the reader's view keeps there.
    const ctx = open();
    read(ctx, 1);
    ctx.store.close();
    expect(() => restore(name)).toThrow(/is reading this project\. Close it there/);
    reader.close();
    expect(auditHeadOf().entries).toBe(before.entries + 1);
    expect(existsSync(path.join(project.folder, 'project.db.restoring'))).toBe(false);
  });

  test('is not restored from a damaged backup, one of another project, or none', () => {
    const name = backedUpThenRead();
    const other = projectFixture();
    const { path: foreign } = backUpProject(other.ctx);
    renameSync(foreign, path.join(project.folder, 'backups', '20200101-000000000-asked.db'));
    other.remove();
    writeFileSync(path.join(project.folder, 'backups', '20200101-000000001-asked.db'), 'not a database. '.repeat(300));
    const before = auditHeadOf();
    expect(() => restore('20200101-000000000-asked.db')).toThrow(/is a backup of another project/);
    expect(() => restore('20200101-000000001-asked.db')).toThrow(/cannot be read\. Choose another one/);
    expect(() => restore('20200101-000000002-asked.db')).toThrow(/has no backup of the name/);
    expect(auditHeadOf()).toEqual(before);
    expect(restoreChoices(project.folder).backups.map(({ usable }) => usable)).toEqual([true, false, false]);
    expect(restoreChoices(project.folder).backups[0]?.name).toBe(name);
  });
});

const auditHeadOf = () => {
  const store = openStore({ folder: project.folder, mode: 'read-only' });
  try {
    return auditHead(store.db);
  } finally {
    store.close();
  }
};

describe('a damaged project', () => {
  test('is refused by name with the remedy, and restored; what can be read of its log is kept beside the damaged file', async () => {
    const name = backedUpThenRead();
    const whole = readFileSync(path.join(project.folder, 'project.db'));
    damagePages(project.folder, 'predictions');
    const damaged = readFileSync(path.join(project.folder, 'project.db'));
    expect(damaged.equals(whole)).toBe(false);
    expect(() => open()).toThrow(/database of the project in .*heads\.overread is damaged.*Restore a backup/);
    const { fault, backups } = restoreChoices(project.folder);
    expect(fault).toMatch(/malformed|btreeInitPage/);
    expect(backups[0]).toMatchObject({ name, usable: true, lost: null });

    const { kept, salvaged } = restore(name);
    expect(kept).toMatch(/^damaged-/);
    expect(readFileSync(path.join(project.folder, kept ?? '', 'project.db')).equals(damaged)).toBe(true);
    const report = readFileSync(path.join(project.folder, kept ?? '', 'salvaged-log.csv'), 'utf8');
    // All five entries, also the two reads that the backup has not.
    expect(salvaged).toBe(5);
    expect(verifyReport(report, sha256OfText)).toMatchObject({ ok: true, count: 5 });
    const ctx = open();
    expect(await verifyAudit(ctx)).toMatchObject({ kind: 'whole', entries: 4 });
    expect(restored(ctx)).toMatchObject([{ leftEntries: null, leftHeadHash: null }]);
  });

  test('whose log itself is damaged keeps what is left of it', async () => {
    const name = backedUpThenRead();
    damagePages(project.folder, 'audit');
    const { salvaged } = restore(name);
    expect(salvaged).toBeLessThan(5);
    expect(await verifyAudit(open())).toMatchObject({ kind: 'whole' });
  });

  test('whose database is gone is restored too', async () => {
    const name = backedUpThenRead();
    for (const file of ['project.db', 'project.db-wal', 'project.db-shm']) {
      rmSync(path.join(project.folder, file), { force: true });
    }
    expect(restoreChoices(project.folder).fault).toContain('not there any more');
    expect(restore(name)).toEqual({ kept: null, salvaged: null });
    expect(await verifyAudit(open())).toMatchObject({ kind: 'whole', entries: 4 });
  });
});

describe('a restore that is killed', () => {
  const KILLS = 40;

  test('leaves the project as it was or as it was restored, never between, and can be done again', async () => {
    const name = backedUpThenRead();
    const before = mkdtempSync(path.join(os.tmpdir(), 'overread-restore-'));
    cpSync(project.folder, before, { recursive: true });
    const left = auditHeadOf();
    const script = await bundleChildScript('test/support/restoring-process.ts');
    const random = createSeededRandom(6);
    let boundMs = 0;
    const seen = { left: 0, restored: 0, unsaid: 0 };
    for (let kill = 0; kill <= KILLS; kill += 1) {
      rmSync(project.folder, { recursive: true });
      cpSync(before, project.folder, { recursive: true });
      const restoring = runChildScript(script, [project.folder, name]);
      await restoring.waitForLines(1);
      const beganMs = performance.now();
      restoring.tell('go');
      // The first one is let be: it says how long a restore takes.
      if (kill === 0) {
        await restoring.waitForLines(2);
        boundMs = performance.now() - beganMs;
      } else await wait(random.next() * 2 * boundMs);
      await restoring.kill();

      const ctx = openProject({ folder: project.folder }, PARTS);
      const head = auditHead(ctx.store.db);
      const entries = restored(ctx);
      expect(ctx.store.readOnly).toBe(false);
      expect((await verifyAudit(ctx)).kind).toBe('whole');
      if (entries.length === 0) {
        expect(head).toEqual(left);
        seen.left += 1;
      } else {
        expect(entries).toMatchObject([{ leftEntries: left.entries, leftHeadHash: left.headHash }]);
        seen.restored += 1;
        if (restoring.lines.length < 2) seen.unsaid += 1;
      }
      if (restoring.lines.length === 2) expect(entries).toHaveLength(1);
      ctx.store.close();
      restore(name);
      expect(readdirSync(project.folder).filter((file) => file.includes('restoring'))).toEqual([]);
    }
    rmSync(before, { recursive: true });
    process.stdout.write(`${KILLS} kills within ${boundMs.toFixed(0)} ms: ${JSON.stringify(seen)}\n`);
    expect(seen.left).toBeGreaterThan(0);
    expect(seen.restored).toBeGreaterThan(1);
  }, 180_000);
});
