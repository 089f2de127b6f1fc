import { z } from 'zod';

/**
 * `balanced`: each class counts as much as the other, however many slices it has (scikit-learn's class_weight 'balanced':
 * n / (2 * n of the class)).
 */
export const classWeightsSchema = z.enum(['none', 'balanced']);
export type ClassWeights = z.infer<typeof classWeightsSchema>;

/**
 * What the loss of a slice is multiplied by, by its label (0 none, 1 haemorrhage); null where all count once. The weights
 * of all slices together have the mean 1.
 * @param labels those of the training slices, both classes among them
 */
export function classWeightsOf(labels: Uint8Array, kind: ClassWeights = 'none'): readonly [number, number] | null {
  if (kind === 'none') return null;
  const positives = labels.reduce((sum, label) => sum + (label === 1 ? 1 : 0), 0);
  return [labels.length / (2 * (labels.length - positives)), labels.length / (2 * positives)];
}
