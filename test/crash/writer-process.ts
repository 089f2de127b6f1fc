import { createInterface } from 'node:readline';
import { type ComputeClient, createComputeClient } from '../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';
import { createSeededRandom } from '../../src/random/seeded-random.ts';
import { ACTS, type Bench } from './acts.ts';
import { openAsApp } from './open-as-app.ts';
import { sayLine, stageSchema, type Task, taskSchema } from './trial-lines.ts';

// The process that is killed: `node writer-process.cjs STAGE HOSTS SAMPLE`. It warms up, reads its task from one line of its
// input, and then does acts of its stage without end (a migration once), each announced before and acknowledged after.

/** An open project in which the acts of a stage are done one after another. */
async function work(task: Task, compute: ComputeClient): Promise<void> {
  const random = createSeededRandom(task.seed);
  const migrates = task.stage === 'migration';
  if (migrates) sayLine({ at: 'begin', act: 'open' });
  const bench: Bench = { task, compute, random, turn: 0, context: openAsApp(task.project), late: () => undefined };
  if (migrates) sayLine({ at: 'done', act: 'open', kept: null });
  const acts = Object.entries(ACTS[task.stage]);
  for (; !migrates; bench.turn += 1) {
    const [act, run] = random.pick(acts);
    bench.late = () => sayLine({ at: 'late', act });
    sayLine({ at: 'begin', act });
    sayLine({ at: 'done', act, kept: await run(bench) });
  }
}

async function main([stageName = '', hostsFolder = '', sample = '']: readonly string[]): Promise<void> {
  const stage = stageSchema.parse(stageName);
  const compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
  // A decoder that stands ready, as in an app that has been open for a while.
  if (stage === 'import') await compute.request('decode', { path: sample, frame: 0 });
  const lines = createInterface({ input: process.stdin });
  sayLine({ at: 'warm' });
  for await (const line of lines) await work(taskSchema.parse(JSON.parse(line)), compute);
}

void main(process.argv.slice(2));
