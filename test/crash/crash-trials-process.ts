import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeFileDurably } from '../../main/store/durable-files.ts';
import { runTrials } from './crash-trials.ts';
import { STAGES, type Stage } from './trial-lines.ts';
import type { TrialsReport } from './trial-report.ts';

// npm run crash-trials, as scripts/crash-trials.mjs starts it: `node crash-trials.cjs [options] WRITER HOSTS`.

const say = (line: string): void => void process.stderr.write(`crash-trials: ${line}\n`);

interface Options {
  readonly trials: number;
  readonly seed: number;
  readonly lanes: number;
  readonly stages: readonly Stage[];
  readonly out: string | undefined;
  readonly writerScript: string;
  readonly hostsFolder: string;
}

/** @returns the options, or null when they are wrong, which was said */
function readOptions(): Options | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trials: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      lanes: { type: 'string', default: '1' },
      only: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const [trials, seed, lanes] = [Number(values.trials), Number(values.seed), Number(values.lanes)];
  const asked = values.only?.split(',') ?? STAGES;
  const stages = STAGES.filter((stage) => asked.includes(stage));
  const unknown = asked.filter((name) => !stages.some((stage) => stage === name));
  const [writerScript = '', hostsFolder = ''] = positionals;
  if (!Number.isInteger(trials) || trials < 1) say('--trials takes a whole number above 0');
  else if (!Number.isInteger(seed)) say('--seed takes a whole number');
  else if (!Number.isInteger(lanes) || lanes < 1) say('--lanes takes a whole number above 0');
  else if (unknown.length > 0) say(`--only knows ${STAGES.join(', ')}, and not ${unknown.join(', ')}`);
  else return { trials, seed, lanes, stages, out: values.out, writerScript, hostsFolder };
  return null;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) {
    process.exitCode = 2;
    return;
  }
  const { out } = options;
  const textOf = (report: TrialsReport): string => `${JSON.stringify(report, null, 2)}\n`;
  // Long trials that are ended early have their counts all the same.
  const keep = (report: TrialsReport): void => {
    if (out !== undefined) writeFileDurably(path.resolve(out), textOf(report));
  };
  const report = await runTrials({ ...options, say, keep });
  keep(report);
  if (out === undefined) process.stdout.write(textOf(report));
  say(`${report.kills} kills, ${report.acknowledgedActs} acknowledged acts, ${report.failures} failures`);
  process.exitCode = report.failures === 0 ? 0 : 1;
}

void main();
