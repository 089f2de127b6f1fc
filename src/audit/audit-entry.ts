import { z } from 'zod';
import { identifiersSchema } from '../contract/export-methods.ts';
import { markFiguresSchema } from '../marks/mark-figures.ts';
import { markShapeSchema } from '../marks/mark-shape.ts';
import { repeatSettingsSchema } from '../review/hidden-repeats.ts';
import { labelSchema, trainableLabelSchema } from '../review/label.ts';
import { armSchema, readingModeSchema } from '../review/reading-mode.ts';
import { bleedSchema } from '../review/study-call.ts';
import { recipeSchema } from '../training/recipe.ts';
import { recordedViewSchema } from '../viewing/recorded-view.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const callSchema = trainableLabelSchema;

/** `account`: the name was bound at sign-in to the account under which the app runs. `claimed`: somebody typed it. */
const readerVouchedSchema = z.enum(['account', 'claimed']);
export type ReaderVouched = z.infer<typeof readerVouchedSchema>;

/** What stands in every entry. Nothing here names a file or a patient: pseudonyms and hashes only. */
const common = {
  /** Version of the entry's form. */
  format: z.literal(1),
  sequence: z.number().int().positive(),
  /** UTC, ISO 8601 with milliseconds and Z. */
  time: z.string(),
  /** Minutes that local time was ahead of UTC. */
  utcOffsetMinutes: z.number().int(),
  reader: z.string().nullable(),
  /** Whether the system's account vouches for that name; absent without one and in entries from before it. */
  readerVouched: readerVouchedSchema.optional(),
  computer: z.string(),
  appVersion: z.string(),
};

const sliceFacts = {
  studyPseudonym: z.string(),
  seriesPseudonym: z.string(),
  fileSha256: sha256,
  frame: z.number().int().nonnegative(),
  pixelSha256: sha256.nullable(),
};

const modelFacts = { model: z.string(), weightsSha256: sha256 };

const readFacts = {
  ...sliceFacts,
  readId: z.number().int().positive(),
  presentationId: z.number().int().positive().nullable(),
  model: z.string().nullable(),
  weightsSha256: sha256.nullable(),
  datasetVersion: z.string().nullable(),
  probability: z.number().nullable(),
  threshold: z.number().nullable(),
  call: callSchema.nullable(),
  /** Whether the probability lay in the project's zone of doubt; absent without a prediction and in entries from before it. */
  cannotTell: z.boolean().optional(),
  sourceLabel: trainableLabelSchema.nullable(),
  labelBefore: labelSchema.nullable(),
  labelAfter: labelSchema.nullable(),
  /** Whether the reader's label equals the model's call; null without a prediction. */
  agreesWithModel: z.boolean().nullable(),
  changesCurrentLabel: z.boolean(),
  reason: z.string().nullable(),
  confidence: z.number().int().min(1).max(5).nullable(),
  decidedAfterMs: z.number().int().nonnegative().nullable(),
  /**
   * By the clock, from when the slice was shown to when this was recorded. Where it is there `decidedAfterMs` is the time that the
   * slice was in sight until its label was given; where not, as in entries from before that was measured, it is by the clock too.
   */
  sinceShownMs: z.number().int().nonnegative().optional(),
  /** Whether this reader had seen the prediction of this slice in any form before this read. */
  predictionSeen: z.boolean(),
  /** How the project was read, and this slice (with the AI from the start, or blind-first); absent where nothing was shown. */
  readingMode: readingModeSchema.optional(),
  arm: armSchema.optional(),
  /** Whether this reader had seen labels of this slice before, beside its picture or in a list that they asked for. */
  labelsSeen: z.boolean().optional(),
  /** How the slice was drawn at the act; absent where it was not on the screen, and in entries from before that was kept. */
  view: recordedViewSchema.optional(),
  /** Set where many slices were labelled, or taken back, in one act: its first act's `readId`. */
  batch: z.number().int().positive().optional(),
  /** How many entries of the log carry that batch. */
  batchSlices: z.number().int().positive().optional(),
};

