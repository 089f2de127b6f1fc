import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Architecture } from '../../../src/training/architecture.ts';
import { inferLayerShapes } from '../../../src/training/layer-shapes.ts';
import { clearUnfinished, isDiskFull, syncFolder, unfinishedPath } from '../../store/durable-files.ts';
import {
  type CheckpointState,
  checkpointFile,
  checkpointMetadataSchema,
  checkpointStateSchema,
} from '../checkpoint-state.ts';
import { ComputeError } from '../compute-errors.ts';
import type { NamedWeight } from './initial-weights.ts';
import { bytesOf, decodeSafetensors, encodeSafetensorsHead, type FileTensor } from './safetensors.ts';
import type { StartingWeight, TrainableWeights } from './trainable-weights.ts';
import { readWeightsFile, writeWeightsFile } from './weights-file.ts';

type KeptMember = CheckpointState['earlierMembers'][number];

/** A training as a checkpoint left it. */
export interface Resumed {
  readonly state: CheckpointState;
  readonly weights: readonly StartingWeight[];
  /** The finished networks of an ensemble. */
  readonly members: readonly { readonly weights: readonly NamedWeight[]; readonly heatmapScale: number | null }[];
}

/** What is told of each try to write a checkpoint; `error` says why there is none. */
export interface CheckpointNews {
  readonly member: number;
  readonly epoch: number;
  readonly step: number;
  readonly durationMs: number;
  readonly byteLength: number;
  readonly error: string | null;
}

/** Keeps a training's state on the disk from time to time. */
export interface Checkpoints {
  /** What there is to go on from; null for a new run. */
  readonly resumed: Resumed | null;
  /** Whether it is time for the next one. */
  due(): boolean;
  /** Writes one. A failure (a full disk) is told and does not end the training. */
  save(state: Omit<CheckpointState, 'jobSha256' | 'earlierMembers'>, weights: TrainableWeights): Promise<void>;
  /** Keeps a finished network of an ensemble for the checkpoints after it, which try again where it cannot be written now. */
  keepMember(weights: readonly NamedWeight[], heatmapScale: number | null): Promise<void>;
}

export interface CheckpointOptions {
  /** The run's own folder; made where it is not there. */
  readonly folder: string;
  readonly everyMs: number;
  readonly architecture: Architecture;
  readonly jobSha256: string;
  readonly resume: boolean;
  readonly onSaved: (news: CheckpointNews) => void;
}

/**
 * The first one comes early. It counts from before TensorFlow is loaded: where a step takes so long that a stop cannot wait
 * for it, it comes behind the first step, so that there is something to keep.
 */
const FIRST_MS = 2_000;

/** @throws ComputeError `checkpoint-unusable` where it is to be gone on from one that is missing, damaged or of another job */
export async function openCheckpoints(options: CheckpointOptions): Promise<Checkpoints> {
  const { folder, everyMs, architecture, jobSha256, onSaved } = options;
  await mkdir(folder, { recursive: true });
  clearUnfinished(folder);
  const resumed = options.resume ? await readCheckpoint(folder, architecture, jobSha256) : null;
  const kept: KeptMember[] = [...(resumed?.state.earlierMembers ?? [])];
  let nextMs = performance.now() + (resumed ? everyMs : Math.min(FIRST_MS, everyMs));
  /** Finished networks that could not be written yet. A checkpoint that told of one that is not there would be no good. */
  const waiting: Resumed['members'][number][] = [];
  const keepWaiting = async (): Promise<void> => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const file = `member-${kept.length + 1}.safetensors`;
      const { sha256 } = await writeWeightsFile(path.join(folder, file), architecture, [next.weights]);
      kept.push({ file, sha256, heatmapScale: next.heatmapScale });
      waiting.shift();
    }
  };
  return {
    resumed,
    due: () => performance.now() >= nextMs,
    save: async (state, weights) => {
      const start = performance.now();
      const { member, epoch, step } = state;
      const told = (byteLength: number, error: string | null): void =>
        onSaved({ member: member + 1, epoch, step, durationMs: performance.now() - start, byteLength, error });
      try {
        await keepWaiting();
        const whole = { ...state, jobSha256, earlierMembers: kept };
        told(await writeCheckpoint(checkpointFile(folder), architecture, weights, whole), null);
      } catch (error) {
        told(0, wordsOf(error));
      }
      nextMs = performance.now() + everyMs;
    },
    keepMember: async (weights, heatmapScale) => {
      waiting.push({ weights, heatmapScale });
      try {
        await keepWaiting();
      } catch (error) {
        // The checkpoint before stays good; the next one tries again.
        const place = { member: kept.length + 1, epoch: 0, step: 0 };
        onSaved({ ...place, durationMs: 0, byteLength: 0, error: wordsOf(error) });
      }
    },
  };
}

