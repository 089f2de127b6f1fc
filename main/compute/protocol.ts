import { z } from 'zod';
import { imageMetadataSchema } from '../../src/contract/review-methods.ts';
import { shortcutAuditSchema } from '../../src/contract/shortcut-methods.ts';
import { COPY_CHANGES } from '../../src/duplicates/copy-changes.ts';
import { heatmapMethodSchema } from '../../src/explanation/heatmap-method.ts';
import { affineSchema } from '../../src/prediction/affine.ts';
import { preprocessingSchema } from '../../src/prediction/preprocessing.ts';
import { trainableLabelSchema } from '../../src/review/label.ts';
import { sliceStatisticsSchema } from '../../src/shortcuts/slice-statistics.ts';
import type { StoredPixels } from '../../src/study/decoded-frame.ts';
import { fileHeaderSchema } from '../../src/study/file-header.ts';
import { lookupTablesSchema } from '../../src/study/lookup-tables.ts';
import { studyIdentitySchema } from '../../src/study/study-identity.ts';
import { architectureSchema } from '../../src/training/architecture.ts';
import { augmentationSchema } from '../../src/training/augmentation.ts';
import { epochRecordSchema, trainingSettingsSchema } from '../../src/training/training-settings.ts';

const pixels: z.ZodType<StoredPixels> = z.union([
  z.instanceof(Uint8Array),
  z.instanceof(Int8Array),
  z.instanceof(Uint16Array),
  z.instanceof(Int16Array),
  z.instanceof(Uint32Array),
  z.instanceof(Int32Array),
  z.instanceof(Float32Array),
  z.instanceof(Float64Array),
]);
const decodedFrame = z.object({
  rows: z.number().int(),
  columns: z.number().int(),
  samples: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  pixels,
});
const float32: z.ZodType<Float32Array> = z.instanceof(Float32Array);
const bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);
/** Bytes in a buffer of their own. */
const ownBytes: z.ZodType<Uint8Array<ArrayBuffer>> = z.instanceof(Uint8Array<ArrayBuffer>);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A slice's thumbnail without its grey: the picture's size and the head's box, all in pixels. */
const thumbnailShape = {
  rows: z.number().int(),
  columns: z.number().int(),
  box: z.object({ top: z.number(), left: z.number(), rows: z.number(), columns: z.number() }),
};

/** One frame (0-based) of a file. */
const frameOfFile = { path: z.string(), frame: z.number().int().nonnegative() };

/** Why a file or a job was refused: a stable code, and a sentence that a reader can act on. */
export const refusalSchema = z.object({ code: z.string(), message: z.string() });

/** A weights file on disk and what is needed to run it. */
const modelReference = z.object({
  weightsPath: z.string(),
  weightsSha256: sha256,
  architecture: architectureSchema,
  /** Whether answers are the mean of those to a slice and to its mirror image. */
  testTimeFlip: z.boolean().optional(),
  /** The topmost blocks of weights made random again, for the check of heatmaps (see randomiseTop). */
  randomised: z.object({ topBlocks: z.number().int().positive(), seed: z.number().int().nonnegative() }).optional(),
});

/**
 * Every operation of the compute children, by host. Input goes down, output comes back, `progress` (where there is one)
 * comes in between. Both ends parse with these schemas.
 */
