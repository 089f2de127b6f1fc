import { z } from 'zod';
import { HEAD_COLUMN } from '../audit/audit-head.ts';
import { type Label, trainableLabelSchema } from '../review/label.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const sliceSchema = z.object({ fileSha256: sha256, frame: z.number().int().nonnegative(), pixelSha256: sha256 });

/**
 * What a data set version is: which slices, and their labels. The manifest hash is the SHA-256 of this object as RFC 8785
 * text, and nothing else enters it, so that the same slices with the same labels have the same hash in every project.
 */
export const manifestContentSchema = z.object({
  format: z.literal('overread-manifest/1'),
  /** The slices that train and score, sorted by file hash, then frame (0-based). */
  slices: z.array(sliceSchema.extend({ label: trainableLabelSchema })),
  /** Set aside by a reader: never trained on, never scored. */
  unsure: z.array(sliceSchema),
  excluded: z.array(sliceSchema),
});
export type ManifestContent = z.infer<typeof manifestContentSchema>;

/** Where a slice's label came from. */
export const labelOriginSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source') }),
  z.object({ kind: z.literal('read'), reader: z.string(), auditSequence: z.number().int().positive() }),
]);
export type LabelOrigin = z.infer<typeof labelOriginSchema>;

const provenanceSchema = z.object({
  fileSha256: sha256,
  frame: z.number().int().nonnegative(),
  origin: labelOriginSchema,
  /** The label that came with the data; null for a slice that came without one. */
  sourceLabel: trainableLabelSchema.nullable(),
  /** Slices of one group (same patient, study, file or pixels) carry the same key and never part in a split. */
  group: z.string(),
  /** In an export: the picture's place below the manifest's folder. */
  file: z.string().optional(),
  /** In an export: the hash of the picture's file as it was written, where something was taken out of it. */
  exportedSha256: sha256.optional(),
});
export type SliceProvenance = z.infer<typeof provenanceSchema>;

/** The whole manifest.json: the hashed content, its hash, and what else is known of the version and its labels. */
export const manifestSchema = z.object({
  manifestSha256: sha256,
  content: manifestContentSchema,
  version: z.object({
    name: z.string(),
    note: z.string().nullable(),
    /** UTC, ISO 8601. */
    frozen: z.string(),
    appVersion: z.string(),
    synthetic: z.boolean(),
    /** Slices left out because their readers disagree; absent where there was none. */
    disputed: z.number().int().optional(),
    /** Excluded slices that are in no list because nobody could decode them; absent where there was none. */
    unread: z.number().int().optional(),
    /** Head of the log before the entry of the freezing; absent in versions from before it. */
    [HEAD_COLUMN]: z.string().optional(),
  }),
  /** Sorted as the slices are. */
  provenance: z.array(provenanceSchema),
  /** In an export: the hash of labels.csv beside it; absent in exports from before it. */
  labelsSha256: sha256.optional(),
  /** In an export: head of the log before the entry of the export. */
  [HEAD_COLUMN]: z.string().optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** A slice on its way into a manifest. */
export interface ManifestSlice {
  readonly fileSha256: string;
  readonly frame: number;
  readonly pixelSha256: string;
  readonly label: Label;
}

/** Order of slices in a manifest: by file hash, then by frame. */
export function compareSlices(
  a: { readonly fileSha256: string; readonly frame: number },
  b: { readonly fileSha256: string; readonly frame: number },
): number {
  if (a.fileSha256 !== b.fileSha256) return a.fileSha256 < b.fileSha256 ? -1 : 1;
  return a.frame - b.frame;
}

/** The hashed part of a manifest. The order of `slices` does not matter. */
export function manifestContent(slices: readonly ManifestSlice[]): ManifestContent {
  const content: ManifestContent = { format: 'overread-manifest/1', slices: [], unsure: [], excluded: [] };
  for (const { fileSha256, frame, pixelSha256, label } of [...slices].sort(compareSlices)) {
    const slice = { fileSha256, frame, pixelSha256 };
    if (label === 'unsure' || label === 'excluded') content[label].push(slice);
    else content.slices.push({ ...slice, label });
  }
  return content;
}
