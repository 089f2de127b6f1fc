import { open } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { epochRecordSchema } from '../../src/training/training-settings.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Where a training stands: with the weights and Adam's moments beside it, all that the steps after it depend on. Every
 * random draw comes from the run's seed and its place (round, step, slice), so the place is the random state.
 */
export const checkpointStateSchema = z.object({
  /** SHA-256 of what is learnt from and how: it is continued with the same, or not at all. */
  jobSha256: sha256,
  /** Which network of an ensemble is learning, 0-based. */
  member: z.number().int().nonnegative(),
  /** The round under way, from 1, and how many of its steps are done. */
  epoch: z.number().int().positive(),
  step: z.number().int().nonnegative(),
  /** Steps that this network has made in all; Adam's bias correction and the learning rate go by it. */
  stepsDone: z.number().int().positive(),
  /** The round's running figures so far. */
  sums: z.object({ loss: z.number(), correct: z.number().int(), outputSpread: z.number() }),
  /** How long the round took so far. */
  roundMs: z.number(),
  /** This network's finished rounds, and the largest difference of outputs in each. */
  epochs: z.array(epochRecordSchema),
  outputSpreads: z.array(z.number()),
  /** What is finished of an ensemble: the rounds, and the networks that are kept. */
  earlierEpochs: z.array(epochRecordSchema),
  earlierMembers: z.array(z.object({ file: z.string(), sha256, heatmapScale: z.number().nullable() })),
});
export type CheckpointState = z.output<typeof checkpointStateSchema>;

/** What stands in the head of a checkpoint's file besides its tensors. */
export const checkpointMetadataSchema = z.object({
  format: z.literal('overread-checkpoint-1'),
  state: z.string(),
  /** Of the state's text and all bytes of the tensors. */
  sha256,
});

/** Longest head that is read: a thousand rounds of ten networks. */
export const HEAD_LIMIT_BYTES = 8_000_000;

/** The one checkpoint of a run in the run's folder of checkpoints; the next takes its place whole. */
export const checkpointFile = (folder: string): string => path.join(folder, 'checkpoint.safetensors');

/**
 * Where a run stands by its checkpoint, without the tensors.
 * @returns null where there is no checkpoint, or none that can be read
 */
export async function readCheckpointState(folder: string): Promise<CheckpointState | null> {
  try {
    const file = await open(checkpointFile(folder));
    try {
      const length = Buffer.alloc(8);
      await file.read(length, 0, 8, 0);
      const headLength = Number(length.readBigUInt64LE());
      if (headLength > HEAD_LIMIT_BYTES) return null;
      const head = Buffer.alloc(headLength);
      await file.read(head, 0, headLength, 8);
      const { __metadata__: metadata } = z.object({ __metadata__: checkpointMetadataSchema }).parse(parseJson(head));
      return checkpointStateSchema.parse(parseJson(metadata.state));
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

function parseJson(text: Buffer | string): unknown {
  return JSON.parse(text.toString());
}
