import type { MethodOutput } from '../../src/contract/contract.ts';
import { type ListedStudy, studyCallSchema } from '../../src/contract/study-methods.ts';
import { cleanName } from '../../src/review/clean-text.ts';
import { standingCall } from '../../src/review/study-call.ts';
import { currentModel } from '../store/models.ts';
import { seriesOfSlices } from '../store/source-slices.ts';
import { findSource } from '../store/sources.ts';
import { studiesOfSource } from '../store/studies.ts';
import { studyCallsOf } from '../store/study-calls.ts';
import { storedEvaluation } from './evaluate-model.ts';
import { fewHidden } from './few-hidden.ts';
import { listWorklist } from './list-worklist.ts';
import { hidesNothing, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { whyNoStudyCall } from './why-no-study-call.ts';

/**
 * The studies of a source in reading order, each with the call of it that stands for this reader, and how often the current
 * model is right on slices without haemorrhage. Other readers' calls are left out.
 * @throws ServiceError `no-source`
 */
export function listStudies(
  ctx: ServiceContext,
  request: { readonly sourceId: number; readonly reader: string },
): MethodOutput<'study.list'> {
  const source = findSource(ctx.store.db, request.sourceId);
  if (!source) throw new ServiceError('no-source', `There is no source ${request.sourceId} in this project.`);
  const reader = cleanName(request.reader);
  const studies = new Map<string, ListedStudy>();
  for (const { study, seriesIndex, slices, dicom } of studiesOfSource(ctx.store.db, source.id)) {
    const known = studies.get(study);
    const standing = known ? known.standing : standingCall(studyCallsOf(ctx.store.db, study, reader));
    studies.set(study, {
      study,
      series: [...(known?.series ?? []), seriesIndex],
      slices: (known?.slices ?? 0) + slices,
      whyNot: whyNoStudyCall({ dicom, opened: source.kind === 'study' }),
      standing: standing && studyCallSchema.parse(standing),
    });
  }
  return { studies: [...studies.values()], specificity: currentSpecificity(ctx) };
}

/** The studies as their series stand in the list of this reader, which may come in a drawn order while labels are hidden. */
export function studiesFor(ctx: ServiceContext, viewer: Viewer, sourceId: number): MethodOutput<'study.list'> {
  const list = listStudies(ctx, { sourceId, reader: viewer.reader });
  if (hidesNothing(ctx, viewer)) return list;
  const filed = seriesOfSlices(ctx.store.db, sourceId);
  const listed = new Map<number, number>();
  for (const { sliceId, seriesIndex } of listWorklist(ctx, { sourceId, viewer }).items) {
    listed.set(filed.get(sliceId) ?? seriesIndex, seriesIndex);
  }
  const studies = list.studies.map((study) => {
    const series = new Set(study.series.map((index) => listed.get(index) ?? index));
    return { ...study, series: [...series].sort((a, b) => a - b) };
  });
  return {
    studies: studies.sort((a, b) => (a.series[0] ?? 0) - (b.series[0] ?? 0)),
    specificity: currentSpecificity(ctx, viewer),
  };
}

/**
 * Of the model that reads for the project, on its held-out slices as far as they are predicted; null without such figures, and where
 * they would tell the viewer of the few slices that are hidden.
 */
function currentSpecificity(
  ctx: ServiceContext,
  viewer: Viewer | null = null,
): MethodOutput<'study.list'>['specificity'] {
  const model = currentModel(ctx.store.db);
  const evaluation = model && storedEvaluation(ctx, model);
  if (!evaluation || evaluation.specificity.n === 0) return null;
  const sliceIds = evaluation.slices.map(({ sliceId }) => sliceId);
  if (viewer !== null && fewHidden(ctx, viewer, sliceIds).size > 0) return null;
  return { model: evaluation.modelName, heading: evaluation.evidence.heading, figure: evaluation.specificity };
}
