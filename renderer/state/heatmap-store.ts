import { create } from 'zustand';
import type { HeatmapCheck, MethodAgreement } from '../../src/contract/heatmap-methods.ts';
import type { Loadable } from './loadable.ts';

interface HeatmapFactsState {
  /** How far the methods agree on one slice under one model. */
  readonly agreement: {
    readonly sliceId: number | null;
    readonly modelId: number | null;
    readonly pairs: Loadable<readonly MethodAgreement[]>;
  };
  /** The check of one model against random weights; null before the first. */
  readonly check: { readonly modelId: number | null; readonly found: Loadable<HeatmapCheck | null> };
}

const nothing: HeatmapFactsState = {
  agreement: { sliceId: null, modelId: null, pairs: { kind: 'idle' } },
  check: { modelId: null, found: { kind: 'idle' } },
};

/** What is known of heatmaps beside the maps themselves. */
export const useHeatmapFacts = create<HeatmapFactsState>()(() => nothing);

export function clearHeatmapFacts(): void {
  useHeatmapFacts.setState(nothing);
}
