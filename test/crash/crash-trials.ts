import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type ComputeClient, createComputeClient } from '../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';
import { closeProject } from '../../main/services/open-project.ts';
import { auditHead } from '../../main/store/audit-log.ts';
import { Connection } from '../../main/store/connection.ts';
import { MIGRATIONS } from '../../main/store/migrations.ts';
import { createSeededRandom, deriveSeed } from '../../src/random/seeded-random.ts';
import { type RunningScript, runChildScript } from '../support/child-script.ts';
import { everyRow } from '../support/every-row.ts';
import { type BaseProject, makeBaseProject } from './base-project.ts';
import { lookAtVictim, type Victim } from './look-at-victim.ts';
import { bringTo, OLD_VERSION } from './old-project.ts';
import { openAsApp } from './open-as-app.ts';
import { type Line, lineSchema, type Stage, type Task } from './trial-lines.ts';
import { emptyResult, reportOf, type StageResult, scheduleOf, type TrialsReport } from './trial-report.ts';

export interface TrialOptions {
  readonly trials: number;
  readonly seed: number;
  readonly stages: readonly Stage[];
  /** The bundled process that is killed, and the folder of the bundled compute hosts. */
  readonly writerScript: string;
  readonly hostsFolder: string;
  /** How many processes are killed side by side, each with projects of its own. */
  readonly lanes: number;
  readonly say: (line: string) => void;
  /** Gets what the trials have come to so far, now and then. */
  readonly keep?: (report: TrialsReport) => void;
}

/** A fresh copy of the project after so many kills, so that looking at all of it stays quick. */
const KILLS_OF_A_COPY = 20;
/** A kill comes at most so many times as long after its act began as the timed acts took on average. */
const BEYOND = 1.3;
/** A kill comes in one of so many first acts; so many are timed before the first kill of a stage. */
const FIRST_ACTS: Readonly<Record<Stage, number>> = {
  ...{ import: 2, reads: 5, freeze: 4, training: 1, promotion: 3, export: 3, migration: 1 },
};
/**
 * How many of a stage's kills come in the later part of an act. A training's begins with its first round: before it, TensorFlow is
 * loading for most of the time. An import's and an export's begin just before what was read is committed, or written and renamed.
 */
const LATE: Partial<Record<Stage, number>> = { training: 0.6, import: 0.6, export: 0.6 };

/** Kills a process that writes a project, `trials` times, and looks at the project after each. */
export async function runTrials(options: TrialOptions): Promise<TrialsReport> {
  options.say('making the projects that the trials begin with');
  const base = await makeBaseProject(options.hostsFolder);
  const compute = createComputeClient({ fork: forkChildProcess, hostsFolder: options.hostsFolder });
  const yard: Yard = {
    options,
    base,
    compute,
    startMs: performance.now(),
    copies: 0,
    results: new Map(),
    longestMs: new Map(),
  };
  try {
    await runSchedule(yard, scheduleOf(options.trials, options.seed, options.stages));
    return reportOfYard(yard);
  } finally {
    compute.close();
    rmSync(base.root, { recursive: true, force: true });
  }
}

/** What the trials share. */
interface Yard {
  readonly options: TrialOptions;
  readonly base: BaseProject;
  readonly compute: ComputeClient;
  readonly startMs: number;
  copies: number;
  readonly results: Map<Stage, StageResult>;
  /** Longest delay of a kill after `begin` and after `late`. */
  readonly longestMs: Map<Stage, { readonly begin: number; readonly late: number }>;
}

const reportOfYard = ({ options, startMs, results }: Yard): TrialsReport =>
  reportOf(options.seed, performance.now() - startMs, Object.fromEntries(results));

/** The copy that each stage is at, of one lane. */
type Victims = Map<Stage, Victim>;

