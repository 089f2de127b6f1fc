import { setImmediate } from 'node:timers/promises';
import { headMask } from '../../../src/explanation/head-mask.ts';
import { occlusionGrid } from '../../../src/explanation/occlusion-grid.ts';
import { centerCropOffset } from '../../../src/prediction/heatmap-geometry.ts';
import { brainLevels } from '../../../src/prediction/standardise.ts';
import type { TrainableLabel } from '../../../src/review/label.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import { inRuns, sampleLength } from './batches.ts';
import { type Engine, inScope } from './engine.ts';
import type { Stage } from './execution-plan.ts';
import type { Explanation } from './grad-cam.ts';
import { countSamples, inferenceBatch, probabilityInRow } from './inference.ts';
import type { Tensor } from './load-tensorflow.ts';
import { runForward } from './network.ts';

/** Covered pictures that go through the network at a time; between two batches the process can hear of a cancellation. */
const COVERED_BATCH = 32;

/**
 * Occlusion maps for an answer (Zeiler and Fergus, ECCV 2014): the input is covered by a square at each place of the
 * grid (see occlusionGrid), and the heat is how much the log-odds of the answer fall, 0 where they rise. There are two
 * answers, so the one's log-odds are the other's with the sign turned. The square has the
 * slice's own level of brain (the median inside the ellipse in the middle, see brainLevels), each channel its own, and covers
 * the head alone (see headMask): grey in the air is what no scan has. It is laid on before the architecture's picture layers,
 * so the other side's mirror difference changes with it.
 * @param inputs [n, resizeSide, resizeSide, channels]
 * @throws the signal's reason when aborted
 */
export async function explainByOcclusion(
  engine: Engine,
  architecture: Architecture,
  stages: readonly Stage[],
  weights: readonly Tensor[],
  inputs: Float32Array,
  explained: TrainableLabel = 'haemorrhage',
  signal?: AbortSignal,
): Promise<Explanation[]> {
  const length = sampleLength(architecture);
  const answer = (pictures: Float32Array): Float32Array => {
    const samples = Array.from({ length: countSamples(architecture, pictures) }, (_, index) => index);
    return inScope(engine, () => {
      const batch = inferenceBatch(engine, architecture, pictures, samples);
      return runForward(engine.kernels, stages, weights, batch).logits.dataSync() as Float32Array;
    });
  };
  const explanations: Explanation[] = [];
  for (let sample = 0; sample < countSamples(architecture, inputs); sample++) {
    const picture = inputs.subarray(sample * length, (sample + 1) * length);
    explanations.push(await occludeOne(architecture, picture, answer, explained, signal));
  }
  return explanations;
}

async function occludeOne(
  architecture: Architecture,
  picture: Float32Array,
  answer: (pictures: Float32Array) => Float32Array,
  explained: TrainableLabel,
  signal: AbortSignal | undefined,
): Promise<Explanation> {
  const { height, width, starts } = occlusionGrid(architecture);
  const whole = answer(picture);
  const sign = explained === 'haemorrhage' ? 1 : -1;
  const wholeLogOdds = logOddsInRow(whole, 0);
  const cover = coverOf(architecture, picture);
  const values = new Float32Array(height * width);
  const cells = Array.from(values.keys());
  for (const run of inRuns(cells, COVERED_BATCH)) {
    await setImmediate();
    signal?.throwIfAborted();
    const covered = new Float32Array(run.length * picture.length);
    for (const [place, cell] of run.entries()) {
      covered.set(picture, place * picture.length);
      const one = covered.subarray(place * picture.length, (place + 1) * picture.length);
      cover(one, starts[Math.floor(cell / width)] ?? 0, starts[cell % width] ?? 0);
    }
    const logits = answer(covered);
    for (const [place, cell] of run.entries()) {
      values[cell] = Math.max(0, sign * (wholeLogOdds - logOddsInRow(logits, place)));
    }
  }
  return { height, width, values, probability: Math.fround(probabilityInRow(whole, 0)) };
}

/** The log-odds of haemorrhage: a probability near 1 hardly falls when much is covered, its log-odds do. */
function logOddsInRow(logits: Float32Array, row: number): number {
  return (logits[2 * row + 1] ?? Number.NaN) - (logits[2 * row] ?? Number.NaN);
}

/** Lays a patch of brain grey on the head in a picture, its corner at a row and column of the network's input. */
function coverOf(
  architecture: Architecture,
  picture: Float32Array,
): (target: Float32Array, row: number, column: number) => void {
  const { resizeSide, channels } = architecture;
  const { patch } = occlusionGrid(architecture);
  const crop = centerCropOffset(architecture);
  const planes = Array.from({ length: channels }, (_, channel) =>
    picture.filter((_value, at) => at % channels === channel),
  );
  const levels = planes.map((plane) => brainLevels(plane, resizeSide).median);
  const head = headMask(planes[0] ?? picture, resizeSide, resizeSide);
  return (target, row, column) => {
    for (let line = crop + row; line < crop + row + patch; line++) {
      for (let across = crop + column; across < crop + column + patch; across++) {
        const at = line * resizeSide + across;
        if (head[at] !== 1) continue;
        for (const [channel, level] of levels.entries()) target[at * channels + channel] = level;
      }
    }
  };
}
