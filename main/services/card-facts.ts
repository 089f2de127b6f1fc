import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import type { CardDataset, CardModel, CardSource, CardSplit, ModelCardFacts } from '../../src/report/card-facts.ts';
import { ensembleWords } from '../../src/report/recipe-words.ts';
import type { TrainingSettings } from '../../src/training/training-settings.ts';
import { auditHead } from '../store/audit-log.ts';
import { countFilesOfSources, countPredictionSeen, countProjectSlices, refusedByLog } from '../store/card-counts.ts';
import { type DatasetVersionRow, findDatasetVersion } from '../store/dataset-versions.ts';
import { findProject } from '../store/project.ts';
import { unsearchedAmong } from '../store/slice-thumbnails.ts';
import { listSources } from '../store/sources.ts';
import { findSplit, ownSplitTable } from '../store/splits.ts';
import type { CardEvidence } from './card-evidence.ts';
import { countCorrected, countLabels, labelsOfManifest } from './dataset-labels.ts';
import type { LoadedModel } from './model-reference.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { ofSources } from './source-members.ts';
import { type DatasetSplit, loadSplit } from './split-dataset.ts';
import { leaksBetween } from './split-leaks.ts';

/** How weights and threshold come about (main/compute/tensorflow/train-network.ts, src/prediction/call.ts). */
const SELECTION =
  'The weights are those after the last round that was run; the validation part is watched and chooses nothing but the ' +
  'temperature, which changes no call. The threshold was set before training.';

/** Whether several networks answer together, and whether the mirror image is asked too. */
function ensemblingWords({ ensemble, testTimeFlip }: TrainingSettings): string {
  const networks = ensemble ? `There is ${ensembleWords(ensemble)}` : 'One network answers alone';
  return testTimeFlip ? `${networks}, asked about each slice and its mirror image.` : `${networks}.`;
}

/** What ties slices into a group (main/store/grouping.ts). */
const GROUPED_BY = 'same patient, study, file or picture, or a near-duplicate that nobody rejected';

/** Gathers what a model card says from the project. The log's head is taken last, so the figures' own entries are in it. */
export function gatherCardFacts(
  context: ServiceContext,
  model: LoadedModel,
  measured: MeasuredModel,
  evidence: CardEvidence,
  prevalence: number | null,
): ModelCardFacts {
  const { db } = context.store;
  const version = findDatasetVersion(db, model.run.datasetVersionId);
  if (!version) throw new ServiceError('no-dataset', `The data set version of ${model.row.name} is gone.`);
  const whole = loadSplit(context, model.run.splitId);
  const split = ofSources(context, whole, model.run.sourceIds);
  const sources = cardSources(context);
  const { further, ...rest } = evidence;
  return {
    ...rest,
    appVersion: context.appVersion,
    made: context.clock().toISOString(),
    projectUuid: findProject(db)?.uuid ?? '',
    project: countProjectSlices(db, version.id),
    sources,
    dataset: cardDataset(context, version, split),
    split: cardSplit(context, whole, split, chosenSources(sources, model.run.sourceIds)),
    model: cardModel(model),
    prevalence,
    measured: [measured, ...further],
    audit: auditHead(db),
  };
}

function cardSources(context: ServiceContext): CardSource[] {
  const { db } = context.store;
  const counts = countFilesOfSources(db);
  return listSources(db).map(({ id, pseudonym, kind, synthetic }) => {
    const own = counts.filter((row) => row.sourceId === id);
    const read = own.find(({ refusalCode }) => refusalCode === null)?.count ?? 0;
    const known = own.flatMap(({ refusalCode, count }) =>
      refusalCode === null ? [] : [{ words: refusalCode.replaceAll('-', ' '), count }],
    );
    const unreadable = kind === 'labelled-set' ? refusedByLog(db, pseudonym) : 0;
    const refused = unreadable > 0 ? [...known, { words: 'unreadable image', count: unreadable }] : known;
    return {
      id,
      pseudonym,
      kind,
      synthetic,
      files: read + refused.reduce((sum, { count }) => sum + count, 0),
      refused,
    };
  });
}

function cardDataset(context: ServiceContext, version: DatasetVersionRow, split: DatasetSplit): CardDataset {
  const { manifest } = version;
  const { haemorrhage, none, unsure, excluded } = countLabels(labelsOfManifest(manifest.content).values());
  const reads = manifest.provenance.flatMap(({ origin }) => (origin.kind === 'read' ? [origin] : []));
  return {
    ...{ name: version.name, manifestSha256: version.manifestSha256, frozen: manifest.version.frozen },
    ...{ haemorrhage, none, unsure, excluded },
    corrected: countCorrected(manifest),
    labels: {
      fromSource: manifest.provenance.length - reads.length,
      fromReads: reads.length,
      readers: new Set(reads.map(({ reader }) => reader)).size,
      predictionSeen: countPredictionSeen(
        context.store.db,
        reads.map(({ auditSequence }) => auditSequence),
      ),
    },
    groups: new Set(split.members.map(({ group }) => group)).size,
    groupedBy: GROUPED_BY,
  };
}

/** Pseudonyms of the sources that a run was limited to; null for all. */
function chosenSources(sources: readonly CardSource[], sourceIds: readonly number[] | null): string[] | null {
  return sourceIds && sources.filter(({ id }) => sourceIds.includes(id)).map(({ pseudonym }) => pseudonym);
}

/** @param whole the split that `split` is the run's own sources of */
function cardSplit(
  context: ServiceContext,
  whole: DatasetSplit,
  { id, seed, members }: DatasetSplit,
  sources: readonly string[] | null,
): CardSplit {
  const { db } = context.store;
  const sliceIds = members.map(({ sliceId }) => sliceId);
  const count = (wanted: string): number => members.filter(({ part }) => part === wanted).length;
  const { heldOutFraction = 0, validationFraction = 0 } = findSplit(db, id) ?? {};
  return {
    ...{ seed, heldOutFraction, validationFraction, sources },
    ownTableSha256: ownSplitTable(db, id),
    ofOtherSources: whole.members.length - members.length,
    leakingPairs: leaksBetween(context, members).length,
    unsearched: unsearchedAmong(db, sliceIds).length,
    ...{ training: count('training'), validation: count('validation'), heldOut: count('held-out') },
  };
}

/** Rounds that the run went through; an ensemble has a record of each round of each network. */
export const roundsRun = (epochs: LoadedModel['run']['epochs']): number =>
  Math.max(0, ...epochs.map(({ epoch }) => epoch));

function cardModel({ row, run }: LoadedModel): CardModel {
  const { name, weightsSha256, weightsByteLength, threshold, domain, synthetic, createdMs } = row;
  return {
    ...{ name, weightsSha256, weightsByteLength, threshold, domain, synthetic },
    selection: SELECTION,
    ensembling: ensemblingWords(run.settings),
    created: new Date(createdMs).toISOString(),
    ...{ architecture: run.architecture, preprocessing: run.preprocessing, settings: run.settings },
    ...{ roundsRun: roundsRun(run.epochs), outcome: run.status },
  };
}