async function runSchedule(yard: Yard, schedule: readonly Stage[]): Promise<void> {
  const { say, stages, seed, lanes } = yard.options;
  for (const stage of stages) {
    yard.results.set(stage, emptyResult());
    yard.longestMs.set(stage, await timeStage(yard, stage));
    say(`${stage}: a kill comes up to ${Math.round(yard.longestMs.get(stage)?.begin ?? 0)} ms after its act began`);
  }
  const trials = schedule.map((stage, index) => ({ stage, seed: deriveSeed(seed, 'trial', index) }));
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      runLane(
        yard,
        trials.filter((_trial, index) => index % lanes === lane),
      ),
    ),
  );
}

interface Trial {
  readonly stage: Stage;
  readonly seed: number;
}

async function runLane(yard: Yard, trials: readonly Trial[]): Promise<void> {
  const victims: Victims = new Map();
  let next = warmChild(yard, trials[0]?.stage);
  for (const [index, { stage, seed }] of trials.entries()) {
    const child = await next;
    next = warmChild(yard, trials[index + 1]?.stage);
    if (!child) return;
    await runTrial(yard, victimOf(yard, victims, stage), seed, child);
    const soFar = reportOfYard(yard);
    if (soFar.kills % 25 !== 0) continue;
    yard.options.say(`${soFar.kills} of ${yard.options.trials} kills, ${soFar.failures} failures`);
    yard.options.keep?.(soFar);
  }
}

/** A process that has loaded and waits for its task; null after the last. */
async function warmChild({ options, base }: Yard, stage: Stage | undefined): Promise<RunningScript | null> {
  if (stage === undefined) return null;
  const child = runChildScript(options.writerScript, [stage, options.hostsFolder, base.sample]);
  await child.waitForLines(1);
  return child;
}

/** The copy that the stage is at, or the next one. */
function victimOf(yard: Yard, victims: Victims, stage: Stage): Victim {
  const known = victims.get(stage);
  if (known && known.kills < KILLS_OF_A_COPY) return known;
  if (known) rmSync(path.dirname(known.project), { recursive: true, force: true });
  yard.copies += 1;
  const folder = path.join(yard.base.root, `${stage}-${yard.copies}`);
  const [project, out] = [path.join(folder, 'heads.overread'), path.join(folder, 'out')];
  mkdirSync(out, { recursive: true });
  const migrates = stage === 'migration';
  cpSync(migrates ? yard.base.old : yard.base.project, project, { recursive: true });
  // Each of them migrates once.
  const kills = migrates ? KILLS_OF_A_COPY : 0;
  const entries = migrates ? Number.MAX_SAFE_INTEGER : entriesOf(project);
  const victim: Victim = { stage, project, out, kills, entries, version: MIGRATIONS.length, acknowledged: [] };
  victims.set(stage, victim);
  return victim;
}

function entriesOf(project: string): number {
  const context = openAsApp(project);
  const { entries } = auditHead(context.store.db);
  closeProject(context);
  return entries;
}

function taskOf({ base }: Yard, { stage, project, out }: Victim, seed: number): string {
  const { sets, studies, openStudy } = base;
  const task: Task = { stage, project, out, seed, sets: [...sets], studies: [...studies], openStudy };
  return JSON.stringify(task);
}

const isAt =
  (at: Line['at']) =>
  (line: string): boolean =>
    parse(line).at === at;

/** Lets a stage go on for a few acts on a copy of its own, to see how long they take here. */
async function timeStage(yard: Yard, stage: Stage): Promise<{ begin: number; late: number }> {
  const victim = victimOf(yard, new Map(), stage);
  const child = await warmChild(yard, stage);
  if (!child) throw new Error('There is no stage to time.');
  child.tell(taskOf(yard, victim, deriveSeed(yard.options.seed, 'timing', stage)));
  await child.waitForLine(isAt('begin'));
  const beginMs = performance.now();
  const late = LATE[stage] === undefined ? 0 : await timeLatePart(child);
  await child.waitForLine(() => child.lines.filter(isAt('done')).length >= FIRST_ACTS[stage]);
  const endMs = performance.now();
  await child.kill();
  rmSync(path.dirname(victim.project), { recursive: true, force: true });
  return { begin: ((endMs - beginMs) / FIRST_ACTS[stage]) * BEYOND, late: late * BEYOND };
}

