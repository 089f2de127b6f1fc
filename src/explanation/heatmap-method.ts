import { z } from 'zod';
import type { TrainableLabel } from '../review/label.ts';

/**
 * How a slice is explained. `grad-cam`: Selvaraju et al., ICCV 2017. `grad-cam-plus-plus`: Chattopadhay et al., WACV 2018.
 * `occlusion`: Zeiler and Fergus, ECCV 2014.
 */
export const HEATMAP_METHODS = ['grad-cam', 'grad-cam-plus-plus', 'occlusion'] as const;
export const heatmapMethodSchema = z.enum(HEATMAP_METHODS);
export type HeatmapMethod = z.infer<typeof heatmapMethodSchema>;

/** The methods that go by the gradient at the last convolution, and share its grid. */
export type GradientMethod = Exclude<HeatmapMethod, 'occlusion'>;

export const HEATMAP_METHOD_WORDS: Readonly<Record<HeatmapMethod, string>> = {
  'grad-cam': 'Grad-CAM',
  'grad-cam-plus-plus': 'Grad-CAM++',
  occlusion: 'Occlusion',
};

/** A method's name inside a sentence. */
export function methodInSentence(method: HeatmapMethod): string {
  return method === 'occlusion' ? 'occlusion' : HEATMAP_METHOD_WORDS[method];
}

/** What a map says, in one sentence for the screen. */
export function methodMeaning(method: HeatmapMethod, answer: TrainableLabel): string {
  const word = answer === 'haemorrhage' ? 'haemorrhage' : 'no haemorrhage';
  switch (method) {
    case 'grad-cam':
      return `Where the last convolution is active, weighted by the mean slope of the score for ${word}.`;
    case 'grad-cam-plus-plus':
      return `Where the last convolution is active, each place weighted by its own slope where it speaks for ${word}.`;
    case 'occlusion':
      return `Where covering the picture with brain grey makes ${word} less likely.`;
  }
}
