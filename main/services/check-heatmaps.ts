import type { HeatmapCheck, MethodCheck } from '../../src/contract/heatmap-methods.ts';
import { HEATMAP_METHODS, type HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import { heatmapScaleOf } from '../../src/explanation/heatmap-scale.ts';
import { similarityFigure } from '../../src/explanation/randomisation-check.ts';
import { createSeededRandom, deriveSeed } from '../../src/random/seeded-random.ts';
import { spearman } from '../../src/statistics/spearman.ts';
import { weightBlocksFromTop } from '../../src/training/weight-blocks.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import type { OperationInput } from '../compute/protocol.ts';
import { insertHeatmapCheck, newestHeatmapCheck } from '../store/heatmap-checks.ts';
import { type LoadedModel, loadModel } from './model-reference.ts';
import { networkInputs } from './network-inputs.ts';
import { concatenate } from './predict-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { ofSources } from './source-members.ts';
import { loadSplit, type SplitMember } from './split-dataset.ts';

export interface CheckRequest {
  /** Null for the project's current model. */
  readonly modelId: number | null;
  readonly reader: string | null;
  readonly seed?: number | undefined;
  /** How many held-out slices are looked at, at most. */
  readonly slices?: number | undefined;
}

export interface CheckOptions {
  readonly signal?: AbortSignal | undefined;
  /** In maps computed. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export const DEFAULT_CHECKED_SLICES = 32;
const DEFAULT_SEED = 1;
/** Slices in one request: short ones, so that what a person waits for comes in between. */
const SLICES_AT_ONCE: Readonly<Record<HeatmapMethod, number>> = {
  'grad-cam': 16,
  'grad-cam-plus-plus': 16,
  occlusion: 2,
};

/** A slice of the sample with what enters the network for it. */
interface Sampled {
  readonly group: string;
  readonly input: Float32Array;
}

/**
 * The weight-randomisation check of a model's heatmaps (Adebayo et al., NeurIPS 2018): its weights are made random from the answer
 * down, block by block, and after each step the maps of a seeded sample of held-out slices are compared with the trained
 * network's, over the network's whole field of view. Kept, and said in the log.
 * @throws ServiceError `no-held-out` when there is no slice to look at; the signal's reason when cancelled
 */
export async function checkHeatmaps(
  context: ServiceContext,
  compute: ComputeClient,
  request: CheckRequest,
  options: CheckOptions = {},
): Promise<HeatmapCheck> {
  const seed = request.seed ?? DEFAULT_SEED;
  const model = loadModel(context, request.modelId);
  const split = ofSources(context, loadSplit(context, model.run.splitId), model.run.sourceIds);
  const members = sample(split.members, seed, request.slices ?? DEFAULT_CHECKED_SLICES);
  const { signal } = options;
  const sliceIds = members.map(({ sliceId }) => sliceId);
  const { inputs, failures } = await networkInputs(context, compute, sliceIds, model.run.preprocessing, { signal });
  const slices = members.flatMap(({ sliceId, group }) => {
    const input = inputs.get(sliceId);
    return input ? [{ group, input }] : [];
  });
  if (slices.length === 0) {
    const why = failures[0]?.message ?? 'The model was trained without a held-out part.';
    throw new ServiceError('no-held-out', `No held-out slice of ${model.row.name} could be looked at. ${why}`);
  }
  const methods = await checkMethods(compute, model, slices, seed, options);
  return store(context, model, request.reader, split.datasetName, {
    modelId: model.row.id,
    seed,
    slices: slices.length,
    missing: failures.length,
    methods,
    checkedMs: context.clock().getTime(),
  });
}

/** The newest check of a model as the screen shows it; null before the first. */
export function knownHeatmapCheck(context: ServiceContext, modelId: number): HeatmapCheck | null {
  const { row } = loadModel(context, modelId);
  const check = newestHeatmapCheck(context.store.db, modelId);
  if (!check) return null;
  const { id: _, ...kept } = check;
  return { ...kept, modelName: row.name };
}

function sample(members: readonly SplitMember[], seed: number, most: number): SplitMember[] {
  const heldOut = members.filter(({ part }) => part === 'held-out').sort((a, b) => a.sliceId - b.sliceId);
  return createSeededRandom(deriveSeed(seed, 'heatmap-check')).shuffle(heldOut).slice(0, most);
}

async function checkMethods(
  compute: ComputeClient,
  model: LoadedModel,
  slices: readonly Sampled[],
  seed: number,
  options: CheckOptions,
): Promise<MethodCheck[]> {
  const blocks = weightBlocksFromTop(model.run.architecture);
  const total = HEATMAP_METHODS.length * (blocks.length + 1) * slices.length;
  let done = 0;
  const mapsOf = (method: HeatmapMethod, topBlocks: number): Promise<Float32Array[]> => {
    const reference = { ...model.reference, randomised: topBlocks === 0 ? undefined : { topBlocks, seed } };
    return mapsBy(compute, reference, slices, method, options.signal, (some) => {
      done += some;
      options.onProgress?.(done, total);
    });
  };
  const trained = new Map<HeatmapMethod, Float32Array[]>();
  for (const method of HEATMAP_METHODS) trained.set(method, await mapsOf(method, 0));
  const steps = new Map<HeatmapMethod, MethodCheck['steps']>(HEATMAP_METHODS.map((method) => [method, []]));
  // Network by network, so that each is made once.
  for (const [index, { name }] of blocks.entries()) {
    for (const method of HEATMAP_METHODS) {
      const maps = await mapsOf(method, index + 1);
      const similarities = slices.map(({ group }, place) => ({
        group,
        correlation: spearman(trained.get(method)?.[place] ?? [], maps[place] ?? []),
      }));
      steps.get(method)?.push({ block: name, similarity: similarityFigure(similarities, seed) });
    }
  }
  return HEATMAP_METHODS.map((method) => ({
    method,
    steps: steps.get(method) ?? [],
    scale: heatmapScaleOf((trained.get(method) ?? []).map((values) => ({ values }))),
  }));
}

/** The maps of all slices by one method under one network, behind what a person waits for. */
async function mapsBy(
  compute: ComputeClient,
  model: OperationInput<'heatmaps'>['model'],
  slices: readonly Sampled[],
  method: HeatmapMethod,
  signal: AbortSignal | undefined,
  onMaps: (count: number) => void,
): Promise<Float32Array[]> {
  const maps: Float32Array[] = [];
  for (let start = 0; start < slices.length; start += SLICES_AT_ONCE[method]) {
    signal?.throwIfAborted();
    const some = slices.slice(start, start + SLICES_AT_ONCE[method]);
    const inputs = concatenate(some.map(({ input }) => input));
    const request = { model, inputs, count: some.length, method };
    const { height, width, values } = await compute.request('heatmaps', request, { signal, priority: 'background' });
    for (const place of some.keys()) maps.push(values.slice(place * height * width, (place + 1) * height * width));
    onMaps(some.length);
  }
  return maps;
}

function store(
  context: ServiceContext,
  { row }: LoadedModel,
  reader: string | null,
  datasetVersion: string,
  check: Omit<HeatmapCheck, 'modelName'>,
): HeatmapCheck {
  const after = (method: HeatmapMethod): number | null =>
    check.methods.find((checked) => checked.method === method)?.steps.at(-1)?.similarity.value ?? null;
  context.store.transaction(() => {
    insertHeatmapCheck(context.store.db, check);
    appendEntry(context, {
      event: 'heatmaps-checked',
      reader,
      model: row.name,
      weightsSha256: row.weightsSha256,
      datasetVersion,
      seed: check.seed,
      n: check.slices,
      gradCam: after('grad-cam'),
      gradCamPlusPlus: after('grad-cam-plus-plus'),
      occlusion: after('occlusion'),
    });
  });
  return { ...check, modelName: row.name };
}
