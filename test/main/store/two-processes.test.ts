import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openProject } from '../../../main/services/open-project.ts';
import type { ServiceContext } from '../../../main/services/service-context.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { auditEntry } from '../../../main/store/audit-log.ts';
import { findRead, readsOfSlice } from '../../../main/store/reads.ts';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import { settleLabel } from '../../../src/review/read-transition.ts';
import { bundleChildScript, type RunningScript, runChildScript } from '../../support/child-script.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

const KILLS = 20;
const OPTIONS = { slices: 3, labels: ['none'], probabilities: [0.9, 0.2] } as const;

let script: string;
let project: ProjectFixture;
let running: RunningScript[] = [];
const run = (...args: string[]): RunningScript => {
  const child = runChildScript(script, [project.folder, ...args]);
  running.push(child);
  return child;
};
const open = (): ServiceContext => openProject({ folder: project.folder }, { appVersion: '0.1.0' });

beforeAll(async () => {
  script = await bundleChildScript('test/support/reading-process.ts');
});
beforeEach(() => {
  project = projectFixture(OPTIONS);
});
afterEach(async () => {
  await Promise.all(running.map((child) => child.kill()));
  running = [];
  project.remove();
});

describe('a second process', () => {
  test('gets a project for reading only while the first one has it', async () => {
    const second = run('hold');
    await second.waitForLines(1);
    expect(second.lines).toEqual(['open read-only']);
  });

  test('gets the project for writing once the first one was killed', async () => {
    project.ctx.store.close();
    const first = run('hold');
    await first.waitForLines(1);
    expect(first.lines).toEqual(['open write']);
    const reading = open();
    expect(reading.store.readOnlyReason).toContain('Close the other one');
    reading.store.close();
    await first.kill();
    const writing = open();
    expect(writing.store.readOnly).toBe(false);
    writing.store.close();
  });
});

/** Every acknowledged act is there with its entry, and the labels are what all acts on the disk settle on. */
async function requireWhole(ctx: ServiceContext, acknowledged: readonly number[]): Promise<void> {
  const { db } = ctx.store;
  for (const readId of acknowledged) {
    const read = findRead(db, readId);
    expect(auditEntry(db, read?.auditSequence ?? 0), `act ${readId}`).toMatchObject({ readId });
  }
  const { acts, entries } = db.one(
    z.object({ acts: z.number(), entries: z.number() }),
    `SELECT (SELECT count(*) FROM reads) AS acts, (SELECT count(*) FROM audit WHERE entry_json LIKE '%"readId":%') AS entries`,
  );
  expect(acts).toBe(entries);
  for (let sliceId = 1; sliceId <= OPTIONS.slices; sliceId += 1) {
    const row = z.object({ label: z.string() });
    const current = db.get(row, 'SELECT label FROM current_labels WHERE slice_id = :sliceId', { sliceId });
    const source = OPTIONS.labels[sliceId - 1] ?? null;
    expect(current?.label ?? null).toBe(settleLabel(source, readsOfSlice(db, sliceId)).label);
  }
  expect(await verifyAudit(ctx)).toMatchObject({ kind: 'whole' });
}

describe('a process that records reads', () => {
  test(`killed ${KILLS} times at random loses nothing that it acknowledged`, async () => {
    project.ctx.store.close();
    const random = createSeededRandom(20261122);
    const acknowledged: number[] = [];
    for (let round = 0; round < KILLS; round += 1) {
      const child = run('read', String(acknowledged.length));
      await child.waitForLines(2);
      await wait(random.between(0, 60));
      await child.kill();
      expect(child.lines[0]).toBe('open write');
      acknowledged.push(...child.lines.slice(1).map(Number));
      const ctx = open();
      expect(ctx.store.readOnly).toBe(false);
      await requireWhole(ctx, acknowledged);
      ctx.store.close();
    }
    expect(acknowledged.length).toBeGreaterThan(KILLS);
  }, 180_000);
});
