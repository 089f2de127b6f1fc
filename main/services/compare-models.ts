import type { MethodOutput } from '../../src/contract/contract.ts';
import type { Evaluation } from '../../src/contract/training-methods.ts';
import { verdictBetween } from '../../src/statistics/with-figures.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { correctionsBetween } from './corrections-between.ts';
import { type EvaluateOptions, evaluateModel } from './evaluate-model.ts';
import { loadModel } from './model-reference.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { taughtBy } from './taught-slices.ts';

export interface CompareRequest {
  readonly candidateId: number;
  readonly baselineId: number;
  readonly reader: string | null;
}

/**
 * Two models on the same slices: the held-out slices of the candidate's split and sources, under that split's data set
 * version. The slices that the baseline had learnt from are counted, since its figures are too kind there. With what was
 * corrected between the data of both.
 * @throws ServiceError `no-model`, `weights-missing`, `nothing-to-compare` where no slice has an answer of both
 */
export async function compareModels(
  context: ServiceContext,
  compute: ComputeClient,
  request: CompareRequest,
  options: EvaluateOptions = {},
): Promise<MethodOutput<'model.compare'>> {
  const { reader } = request;
  const loaded = {
    candidate: loadModel(context, request.candidateId),
    baseline: loadModel(context, request.baselineId),
  };
  const { splitId, sourceIds } = loaded.candidate.run;
  const slices = { splitId, sourceIds, reader };
  const candidate = await evaluateModel(context, compute, { modelId: request.candidateId, ...slices }, options);
  const baseline = await evaluateModel(context, compute, { modelId: request.baselineId, ...slices }, options);
  const before = new Map(baseline.slices.map((slice) => [slice.sliceId, slice]));
  requireCommon(candidate, before);
  const flipped = candidate.slices.flatMap((slice) => {
    const other = before.get(slice.sliceId);
    if (!other || other.outcome === slice.outcome) return [];
    const better = slice.outcome === 'true-positive' || slice.outcome === 'true-negative';
    return [{ sliceId: slice.sliceId, sourceId: slice.sourceId, file: slice.file, better }];
  });
  return {
    verdict: verdictBetween(candidate, baseline),
    labelVersion: candidate.datasetName,
    candidate,
    baseline,
    seenByBaseline: countSeen(context, request, candidate.slices),
    flipped,
    corrections: await correctionsBetween(context, compute, loaded, options.signal),
  };
}

function requireCommon({ modelName, slices, missing }: Evaluation, baseline: ReadonlyMap<number, unknown>): void {
  if (slices.some(({ sliceId }) => baseline.has(sliceId))) return;
  const [first] = missing;
  const why = first ? ` ${first.file}: ${first.message}` : '';
  throw new ServiceError(
    'nothing-to-compare',
    `No held-out slice of ${modelName} has an answer of both models, so there is nothing to compare. See that the files of its sources are where they were.${why}`,
  );
}

function countSeen(
  context: ServiceContext,
  request: CompareRequest,
  slices: readonly { readonly sliceId: number }[],
): number {
  const taught = taughtBy(context, loadModel(context, request.baselineId).run);
  return slices.filter((slice) => taught.has(slice.sliceId)).length;
}