const studyCallFacts = {
  studyPseudonym: z.string(),
  callId: z.number().int().positive(),
  /** This reader's call of the study before and after the act; null where none stands. */
  labelBefore: labelSchema.nullable(),
  labelAfter: labelSchema.nullable(),
  /** Of what stands after the act; the patient's side. */
  bleeds: z.array(bleedSchema),
  reason: z.string().nullable(),
  confidence: z.number().int().min(1).max(5).nullable(),
  /** Slices of the study in the project; shown to this reader so far; with a read of theirs that stands. */
  slices: z.number().int(),
  slicesShown: z.number().int(),
  slicesRead: z.number().int(),
  /** Whether this reader had seen the prediction of any of its slices in any form before this act. */
  predictionSeen: z.boolean(),
  /**
   * How the project was read, and all slices of the study (absent where some are read with the AI from the start and some blind-first).
   * Absent from undos, redos and entries from before it was noted.
   */
  readingMode: readingModeSchema.optional(),
  arm: armSchema.optional(),
  /** Whether this reader had seen labels of any of its slices before, beside its picture or in a list that they asked for. */
  labelsSeen: z.boolean().optional(),
};

const markFacts = {
  ...sliceFacts,
  /** The id of the act that added the mark. */
  markId: z.number().int().positive(),
  markActId: z.number().int().positive(),
  markKind: z.string(),
};

/** The mark as this act left it (or took it off), in pixels of the slice, and the figures that stood beside it. */
const markDrawn = { ...markFacts, shape: markShapeSchema, figures: markFiguresSchema };

const markStepped = {
  ...markFacts,
  targetActId: z.number().int().positive(),
  targetAct: z.enum(['added', 'changed', 'removed']),
  /** As it stands after this step; null where it is gone. */
  shape: markShapeSchema.nullable(),
  figures: markFiguresSchema.nullable(),
};

