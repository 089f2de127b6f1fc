import type { MethodAgreement } from '../../src/contract/heatmap-methods.ts';
import { HEATMAP_METHODS } from '../../src/explanation/heatmap-method.ts';
import { compareMaps } from '../../src/explanation/map-agreement.ts';
import type { SliceExplainer, SliceOfModel } from './slice-explainer.ts';

/** How far the methods say the same of a slice, each pair of them once, over the slice's own pixels inside the head. */
export async function heatmapAgreement(
  explainer: SliceExplainer,
  slice: SliceOfModel,
  signal?: AbortSignal,
): Promise<MethodAgreement[]> {
  const pairs: MethodAgreement[] = [];
  const before: { readonly method: MethodAgreement['first']; readonly values: Float32Array }[] = [];
  for (const second of HEATMAP_METHODS) {
    const { values, head, columns } = await explainer.explain(slice, second, signal);
    for (const { method: first, values: earlier } of before) {
      pairs.push({ first, second, ...compareMaps(earlier, values, head, columns) });
    }
    before.push({ method: second, values });
  }
  return pairs;
}
