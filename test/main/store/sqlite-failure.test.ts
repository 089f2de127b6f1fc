import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toCallError } from '../../../main/call-error.ts';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { backUpProject } from '../../../main/services/back-up-project.ts';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { exportAudit } from '../../../main/services/export-audit.ts';
import { exportDataset } from '../../../main/services/export-dataset.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { createProject, openProject } from '../../../main/services/open-project.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { restoreProject } from '../../../main/services/restore-project.ts';
import type { ServiceContext } from '../../../main/services/service-context.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { auditHead } from '../../../main/store/audit-log.ts';
import { countRow } from '../../../main/store/row-types.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { heads, writeLabelledPngs } from '../../support/labelled-pngs.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';
import { canMount, type SmallDisk, smallDisk } from '../../support/small-disk.ts';

const PARTS = { appVersion: '0.1.0', computer: 'reading-room' };

/** What a person is told of a failure. */
function told(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    return toCallError(error);
  }
  return { code: 'none', message: 'It did not fail.' };
}
const toldLater = (work: Promise<unknown>) =>
  work.then(
    () => ({ code: 'none', message: 'It did not fail.' }),
    (error: unknown) => toCallError(error),
  );

function read(ctx: ServiceContext, sliceId: number, reason = 'r'): void {
  const { presentationId } = presentSlice(ctx, { sliceId, reader: 'Ada', modelId: null, predictionVisible: false });
  recordRead(ctx, { presentationId: presentationId ?? 0, intent: 'haemorrhage', reason, confidence: null });
}
const readsOf = ({ store }: ServiceContext): number => store.db.one(countRow, 'SELECT count(*) AS n FROM reads').n;

describe('a database that may not grow, as on a full disk', () => {
  let project: ProjectFixture;
  beforeEach(() => {
    project = projectFixture({ slices: 3 });
  });
  afterEach(() => project.remove());

  test('refuses a read with the project’s name and the remedy, keeps what was saved, and takes it once there is space', async () => {
    const { ctx, folder } = project;
    read(ctx, 1);
    const pages = ctx.store.db.one(countRow, 'SELECT page_count AS n FROM pragma_page_count').n;
    ctx.store.db.exec(`PRAGMA max_page_count = ${pages}`);
    let saved = readsOf(ctx);
    const refused = told(() => {
      for (let n = 0; n < 1000; n += 1) {
        read(ctx, 2, 'a long reason '.repeat(70));
        saved += 1;
      }
    });
    expect(refused.code).toBe('disk-full');
    expect(refused.message).toContain(path.join(folder, 'project.db'));
    expect(refused.message).toMatch(/What was saved before is safe\. Free some space, then try again\./);
    expect(readsOf(ctx)).toBe(saved);
    expect(await verifyAudit(ctx)).toMatchObject({ kind: 'whole' });
    ctx.store.db.exec('PRAGMA max_page_count = 1073741823');
    read(ctx, 3);
    expect(readsOf(ctx)).toBe(saved + 1);
  });
});

