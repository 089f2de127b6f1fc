import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleChildScript } from '../support/child-script.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../support/compute-hosts.ts';
import { runTrials } from './crash-trials.ts';
import { STAGES } from './trial-lines.ts';
import { scheduleOf } from './trial-report.ts';

/** A short round; `npm run crash-trials` makes the long one. */
const ROUND = { trials: 24, seed: 20261128, lanes: 2, stages: STAGES };

describe('a process that writes a project', () => {
  let hostsFolder = '';
  afterAll(() => rmSync(hostsFolder, { recursive: true, force: true }));

  it('loses nothing that it acknowledged, and leaves nothing half-made, when it is killed at a random moment of any stage', async () => {
    const writerScript = await bundleChildScript('test/crash/writer-process.ts');
    hostsFolder = await bundleComputeHosts('crash-trials', REAL_HOSTS);
    const report = await runTrials({ ...ROUND, writerScript, hostsFolder, say: () => undefined });
    expect(Object.values(report.stages).flatMap(({ failures }) => failures)).toEqual([]);
    expect(report.kills).toBe(ROUND.trials);
    expect(Object.keys(report.stages).sort()).toEqual([...STAGES].sort());
    for (const [stage, { kills, landings }] of Object.entries(report.stages)) {
      const landed = Object.values(landings).reduce((sum, count) => sum + count, 0);
      expect([stage, landed, landed > 0]).toEqual([stage, kills, true]);
    }
    expect(report.acknowledgedActs).toBeGreaterThan(0);
  }, 600_000);
});

describe('a schedule of trials', () => {
  it('has every stage that is asked for, as many trials as are asked for, and is drawn by its seed alone', () => {
    const schedule = scheduleOf(1000, 1, STAGES);
    expect(schedule).toHaveLength(1000);
    expect(new Set(schedule)).toEqual(new Set(STAGES));
    expect(scheduleOf(1000, 1, STAGES)).toEqual(schedule);
    expect(scheduleOf(1000, 2, STAGES)).not.toEqual(schedule);
    expect(scheduleOf(7, 1, STAGES).sort()).toEqual([...STAGES].sort());
    expect(new Set(scheduleOf(10, 1, ['reads']))).toEqual(new Set(['reads']));
  });
});