/** From the first line that says so to the end of its act. */
async function timeLatePart(child: RunningScript): Promise<number> {
  await child.waitForLine(isAt('late'));
  const lateMs = performance.now();
  const done = child.lines.filter(isAt('done')).length;
  await child.waitForLine(() => child.lines.filter(isAt('done')).length > done);
  return performance.now() - lateMs;
}

async function runTrial(yard: Yard, victim: Victim, seed: number, child: RunningScript): Promise<void> {
  const { stage } = victim;
  const random = createSeededRandom(seed);
  const anchor = random.chance(LATE[stage] ?? 0) ? 'late' : 'begin';
  if (stage === 'migration') startAt(victim, random.integer(OLD_VERSION, MIGRATIONS.length - 1));
  child.tell(taskOf(yard, victim, seed));
  const delayMs = random.next() * (yard.longestMs.get(stage)?.[anchor] ?? 0);
  const act = random.integer(1, FIRST_ACTS[stage]);
  const early = await child
    .waitForLine(() => child.lines.filter(isAt(anchor)).length >= act)
    .then(
      () => wait(delayMs, null),
      (error: Error) => error.message,
    );
  const hosts = childrenOf(child.child.pid ?? 0);
  await child.kill();
  victim.kills += 1;
  const result = yard.results.get(stage) ?? emptyResult();
  result.kills += 1;
  const lines = child.lines.map(parse);
  noteAcknowledged(victim, lines, result);
  const wrong = early === null ? [] : [early];
  wrong.push(...(await lookAtVictim(victim, lines, result, yard.compute)));
  wrong.push(...(await outlived(hosts)));
  for (const sentence of wrong) {
    result.failures.push(`trial seed ${seed}: ${sentence}`);
    yard.options.say(`FAILED ${stage}, trial seed ${seed}: ${sentence}`);
  }
  // What is wrong once would be found again after every later kill.
  if (wrong.length > 0) victim.kills = KILLS_OF_A_COPY;
}

function noteAcknowledged(victim: Victim, lines: readonly Line[], result: StageResult): void {
  for (const line of lines) {
    if (line.at === 'done') result.acknowledgedActs += 1;
    if (line.at !== 'done' || !line.kept) continue;
    victim.acknowledged.push(line.kept);
    victim.entries = Math.max(victim.entries, line.kept.head.entries);
    result.acknowledgedRows += line.kept.rows.length;
    result.acknowledgedFiles += line.kept.files.length;
  }
}

/** Brings an old project to a layout between the first release's and the newest one's. */
function startAt(victim: Victim, version: number): void {
  const db = new Connection(path.join(victim.project, 'project.db'));
  bringTo(db, OLD_VERSION, version);
  victim.version = version;
  victim.before = everyRow(db);
  db.close();
}

const parse = (line: string): Line => lineSchema.parse(JSON.parse(line));

/** The compute children of a process, where the system tells of them (Linux). */
function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number) : [];
}

/** On a machine with much to do, a child may still be loading when its parent is killed. */
const OUTLIVING_BOUND_MS = 60_000;

/** A compute child without its parent ends by itself. @returns what is wrong where one does not */
async function outlived(pids: readonly number[]): Promise<string[]> {
  const endMs = performance.now() + OUTLIVING_BOUND_MS;
  const alive = (): number[] => pids.filter((pid) => existsSync(`/proc/${pid}`));
  while (alive().length > 0 && performance.now() < endMs) await wait(20);
  return alive().map((pid) => `The compute child ${pid} went on without its parent.`);
}