export const operations = {
  /** Reads a file: hash, size and header, no pixels decoded. `refusal` is set when it is not a picture we can read. */
  inspect: {
    host: 'decode',
    input: z.object({ path: z.string() }),
    output: z.object({
      sha256,
      byteLength: z.number(),
      header: fileHeaderSchema.nullable(),
      refusal: refusalSchema.nullable(),
      /** What a DICOMDIR lists, as paths below its folder. */
      listedFiles: z.array(z.string()).readonly().nullable(),
    }),
  },
  /** Decodes one frame (0-based). The file's hash is of the very bytes that were decoded. */
  decode: {
    host: 'decode',
    input: z.object(frameOfFile),
    output: z.object({
      sha256,
      pixelSha256: sha256,
      header: fileHeaderSchema,
      tables: lookupTablesSchema,
      image: decodedFrame,
    }),
  },
  /** Decodes one frame and makes what the viewer draws of it (see shownSlice). */
  'shown-slice': {
    host: 'decode',
    /** With a ticket the body goes straight to the window where there is a way, and is null here. */
    input: z.object({ ...frameOfFile, ticket: z.string().nullable() }),
    output: z.object({ sha256, pixelSha256: sha256, metadata: imageMetadataSchema, body: ownBytes.nullable() }),
  },
  /** Decodes one frame and makes the small PNG that stands in lists. */
  'list-thumbnail': {
    host: 'decode',
    input: z.object(frameOfFile),
    output: z.object({ sha256, png: ownBytes }),
  },
  /** The names that a DICOM file is filed under, for a report in the original names. */
  'study-identity': {
    host: 'decode',
    input: z.object({ path: z.string() }),
    output: z.object({ sha256, identity: studyIdentitySchema }),
  },
  /**
   * Writes a file without what names somebody, for an export (see cleanFile). `cleanedSha256` is of what was written; null where
   * the file's hash is not the expected one, and where its bytes can go as they are: then nothing is written.
   */
  'clean-file': {
    host: 'decode',
    input: z.object({
      path: z.string(),
      format: z.enum(['png', 'dicom']),
      sha256,
      target: z.string(),
      /** Stands as name and number of the patient. */
      patient: z.string(),
      /** Who cleans it: the name of the program with its version. */
      program: z.string(),
      /** The project's secret key, under which UIDs are given others (see keyedUid). */
      uidKey: bytes,
    }),
    output: z.object({ sha256, cleanedSha256: sha256.nullable() }),
  },
  /** Decodes one frame and turns it into what enters the network: [side, side, channels] in 0..1, row-major. */
  'network-input': {
    host: 'decode',
    input: z.object({
      ...frameOfFile,
      preprocessing: preprocessingSchema,
      /** Whether to say where the head is. */
      withHead: z.boolean().optional(),
    }),
    output: z.object({
      sha256,
      pixelSha256: sha256,
      input: float32,
      /** 1 where the head is, [rows, columns]; with `withHead` only. */
      head: bytes.optional(),
      /** From a position in the slice to the position in the input; absent where the slice was stretched. */
      placement: affineSchema.optional(),
      rows: z.number(),
      columns: z.number(),
    }),
  },
  /** Decodes one frame and shows it as the network sees it in training (see previewPictures). */
  'augmentation-preview': {
    host: 'decode',
    input: z.object({
      ...frameOfFile,
      architecture: architectureSchema,
      preprocessing: preprocessingSchema,
      augmentation: augmentationSchema,
      seed: z.number().int(),
      draws: z.number().int().min(0).max(32),
    }),
    output: z.object({
      sha256,
      side: z.number().int(),
      channels: z.number().int(),
      /** [1 + draws, channels, side, side] */
      pictures: bytes,
    }),
  },
  /** Decodes one frame and cuts its head out as a small square: what near-duplicates are found from. */
  thumbnail: {
    host: 'decode',
    input: z.object(frameOfFile),
    output: z.object({ sha256, pixelSha256: sha256, ...thumbnailShape, grey: float32 }),
  },
  /** Searches slices for near-duplicates. `greys` are the thumbnails' greys end to end: [n, 64, 64]. */
  'near-duplicates': {
    host: 'decode',
    input: z.object({
      slices: z.array(z.object({ key: z.string(), pixelHash: z.string(), ...thumbnailShape })),
      greys: float32,
    }),
    progress: z.object({ done: z.number().int(), total: z.number().int() }),
    output: z.object({
      pairs: z.array(
        z.object({
          a: z.string(),
          b: z.string(),
          kind: z.enum(['exact', ...COPY_CHANGES]),
          changes: z.array(z.enum(COPY_CHANGES)),
          score: z.number(),
        }),
      ),
    }),
  },
  /** Runs of neighbours that look like one head; slices in the order of their files. */
  'look-alike-runs': {
    host: 'decode',
    input: z.object({
      slices: z.array(z.object({ key: z.string(), pixelHash: z.string(), ...thumbnailShape })),
      greys: float32,
    }),
    output: z.object({ runs: z.array(z.object({ keys: z.array(z.string()), weakest: z.number() })) }),
  },
  /** Decodes one frame (0-based) and measures it: picture facts, brain statistics, grey levels, colour. */
  'slice-statistics': {
    host: 'decode',
    input: z.object(frameOfFile),
    output: z.object({ sha256, pixelSha256: sha256, statistics: sliceStatisticsSchema }),
  },
  /** Tells the labels of measured slices without a network, out of fold (see shortcutAudit). */
  'shortcut-audit': {
    host: 'decode',
    input: z.object({
      slices: z.array(
        z.object({
          sliceId: z.number().int(),
          label: trainableLabelSchema,
          group: z.string(),
          statistics: sliceStatisticsSchema,
        }),
      ),
      /** The fold of each slice, a list for each repeat. */
      folds: z.array(z.array(z.number().int())),
      /** The network's probabilities of the same slices, a list for each repeat, and where it calls haemorrhage. */
      network: z.array(z.array(z.number())).nullable(),
      networkThreshold: z.number(),
    }),
    output: z.object({
      audit: shortcutAuditSchema.omit({ missing: true }).nullable(),
      /** Why there is no audit: too few slices, or folds that leak. */
      blocked: z.string().nullable(),
    }),
  },
  /** Probabilities of haemorrhage for a batch of inputs [n, side, side, channels]. */
  predict: {
    host: 'predict',
    input: z.object({ model: modelReference, inputs: float32, count: z.number().int().positive() }),
    output: z.object({ probabilities: float32 }),
  },
  /** The map of a method (Grad-CAM where none is named) of one input: [height, width], not negative, not normalised. */
  heatmap: {
    host: 'predict',
    input: z.object({
      model: modelReference,
      input: float32,
      method: heatmapMethodSchema.optional(),
      /** The answer that is explained, haemorrhage where none is named. */
      answer: trainableLabelSchema.optional(),
    }),
    output: z.object({ height: z.number().int(), width: z.number().int(), values: float32, probability: z.number() }),
  },
  /** The maps of a batch of inputs: values [n, height, width], as `heatmap` gives them one by one. */
  heatmaps: {
    host: 'predict',
    input: z.object({
      model: modelReference,
      inputs: float32,
      count: z.number().int().positive(),
      method: heatmapMethodSchema.optional(),
    }),
    output: z.object({ height: z.number().int(), width: z.number().int(), values: float32, probabilities: float32 }),
  },
  /**
   * Trains a network from seeded initial weights and writes its weights file (temp, fsync, rename) where a path is given.
   * With `scoring`, the trained network also says what it thinks of slices that it did not learn from.
   */
  train: {
    host: 'train',
    input: z.object({
      architecture: architectureSchema,
      settings: trainingSettingsSchema,
      /** [n, side, side, channels] for training, then for validation; labels 1 = haemorrhage, 0 = none. */
      training: z.object({ inputs: float32, labels: bytes }),
      validation: z.object({ inputs: float32, labels: bytes }),
      /** The fold (0-based) of each training slice, for an ensemble of folds. */
      folds: bytes.optional(),
      /** [n, side, side, channels]: out-of-fold slices, and never part of the training or of a choice. */
      scoring: z.object({ inputs: float32 }).optional(),
      /** Null: no weights file is written, and the heatmap's scale is not measured. */
      weightsPath: z.string().nullable(),
      /** Keeps the run's state in a folder of its own from time to time, and goes on from what is kept there. */
      checkpoint: z
        .object({
          folder: z.string(),
          everyMs: z.number().nonnegative(),
          resume: z.boolean(),
          /** With `resume`: learns no more, and keeps what was learnt until the checkpoint. */
          stopAtOnce: z.boolean().optional(),
        })
        .optional(),
    }),
    progress: z.union([
      z.object({
        kind: z.literal('checkpoint'),
        member: z.number().int(),
        epoch: z.number().int(),
        step: z.number().int(),
        durationMs: z.number(),
        byteLength: z.number(),
        /** Why it was not written; the training goes on all the same. */
        error: z.string().nullable(),
      }),
      z.object({ kind: z.literal('epoch'), epoch: epochRecordSchema }),
      z.object({
        kind: z.literal('step'),
        /** Which network of an ensemble, counted from 1. */
        member: z.number().int().optional(),
        epoch: z.number().int(),
        step: z.number().int(),
        steps: z.number().int(),
        loss: z.number(),
        msPerStep: z.number(),
      }),
    ]),
    output: z.object({
      /** `stopped`: by the person, what was learnt is kept. `diverged`: loss stuck or not finite, with the reason. */
      outcome: z.enum(['finished', 'stopped', 'diverged']),
      reason: z.string().nullable(),
      epochs: z.array(epochRecordSchema),
      /** What the model says of the validation slices, for its temperature; empty when it learnt nothing. */
      validationProbabilities: float32,
      weightsSha256: sha256.nullable(),
      weightsByteLength: z.number().nullable(),
      /** One scale for all heatmaps of this model: the value drawn as full heat (see heatmap-scale). */
      heatmapScale: z.number().nullable(),
      /** Probabilities of haemorrhage of the scoring slices; null without them, or where nothing was learnt. */
      scores: float32.nullable(),
      durationMs: z.number(),
    }),
  },
  /** What the child runs on; also the proof that the TensorFlow addon loads. */
  describe: {
    host: 'predict',
    input: z.object({}),
    output: z.object({ tensorflow: z.string(), node: z.string(), cpuFeatures: z.array(z.string()) }),
  },
} as const;

export type OperationName = keyof typeof operations;
export type HostName = (typeof operations)[OperationName]['host'];
export type OperationInput<K extends OperationName> = z.input<(typeof operations)[K]['input']>;
export type OperationOutput<K extends OperationName> = z.output<(typeof operations)[K]['output']>;
export type OperationProgress<K extends OperationName> = (typeof operations)[K] extends {
  progress: infer P extends z.ZodType;
}
  ? z.output<P>
  : never;