const wordsOf = (error: unknown): string =>
  isDiskFull(error) ? 'The disk is full. Free some space.' : error instanceof Error ? error.message : String(error);

/** The three tensors of each weight, by the names that they have in the file. */
const tensorNames = (name: string) => ({ values: name, mean: `${name}/mean`, variance: `${name}/variance` });
const PARTS = ['values', 'mean', 'variance'] as const;

/**
 * Writes the weights, Adam's moments and the state, one tensor in memory at a time; the file is there whole or the one
 * before it still is.
 * @returns the file's length
 */
async function writeCheckpoint(
  target: string,
  architecture: Architecture,
  weights: TrainableWeights,
  state: CheckpointState,
): Promise<number> {
  const named = inferLayerShapes(architecture).flatMap((layer) => layer.weights);
  const tensors = named.flatMap(({ name, shape }, index) =>
    PARTS.map((part) => ({ name: tensorNames(name)[part], shape, part, index })),
  );
  const text = JSON.stringify(state);
  const headWith = (sha256: string): Uint8Array =>
    encodeSafetensorsHead(tensors, { format: 'overread-checkpoint-1', state: text, sha256 });
  const hash = createHash('sha256').update(text);
  const unfinished = unfinishedPath(target);
  let byteLength = 0;
  try {
    const file = await open(unfinished, 'wx');
    try {
      // The hash is known at the end; until then its place is held.
      await file.writeFile(headWith('0'.repeat(64)));
      for (const { part, index } of tensors) {
        const bytes = bytesOf(weights.readPart(index, part));
        hash.update(bytes);
        await file.writeFile(bytes);
      }
      const head = headWith(hash.digest('hex'));
      await file.write(head, 0, head.length, 0);
      await file.sync();
      const { size } = await file.stat();
      byteLength = size;
    } finally {
      await file.close();
    }
    await rename(unfinished, target);
    syncFolder(path.dirname(target));
    return byteLength;
  } catch (error) {
    await unlink(unfinished).catch(() => undefined);
    throw error;
  }
}

async function readCheckpoint(folder: string, architecture: Architecture, jobSha256: string): Promise<Resumed> {
  const unusable = (why: string): ComputeError =>
    new ComputeError('checkpoint-unusable', `The run cannot be continued: ${why} Discard it, and start a new run.`);
  const bytes = await readFile(checkpointFile(folder)).catch((error: Error) => {
    throw unusable(`its checkpoint cannot be read (${error.message}).`);
  });
  let tensors: Map<string, FileTensor>;
  let state: CheckpointState;
  try {
    const file = decodeSafetensors(bytes);
    const metadata = checkpointMetadataSchema.parse(file.metadata);
    const hash = createHash('sha256').update(metadata.state);
    for (const { values } of file.tensors) hash.update(bytesOf(values));
    if (hash.digest('hex') !== metadata.sha256) throw new RangeError('its bytes are not those that were written');
    state = checkpointStateSchema.parse(JSON.parse(metadata.state));
    tensors = new Map(file.tensors.map((tensor) => [tensor.name, tensor]));
  } catch (error) {
    throw unusable(`its checkpoint is damaged (${wordsOf(error)}).`);
  }
  if (state.jobSha256 !== jobSha256) throw unusable('its slices or settings are not those that it began with.');
  const weights = inferLayerShapes(architecture)
    .flatMap((layer) => layer.weights)
    .map(({ name, shape }) => {
      const [values, mean, variance] = PARTS.map((part) => {
        const tensor = tensors.get(tensorNames(name)[part]);
        if (tensor?.shape.join('x') === shape.join('x')) return tensor.values;
        throw unusable(`its checkpoint does not fit "${architecture.name}".`);
      });
      if (!values || !mean || !variance) throw unusable(`its checkpoint does not fit "${architecture.name}".`);
      return { shape, values, moments: { mean, variance } };
    });
  const members: Resumed['members'][number][] = [];
  for (const { file, sha256, heatmapScale } of state.earlierMembers) {
    // The name comes from a file: nothing outside the run's folder is read.
    const [member] = await readWeightsFile(path.join(folder, path.basename(file)), sha256, architecture);
    if (!member) throw unusable(`the network in ${file} is not there.`);
    members.push({ weights: member, heatmapScale });
  }
  return { state, weights, members };
}