/** Every kind of audit entry. One event, one entry, committed with what it tells of. */
export const auditEntrySchema = z.discriminatedUnion('event', [
  z.object({
    ...common,
    event: z.literal('project-created'),
    project: z.string(),
    synthetic: z.boolean(),
    /** Absent in entries from before projects had one. */
    readingMode: readingModeSchema.optional(),
    /** Deals the cases of a `half` to its arms. */
    readingSeed: z.number().int().optional(),
  }),
  z.object({
    ...common,
    event: z.literal('reading-mode-changed'),
    before: readingModeSchema,
    after: readingModeSchema,
    seed: z.number().int(),
    /** Reads made until then, under whichever mode, taken back ones too. */
    reads: z.number().int(),
  }),
  z.object({
    ...common,
    event: z.literal('source-added'),
    sourcePseudonym: z.string(),
    kind: z.enum(['labelled-set', 'study']),
    slices: z.number().int(),
    refused: z.number().int(),
    labelled: z.number().int(),
    synthetic: z.boolean(),
  }),
  z.object({
    ...common,
    event: z.literal('source-changed'),
    sourcePseudonym: z.string(),
    slices: z.number().int(),
    refused: z.number().int(),
  }),
  z.object({ ...common, event: z.literal('source-moved'), sourcePseudonym: z.string() }),
  z.object({
    ...common,
    event: z.literal('slices-predicted'),
    ...modelFacts,
    sourcePseudonym: z.string(),
    slices: z.number().int(),
    failed: z.number().int(),
  }),
  z.object({ ...common, event: z.literal('read'), ...readFacts }),
  /** A slice came again unknown to its reader; `repeatedReadId` is the read that this one repeats. Settles nothing. */
  z.object({ ...common, event: z.literal('repeat-read'), ...readFacts, repeatedReadId: z.number().int() }),
  /** Somebody settled what readers disagreed on. */
  z.object({ ...common, event: z.literal('adjudication'), ...readFacts }),
  z.object({ ...common, event: z.literal('read-undone'), ...readFacts, targetReadId: z.number().int() }),
  z.object({ ...common, event: z.literal('read-redone'), ...readFacts, targetReadId: z.number().int() }),
  z.object({ ...common, event: z.literal('study-called'), ...studyCallFacts }),
  z.object({ ...common, event: z.literal('study-call-undone'), ...studyCallFacts, targetCallId: z.number().int() }),
  z.object({ ...common, event: z.literal('study-call-redone'), ...studyCallFacts, targetCallId: z.number().int() }),
  /** A table of the calls that stand was written. */
  z.object({ ...common, event: z.literal('study-calls-exported'), calls: z.number().int(), csvSha256: sha256 }),
  z.object({ ...common, event: z.literal('mark-added'), ...markDrawn }),
  z.object({ ...common, event: z.literal('mark-changed'), ...markDrawn }),
  z.object({ ...common, event: z.literal('mark-removed'), ...markDrawn }),
  z.object({ ...common, event: z.literal('mark-undone'), ...markStepped }),
  z.object({ ...common, event: z.literal('mark-redone'), ...markStepped }),
  z.object({
    ...common,
    event: z.literal('marks-exported'),
    marks: z.number().int(),
    /** Readers whose marks were written; null for all. */
    of: z.string().nullable(),
    csvSha256: sha256,
    jsonSha256: sha256.nullable(),
  }),
  z.object({
    ...common,
    event: z.literal('dataset-frozen'),
    datasetVersion: z.string(),
    manifestSha256: sha256,
    haemorrhage: z.number().int(),
    none: z.number().int(),
    unsure: z.number().int(),
    excluded: z.number().int(),
    corrected: z.number().int(),
    /** Slices left out because readers disagree on them; absent where there was none. */
    disputed: z.number().int().optional(),
    /** Excluded slices left out because nobody could decode them; absent where there was none. */
    unread: z.number().int().optional(),
    note: z.string().nullable(),
  }),
  z.object({
    ...common,
    event: z.literal('dataset-exported'),
    datasetVersion: z.string(),
    manifestSha256: sha256,
    slices: z.number().int(),
    /** Whether files went out de-identified, in how many something was taken out; absent in entries from before that could be. */
    identifiers: identifiersSchema.optional(),
    deidentified: z.number().int().optional(),
    /** Whether the person said to have looked at every picture for burnt-in text. */
    picturesSeen: z.boolean().optional(),
  }),
  z.object({
    ...common,
    event: z.literal('shortcuts-audited'),
    datasetVersion: z.string(),
    manifestSha256: sha256,
    featuresVersion: z.number().int(),
    seed: z.number().int(),
    n: z.number().int(),
    /** Area under the curve of each classifier, out of fold; null where there is none. */
    pictureFactsAuc: z.number().nullable(),
    brainStatisticsAuc: z.number().nullable(),
  }),
  z.object({
    ...common,
    event: z.literal('training-started'),
    run: z.number().int(),
    datasetVersion: z.string(),
    manifestSha256: sha256,
    architecture: z.string(),
    seed: z.number().int(),
    rounds: z.number().int(),
    /** Everything that the network was made with, so that the run can be replayed; absent in entries from before it. */
    recipe: recipeSchema.optional(),
    training: z.number().int(),
    validation: z.number().int(),
    heldOut: z.number().int(),
    /** Pseudonyms of the sources that the run learns from; absent for all. */
    sources: z.array(z.string()).optional(),
  }),
  z.object({
    ...common,
    event: z.literal('training-ended'),
    run: z.number().int(),
    outcome: z.enum(['finished', 'stopped', 'diverged', 'failed']),
    reason: z.string().nullable(),
    model: z.string().nullable(),
    weightsSha256: sha256.nullable(),
  }),
  /** A run goes on from its checkpoint (from its beginning where there was none yet), with all that it began with. */
  z.object({
    ...common,
    event: z.literal('training-continued'),
    run: z.number().int(),
    /** The app ended while it was learning, or the process that trains ended by itself. */
    why: z.enum(['interrupted', 'crashed']),
    /** The network, round (from 1) and steps of the round that were kept. */
    network: z.number().int(),
    round: z.number().int(),
    step: z.number().int(),
  }),
  z.object({ ...common, event: z.literal('checkpoint-discarded'), run: z.number().int() }),
  z.object({
    ...common,
    event: z.literal('cross-validation-started'),
    crossValidation: z.number().int(),
    datasetVersion: z.string(),
    manifestSha256: sha256,
    /** More than one: chosen inside each fold. */
    architectures: z.array(z.string()),
    /** SHA-256 of the recipes (architecture, preprocessing, settings) as RFC 8785 text. */
    recipesSha256: sha256,
    folds: z.number().int(),
    repeats: z.number().int(),
    grouping: z.string(),
    seed: z.number().int(),
    slices: z.number().int(),
    groups: z.number().int(),
  }),
  /** One that was stopped or cut off goes on with the folds that are not done. */
  z.object({
    ...common,
    event: z.literal('cross-validation-continued'),
    crossValidation: z.number().int(),
    foldsDone: z.number().int().nonnegative(),
  }),
  z.object({
    ...common,
    event: z.literal('cross-validation-ended'),
    crossValidation: z.number().int(),
    outcome: z.enum(['finished', 'stopped', 'failed']),
    reason: z.string().nullable(),
    /** SHA-256 of the out-of-fold predictions [repeat, file hash, frame, fold, probability] as RFC 8785 text; null unless finished. */
    predictionsSha256: sha256.nullable(),
  }),
  z.object({
    ...common,
    event: z.literal('run-replayed'),
    run: z.number().int(),
    model: z.string(),
    weightsSha256: sha256,
    replayedSha256: sha256.nullable(),
    /** Whether the replay gave the same weights, bit for bit. */
    same: z.boolean(),
  }),
  z.object({
    ...common,
    event: z.literal('model-evaluated'),
    ...modelFacts,
    datasetVersion: z.string(),
    /** What it was measured on: the kind of its evidence; absent in entries from before it. */
    evidence: z.enum(['held-out', 'cross-validated', 'sealed-test', 'other-source']).optional(),
    /** Pseudonym of the source that it was measured on; absent unless it was one source. */
    source: z.string().optional(),
    n: z.number().int(),
    truePositives: z.number().int(),
    falsePositives: z.number().int(),
    trueNegatives: z.number().int(),
    falseNegatives: z.number().int(),
  }),
  z.object({
    ...common,
    event: z.literal('heatmaps-checked'),
    ...modelFacts,
    datasetVersion: z.string(),
    seed: z.number().int(),
    /** Held-out slices looked at. */
    n: z.number().int(),
    /** Mean rank correlation of each method's maps with those after all weights were random; null where none is defined. */
    gradCam: z.number().nullable(),
    gradCamPlusPlus: z.number().nullable(),
    occlusion: z.number().nullable(),
  }),
  z.object({
    ...common,
    event: z.literal('model-promoted'),
    ...modelFacts,
    replaced: z.string().nullable(),
    note: z.string().nullable(),
  }),
  z.object({
    ...common,
    event: z.literal('near-duplicates-searched'),
    slices: z.number().int(),
    /** Pairs that no earlier search had found. */
    found: z.number().int(),
    /** Slices that could not be read, and so were not searched; absent where there was none. */
    unread: z.number().int().optional(),
  }),
  /** `candidate` takes a judgement back. */
  z.object({
    ...common,
    event: z.literal('near-duplicate-judged'),
    pair: z.number().int(),
    fileSha256: sha256,
    frame: z.number().int().nonnegative(),
    otherFileSha256: sha256,
    otherFrame: z.number().int().nonnegative(),
    score: z.number(),
    before: z.enum(['candidate', 'confirmed', 'rejected']),
    after: z.enum(['candidate', 'confirmed', 'rejected']),
  }),
  /** A person's own split came from a table. */
  z.object({
    ...common,
    event: z.literal('split-given'),
    datasetVersion: z.string(),
    tableSha256: sha256,
    training: z.number().int(),
    validation: z.number().int(),
    heldOut: z.number().int(),
  }),
  /** A known split turned out to leak, so that a new one was dealt in its place. */
  z.object({
    ...common,
    event: z.literal('split-replaced'),
    datasetVersion: z.string(),
    leakingPairs: z.number().int(),
    sealedApart: z.number().int(),
  }),
  z.object({
    ...common,
    event: z.literal('test-sealed'),
    testSet: z.string(),
    manifestSha256: sha256,
    haemorrhage: z.number().int(),
    none: z.number().int(),
    aiSeen: z.number().int(),
    /** Labelled in bulk; absent in entries from before that could be. */
    inBulk: z.number().int().optional(),
    noLabel: z.number().int(),
    sealedBefore: z.number().int(),
    used: z.number().int(),
    predictedBefore: z.number().int(),
    sourcePseudonym: z.string().nullable(),
    share: z.number().nullable(),
    seed: z.number().int().nullable(),
  }),
  z.object({
    ...common,
    event: z.literal('test-opened'),
    testSet: z.string(),
    manifestSha256: sha256,
    look: z.number().int().positive(),
    ...modelFacts,
    n: z.number().int(),
    truePositives: z.number().int(),
    falsePositives: z.number().int(),
    trueNegatives: z.number().int(),
    falseNegatives: z.number().int(),
  }),
  z.object({
    ...common,
    event: z.literal('model-card-exported'),
    ...modelFacts,
    datasetVersion: z.string(),
    /** Of the three files as they were written: model-card.html, figures.csv, model-card.json. */
    cardSha256: sha256,
    figuresSha256: sha256,
    jsonSha256: sha256,
  }),
  z.object({
    ...common,
    event: z.literal('reader-signed-in'),
    /** Pseudonym of the account that the name was bound to in this act. */
    boundAccount: z.string().optional(),
  }),
  z.object({ ...common, event: z.literal('reader-signed-out') }),
  /** How hidden repeats are drawn from now on. */
  z.object({ ...common, event: z.literal('repeats-set'), ...repeatSettingsSchema.shape }),
  /** The reader had the reads of others before them: of so many slices in dispute, with so many decided before. */
  z.object({ ...common, event: z.literal('adjudication-opened'), open: z.number().int(), decided: z.number().int() }),
  z.object({
    ...common,
    event: z.literal('readers-exported'),
    /** Of the two files as they were written: readers.json and reads.csv. */
    reportSha256: sha256,
    readsSha256: sha256,
    reads: z.number().int(),
  }),
  /** How wide the zone is in which the app says that it cannot tell. */
  z.object({ ...common, event: z.literal('doubt-zone-set'), before: z.number(), width: z.number() }),
  /** A reader's reads of a study went out as a DICOM Structured Report. */
  z.object({
    ...common,
    event: z.literal('report-exported'),
    studyPseudonym: z.string(),
    reportSha256: sha256,
    reads: z.number().int(),
    /** Absent in entries from before marks went along. */
    marks: z.number().int().optional(),
    /** Whether patient and study are named in it as in the pictures. */
    identifiers: identifiersSchema,
  }),
  /** A picture went out as it was seen. */
  z.object({
    ...common,
    event: z.literal('picture-exported'),
    ...sliceFacts,
    pictureSha256: sha256,
    /** Whether the writing over the picture was burnt in. */
    withOverlay: z.boolean(),
    /** Method of the heatmap that lay over it; null for none. */
    heatmap: z.string().nullable(),
  }),
  /** A table of what a model says of the slices of a folder was written. */
  z.object({
    ...common,
    event: z.literal('predictions-exported'),
    ...modelFacts,
    csvSha256: sha256,
    /** Slices and refused files in it. */
    rows: z.number().int(),
    /** Whether it names files by their paths. */
    identifiers: identifiersSchema,
  }),
  /** Pictures of slices under their heat were written. */
  z.object({
    ...common,
    event: z.literal('heatmaps-exported'),
    ...modelFacts,
    method: z.string(),
    heatmaps: z.number().int(),
    /** SHA-256 of the hashes of the files in hex, sorted, each followed by a line feed. */
    filesSha256: sha256,
    identifiers: identifiersSchema,
  }),
  /** A study was taken out of the project for good; what the log says of it stays, by pseudonym and hash. */
  z.object({
    ...common,
    event: z.literal('study-purged'),
    studyPseudonym: z.string(),
    slices: z.number().int(),
    predictions: z.number().int(),
    /** Copies of the database that were deleted because they held it. */
    backups: z.number().int(),
  }),
  z.object({ ...common, event: z.literal('audit-exported'), entries: z.number().int(), headHash: sha256 }),
  /** The project was taken back to a backup. What the log had told of since is in the state that was left. */
  z.object({
    ...common,
    event: z.literal('project-restored'),
    /** The backup's name: its time and why it was made. */
    backup: z.string(),
    /** Entries and head of the log that was left; null where it could not be read. */
    leftEntries: z.number().int().nullable(),
    leftHeadHash: sha256.nullable(),
  }),
]);
export type AuditEntry = z.infer<typeof auditEntrySchema>;

type Common = keyof typeof common;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What a service says of an event; the log adds sequence, time, computer and version. */
export type AuditFacts = DistributiveOmit<AuditEntry, Exclude<Common, 'reader'>>;
