import { call, messageOf } from '../api.ts';
import { useHeatmapFacts } from '../state/heatmap-store.ts';
import { say } from '../state/toast-store.ts';
import { clearHeatmaps } from '../viewer/heatmap.ts';

/** Asks how far the methods agree on a slice; an answer for a slice that is no longer asked about is dropped. */
export async function loadAgreement(sliceId: number, modelId: number): Promise<void> {
  const { agreement } = useHeatmapFacts.getState();
  const known = agreement.sliceId === sliceId && agreement.modelId === modelId;
  if (known && (agreement.pairs.kind === 'ready' || agreement.pairs.kind === 'loading')) return;
  const asked = { sliceId, modelId, pairs: { kind: 'loading' } } as const;
  useHeatmapFacts.setState({ agreement: asked });
  const answer = (pairs: ReturnType<typeof useHeatmapFacts.getState>['agreement']['pairs']): void => {
    if (useHeatmapFacts.getState().agreement === asked) {
      useHeatmapFacts.setState({ agreement: { sliceId, modelId, pairs } });
    }
  };
  try {
    answer({ kind: 'ready', value: (await call('heatmap.agreement', { sliceId, modelId })).pairs });
  } catch (error) {
    answer({ kind: 'failed', message: messageOf(error) });
  }
}

/** Fetches the newest check of a model's heatmaps. */
export async function loadHeatmapCheck(modelId: number): Promise<void> {
  if (useHeatmapFacts.getState().check.modelId !== modelId) {
    useHeatmapFacts.setState({ check: { modelId, found: { kind: 'loading' } } });
  }
  try {
    const { check } = await call('heatmap-check.get', { modelId });
    if (useHeatmapFacts.getState().check.modelId !== modelId) return;
    useHeatmapFacts.setState({ check: { modelId, found: { kind: 'ready', value: check } } });
  } catch (error) {
    if (useHeatmapFacts.getState().check.modelId !== modelId) return;
    useHeatmapFacts.setState({ check: { modelId, found: { kind: 'failed', message: messageOf(error) } } });
  }
}

export async function startHeatmapCheck(modelId: number): Promise<void> {
  try {
    await call('heatmap-check.start', { modelId });
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** A check has ended: maps have a scale of their model's now, and the panel its figure. */
export async function afterHeatmapCheck(): Promise<void> {
  clearHeatmaps();
  const { modelId } = useHeatmapFacts.getState().check;
  if (modelId !== null) await loadHeatmapCheck(modelId);
}
