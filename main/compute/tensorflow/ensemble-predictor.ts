import { heatGrid } from '../../../src/explanation/heat-grid.ts';
import type { HeatmapMethod } from '../../../src/explanation/heatmap-method.ts';
import { mirrorHeat, mirrorPictures } from '../../../src/prediction/mirror.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import type { Explanation } from './grad-cam.ts';
import type { Predictor } from './predictor.ts';

export interface EnsembleOptions {
  /** Whether each network also answers to the mirror image. */
  readonly testTimeFlip?: boolean | undefined;
}

/**
 * Several networks of one architecture that answer as one: the mean of their probabilities and of their heatmaps, with
 * `testTimeFlip` of the picture and its mirror image. One network without it answers as it does alone.
 */
export function createEnsemblePredictor(
  members: readonly Predictor[],
  architecture: Architecture,
  { testTimeFlip = false }: EnsembleOptions,
): Predictor {
  const answering = testTimeFlip ? members.flatMap((member) => [member, mirrored(member, architecture)]) : members;
  return {
    predict: (inputs) => meanArray(answering.map((member) => member.predict(inputs))),
    explain: (inputs, method, answer) =>
      meanExplanations(answering.map((member) => member.explain(inputs, method, answer))),
    explainBy: async (method, inputs, signal, answer) => {
      const lists: Explanation[][] = [];
      for (const member of answering) lists.push(await member.explainBy(method, inputs, signal, answer));
      return meanExplanations(lists);
    },
    dispose: () => {
      for (const member of members) member.dispose();
    },
  };
}

function mirrored(member: Predictor, architecture: Architecture): Predictor {
  const { resizeSide, channels, inputSide } = architecture;
  const mirror = (inputs: Float32Array): Float32Array => mirrorPictures(inputs, resizeSide, channels);
  const turnedBack = (heats: readonly Explanation[], method: HeatmapMethod = 'grad-cam'): Explanation[] => {
    const cells = { ...heatGrid(architecture, method), inputSide };
    return heats.map((heat) => ({ ...heat, values: mirrorHeat(heat.values, cells) }));
  };
  return {
    predict: (inputs) => member.predict(mirror(inputs)),
    explain: (inputs, method, answer) => turnedBack(member.explain(mirror(inputs), method, answer), method),
    explainBy: async (method, inputs, signal, answer) =>
      turnedBack(await member.explainBy(method, mirror(inputs), signal, answer), method),
    dispose: () => member.dispose(),
  };
}

/** The mean of arrays of one length, place by place; summed in double precision. */
export function meanArray(arrays: readonly Float32Array[]): Float32Array {
  const [first] = arrays;
  if (!first) throw new RangeError('There is nothing to take the mean of.');
  if (arrays.length === 1) return first;
  return first.map((_, index) => arrays.reduce((sum, array) => sum + (array[index] as number), 0) / arrays.length);
}

/** The mean of several networks' explanations, slice by slice. */
export function meanExplanations(lists: readonly (readonly Explanation[])[]): Explanation[] {
  const [first = []] = lists;
  return first.map((explanation, slice) => {
    const all = lists.flatMap((list) => list[slice] ?? []);
    const [probability = Number.NaN] = meanArray(all.map((one) => Float32Array.of(one.probability)));
    return { ...explanation, values: meanArray(all.map(({ values }) => values)), probability };
  });
}
