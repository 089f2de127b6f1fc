import type { WorklistRow as ListedRow, Worklist, WorklistItem } from '../../src/contract/review-methods.ts';
import type { Prediction } from '../../src/contract/shared.ts';
import { domainWarning, type InputDomain, inputDomain } from '../../src/prediction/domain-match.ts';
import { furthestWords } from '../../src/prediction/likeness-features.ts';
import { placeOnNormalMm } from '../../src/study/direction.ts';
import { centreOfSliceMm, type SlicePlane } from '../../src/study/slice-plane.ts';
import { type LikenessRow, likenessOfSource } from '../store/likeness.ts';
import { currentModel, findModel, type ModelRow } from '../store/models.ts';
import { doubtWidth } from '../store/project.ts';
import { seriesOfSource } from '../store/source-slices.ts';
import { findSource } from '../store/sources.ts';
import { unopenedSlices } from '../store/test-sets.ts';
import { refusedRows, type WorklistRow, worklistRows } from '../store/worklist-rows.ts';
import { presentPrediction } from './present-prediction.ts';
import { neutralFiles, sliceSight, type Viewer } from './reader-sight.ts';
import { SEALED, sealedWords } from './sealed-slices.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { ownItems } from './several-readers.ts';
import { ALL_VISIBLE, itemFor, worklistFor } from './worklist-for-reader.ts';

export interface WorklistRequest {
  readonly sourceId: number;
  readonly modelId?: number | undefined;
  /** Whose list it is: what is hidden from them is not in it. Without one nothing is hidden (the command line). */
  readonly viewer?: Viewer | undefined;
}

/**
 * The slices of a source in reading order, with labels and a model's predictions (without one named, the current model's);
 * what was refused; what is irregular about each series; and warnings that stay in sight.
 * @throws ServiceError `no-source`
 */
export function listWorklist(context: ServiceContext, request: WorklistRequest): Worklist {
  const { sourceId, viewer } = request;
  const { db } = context.store;
  const source = findSource(db, sourceId);
  if (!source) throw new ServiceError('no-source', `There is no source ${sourceId} in this project.`);
  const model = request.modelId === undefined ? currentModel(db) : findModel(db, request.modelId);
  const rows = worklistRows(db, sourceId, model?.id ?? null);
  const sealed = unopenedSlices(db, model?.id ?? null);
  const likeness = likenessOfSource(db, model?.id ?? 0, sourceId);
  const reading = model && { ...model, doubt: doubtWidth(db) };
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.seriesIndex, (counts.get(row.seriesIndex) ?? 0) + 1);
  const planes = planesOf(rows);
  const worklist: Worklist = {
    sourceId,
    kind: source.kind,
    name: source.name,
    synthetic: source.synthetic,
    series: seriesOfSource(db, sourceId).map(({ seriesIndex, title, remarks }) => ({
      index: seriesIndex,
      title,
      remarks: [...remarks],
      slices: counts.get(seriesIndex) ?? 0,
    })),
    items: rows.map((row) =>
      itemOf(row, reading, sealed.get(row.sliceId), likeness.get(row.sliceId), planes.get(row.sliceId)),
    ),
    refused: refusedRows(db, sourceId),
    warnings: model ? warningsOf(model, rows) : [],
  };
  if (!viewer) return worklist;
  return worklistFor(context, viewer, { ...worklist, items: ownItems(context, viewer.reader, worklist.items) });
}

/** One row of a worklist as the viewer may see it now, without its place in the list; null when the slice is not in the source. */
export function listedSlice(
  context: ServiceContext,
  request: { readonly sourceId: number; readonly sliceId: number; readonly viewer: Viewer },
): ListedRow | null {
  const { db } = context.store;
  const { sourceId, sliceId, viewer } = request;
  const model = currentModel(db);
  const row = worklistRows(db, sourceId, model?.id ?? null, sliceId)[0];
  if (!row) return null;
  const sealed = unopenedSlices(db, model?.id ?? null).get(sliceId);
  const likeness = likenessOfSource(db, model?.id ?? 0, sourceId, sliceId).get(sliceId);
  const item = itemOf(row, model && { ...model, doubt: doubtWidth(db) }, sealed, likeness);
  const [own = item] = ownItems(context, viewer.reader, [item]);
  const { seriesIndex, sliceIndex, plane, ...listed } = itemFor(
    own,
    sliceSight(context, viewer, sliceId),
    neutralFiles(context),
  );
  return listed;
}

