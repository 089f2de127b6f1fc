import { z } from 'zod';
import type { TrainableLabel } from '../review/label.ts';
import { compareSlices } from './manifest.ts';

/** Where the slices of a sealed test set came from. */
export const testSetOriginSchema = z.discriminatedUnion('kind', [
  /** All labelled slices of a source. */
  z.object({ kind: z.literal('source'), source: z.string() }),
  /** A drawn share of each label, whole groups, of a source or (null) of all slices that nothing had used. */
  z.object({ kind: z.literal('share'), source: z.string().nullable(), share: z.number(), seed: z.number().int() }),
]);
export type TestSetOrigin = z.infer<typeof testSetOriginSchema>;

/** Slices that were in question and were not sealed, by reason. */
export const leftOutSchema = z.object({
  /** Their label was given with the AI's answer in view: never test truth. */
  aiSeen: z.number().int(),
  /** Their label was given to many slices in one act: never test truth. 0 in test sets from before it could be. */
  inBulk: z.number().int().default(0),
  /** No label, unsure or excluded. */
  noLabel: z.number().int(),
  /** Sealed already, or hang together with a sealed slice. */
  sealed: z.number().int(),
  /** Used by a split or a cross-validation, or hang together with such a slice. */
  used: z.number().int(),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

/** A slice as it is written into a test set's manifest. */
export interface TestSetSlice {
  readonly fileSha256: string;
  readonly frame: number;
  readonly pixelSha256: string;
  readonly label: TrainableLabel;
}

/** What is hashed (as RFC 8785 text) to fix a test set: its slices by file, frame and pixels with their labels, sorted. */
export function testSetManifest(slices: readonly TestSetSlice[]) {
  const sorted = [...slices].sort(compareSlices);
  return {
    format: 'overread-test-set/1',
    slices: sorted.map(({ fileSha256, frame, pixelSha256, label }) => ({ fileSha256, frame, pixelSha256, label })),
  };
}
