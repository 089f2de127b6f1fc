import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';
import { runOverread } from '../../support/run-overread.ts';

vi.setConfig({ testTimeout: 120_000 });

let project: ProjectFixture;
beforeAll(() => {
  project = projectFixture({ slices: 2, labels: ['none'] });
  const shown = presentSlice(project.ctx, { sliceId: 1, reader: 'Ada', modelId: null, predictionVisible: false });
  const read = { intent: 'haemorrhage', reason: null, confidence: null } as const;
  recordRead(project.ctx, { presentationId: shown.presentationId ?? 0, ...read });
});
afterAll(() => project.remove());

const verify = (...args: readonly string[]) =>
  runOverread(['audit', 'verify', '--project', project.folder, ...args], project.folder);

it('a project is verified with the rows that its log tells of', async () => {
  const whole = await verify();
  expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('labels are what the log says.')]);
  const { db } = project.ctx.store;
  db.run("UPDATE current_labels SET label = 'none' WHERE slice_id = 1");
  const changed = await verify();
  expect([changed.code, changed.stdout]).toEqual([3, expect.stringContaining('The log is whole')]);
  expect(changed.stdout).toMatch(/Not as the log says: slice 00000000\/0 is labelled none .*entry 3\./);
  const { rows } = JSON.parse((await verify('--json')).stdout) as { rows: { sequence: number }[] };
  expect(rows.map(({ sequence }) => sequence)).toEqual([3]);
});