// The real thing: a disk of a few megabytes that is filled up, and one that lets nothing be written.
describe.skipIf(!canMount())('a disk of its own', () => {
  let compute: ComputeClient;
  let disk: SmallDisk;
  let ctx: ServiceContext;
  let outside: string;
  beforeAll(async () => {
    compute = await decodeCompute('full-disk');
  });
  afterAll(() => compute.close());
  beforeEach(async () => {
    outside = mkdtempSync(path.join(os.tmpdir(), 'overread-set-'));
    disk = smallDisk(6);
    ctx = createProject({ folder: path.join(disk.folder, 'P'), name: 'P', readingMode: 'off' }, PARTS);
    const { token } = await checkImport(ctx, compute, {
      folder: writeLabelledPngs(path.join(outside, 'a'), heads(0, 6)),
    });
    commitImport(ctx, { token });
    read(ctx, 1);
  });
  afterEach(() => {
    disk.empty();
    ctx.store.close();
    disk.remove();
    rmSync(outside, { recursive: true, force: true });
  });

  /** Reopens what is on the disk and requires that it is what it was. */
  async function requireUnharmed(reads: number, entries: number): Promise<void> {
    ctx.store.close();
    disk.empty();
    ctx = openProject({ folder: path.join(disk.folder, 'P') }, PARTS);
    expect(ctx.store.readOnly).toBe(false);
    expect(readsOf(ctx)).toBe(reads);
    expect(await verifyAudit(ctx)).toMatchObject({ kind: 'whole', entries });
  }
  const entriesNow = (): number => auditHead(ctx.store.db).entries;

  test('that is full refuses a read, and loses none', async () => {
    let saved = readsOf(ctx);
    disk.fill();
    const refused = told(() => {
      for (let n = 0; n < 5000; n += 1) {
        read(ctx, 2, 'a long reason '.repeat(70));
        saved += 1;
      }
    });
    expect(refused).toMatchObject({ code: 'disk-full' });
    expect(refused.message).toMatch(/The disk with .*project\.db is full, so this was not saved/);
    await requireUnharmed(saved, entriesNow());
    read(ctx, 2);
    expect(readsOf(ctx)).toBe(saved + 1);
  });

  test('that is full refuses an import and a freeze, whole', async () => {
    const folder = writeLabelledPngs(path.join(outside, 'b'), heads(50, 40));
    const { token } = await checkImport(ctx, compute, { folder });
    // Whatever space the log still has is used up by reads.
    disk.fill();
    told(() => {
      for (let n = 0; n < 5000; n += 1) read(ctx, 2, 'a long reason '.repeat(70));
    });
    const [reads, entries] = [readsOf(ctx), entriesNow()];
    expect(told(() => commitImport(ctx, { token }))).toMatchObject({ code: 'disk-full' });
    expect(told(() => freezeDataset(ctx, { note: 'n'.repeat(2000), reader: 'Ada' }))).toMatchObject({
      code: 'disk-full',
    });
    const slices = ctx.store.db.one(countRow, 'SELECT count(*) AS n FROM slices').n;
    const versions = ctx.store.db.one(countRow, 'SELECT count(*) AS n FROM dataset_versions').n;
    expect([slices, versions]).toEqual([6, 0]);
    await requireUnharmed(reads, entries);
    const again = await checkImport(ctx, compute, { folder });
    commitImport(ctx, { token: again.token });
    expect(freezeDataset(ctx, { note: null, reader: 'Ada' }).name).toBe('v1');
  });

  test('that is full refuses exports and backups by name, leaves nothing half-written, and the project can be used', async () => {
    const dataset = freezeDataset(ctx, { note: null, reader: 'Ada' });
    const out = path.join(disk.folder, 'out');
    mkdirSync(out);
    disk.fill();
    const entries = entriesNow();
    const exported = await toldLater(
      exportDataset(ctx, compute, { datasetId: dataset.id, folder: out, images: 'copy', reader: 'Ada' }),
    );
    expect(exported).toMatchObject({ code: 'enospc' });
    expect(exported.message).toMatch(/disk is full\. Free some space/);
    const report = told(() => exportAudit(ctx, { path: path.join(out, 'log.csv'), reader: 'Ada' }));
    expect(report).toMatchObject({ code: 'enospc' });
    expect(readdirSync(out)).toEqual([]);
    const backup = told(() => backUpProject(ctx));
    expect(backup.code).toBe('backup-failed');
    expect(backup.message).toMatch(/Free some space/);
    expect(readdirSync(path.join(disk.folder, 'P', 'backups'))).toEqual([]);
    await requireUnharmed(1, entries);
  });

  test('that is full refuses a restore, and the project stays as it was', async () => {
    const name = path.basename(backUpProject(ctx).path);
    read(ctx, 2);
    const entries = entriesNow();
    ctx.store.close();
    disk.fill();
    const request = { folder: path.join(disk.folder, 'P'), backup: name, reader: null };
    expect(told(() => restoreProject(request, PARTS)).code).toMatch(/disk-full|disk-failed/);
    await requireUnharmed(2, entries);
  });

  test('that is read-only gives the project for reading, with the reason and the remedy', async () => {
    ctx.store.close();
    const view = disk.readOnlyView();
    const reading = openProject({ folder: path.join(view, 'P') }, PARTS);
    expect(reading.store.readOnly).toBe(true);
    expect(reading.store.readOnlyReason).toMatch(
      /may not write .*P, or its disk is read-only.*copy the whole project folder/,
    );
    expect(readsOf(reading)).toBe(1);
    expect(told(() => read(reading, 2)).message).toContain('its disk is read-only');
    reading.store.close();
    await requireUnharmed(1, 3);
  });

  test('that turns read-only while the project is open refuses reads, and loses none', async () => {
    const saved = readsOf(ctx);
    // Linux turns a disk read-only under open files only when it fails; the database is told so here.
    ctx.store.db.exec('PRAGMA query_only = ON');
    const refused = told(() => read(ctx, 2));
    expect(refused).toMatchObject({ code: 'not-writable' });
    expect(refused.message).toMatch(/project\.db cannot be written, so this was not saved\. Change the permissions/);
    ctx.store.db.exec('PRAGMA query_only = OFF');
    expect(readsOf(ctx)).toBe(saved);
    read(ctx, 2);
    await requireUnharmed(saved + 1, entriesNow());
  });
});