/**
 * Where the slices of a whole source lie. A frame of reference has the lowest id of its slices for a number, which tells no more than
 * the ids do; a series that names none has coordinates of its own.
 */
function planesOf(rows: readonly WorklistRow[]): Map<number, SlicePlane | null> {
  const frames = new Map<string | number, number>();
  const frameOf = ({ fileFacts, seriesIndex }: WorklistRow) => fileFacts?.frameOfReferenceUid ?? seriesIndex;
  for (const row of rows) {
    const { sliceId } = row;
    frames.set(frameOf(row), Math.min(sliceId, frames.get(frameOf(row)) ?? sliceId));
  }
  return new Map(rows.map((row) => [row.sliceId, planeOf(row, frames.get(frameOf(row)) ?? row.sliceId)]));
}

function planeOf({ frameFacts, fileFacts }: WorklistRow, frameOfReference: number): SlicePlane | null {
  const { rows = null, columns = null } = fileFacts ?? {};
  const centreMm = frameFacts && rows && columns ? centreOfSliceMm(frameFacts, { rows, columns }) : null;
  const orientation = frameFacts?.orientation ?? null;
  return centreMm && orientation && { frameOfReference, centreMm, orientation };
}

/** A model with the project's zone of doubt. */
type ReadingModel = ModelRow & { readonly doubt: number };

function likenessWords(row: LikenessRow | undefined): WorklistItem['likeness'] {
  return row === undefined ? null : { pValue: row.pValue, words: furthestWords(row.feature, row.deviations) };
}

function itemOf(
  row: WorklistRow,
  model: ReadingModel | null,
  sealedIn: string | undefined,
  likeness: LikenessRow | undefined,
  plane: SlicePlane | null = null,
): WorklistItem {
  const { sliceId, seriesIndex, sliceIndex, file, frame, format, frameFacts, sourceLabel, currentLabel, read, notes } =
    row;
  return {
    sliceId,
    seriesIndex,
    sliceIndex,
    file,
    frame,
    format,
    instanceNumber: frameFacts?.instanceNumber ?? null,
    positionMm: frameFacts && placeOnNormalMm(frameFacts),
    plane,
    sourceLabel,
    currentLabel,
    read,
    notes,
    notPredictable: sealedIn === undefined ? unreadable(row) : { code: SEALED, message: sealedWords(sealedIn) },
    prediction: model && sealedIn === undefined ? predictionOf(row, model) : null,
    visible: ALL_VISIBLE,
    likeness: likenessWords(likeness),
  };
}

function unreadable({ notPredictableCode, notPredictableMessage }: WorklistRow): WorklistItem['notPredictable'] {
  return notPredictableCode === null ? null : { code: notPredictableCode, message: notPredictableMessage ?? '' };
}

function predictionOf(row: WorklistRow, model: ReadingModel): Prediction | null {
  const { probability, threshold, call } = row;
  if (probability === null || threshold === null || call === null) return null;
  return presentPrediction({ modelId: model.id, modelName: model.name, probability, threshold, call }, model.doubt);
}

/** One warning for each kind of picture in the list that the model never learnt from. */
function warningsOf(model: ModelRow, rows: readonly WorklistRow[]): string[] {
  const trainedOn: ReadonlySet<InputDomain> = new Set(
    model.domain === 'mixed' ? (['png', 'ct'] as const) : [model.domain],
  );
  const met = new Set<InputDomain>();
  for (const { fileFacts, frameFacts, notPredictableCode } of rows) {
    const samples = fileFacts?.samples ?? 1;
    if (notPredictableCode === null) met.add(inputDomain({ samples, frames: frameFacts ? [frameFacts] : [] }, 0));
  }
  return [...met].flatMap((domain) => domainWarning(trainedOn, domain) ?? []);
}
