import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import type { BenchData } from './bench-data.ts';
import { BATCH_SIZE, LEARNING_RATE } from './overread-runs.ts';

/** One job for a peer, in a fresh process. */
export type PeerJob = {
  readonly slicesPath: string;
  readonly labelsPath: string;
  readonly weightsPath: string;
  readonly weightsSha256: string;
  readonly learningRate: number;
  readonly batchSize: number;
  /** Training runs at low priority in the app, so its peers do as well: else other work would slow one side only. */
  readonly niceness: number;
} & (
  | { readonly kind: 'train'; readonly count: number; readonly rounds: number }
  | { readonly kind: 'predict' | 'grad-cam'; readonly repeats: number }
);

/** What every peer says; the rest belongs to one kind of job. */
export interface PeerAnswer {
  readonly ms: readonly number[];
  readonly peakBytes: number;
  readonly losses?: readonly number[];
  readonly probabilities?: readonly number[];
  /** The highest and the mean heat of each slice. */
  readonly peaks?: readonly number[];
  readonly means?: readonly number[];
  readonly tensorflow?: string;
  readonly keras?: string;
}

/** What the caller says of a job; the data and the common settings are added. */
export type PeerTask =
  | { readonly kind: 'train'; readonly count: number; readonly rounds: number }
  | { readonly kind: 'predict' | 'grad-cam'; readonly repeats: number; readonly batchSize?: number };

/** @param command the program and its arguments before the job */
export async function runPeer(
  [program, ...args]: readonly [string, ...string[]],
  { slicesPath, labelsPath, weightsPath, weightsSha256 }: BenchData,
  task: PeerTask,
): Promise<PeerAnswer> {
  const job: PeerJob = {
    slicesPath,
    labelsPath,
    weightsPath,
    weightsSha256,
    learningRate: LEARNING_RATE,
    batchSize: BATCH_SIZE,
    niceness: task.kind === 'train' ? os.constants.priority.PRIORITY_BELOW_NORMAL : 0,
    ...task,
  };
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const { stdout } = await promisify(execFile)(program, [...args, JSON.stringify(job)], { env, maxBuffer: 1e8 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as PeerAnswer;
}
