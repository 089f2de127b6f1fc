import { useEffect } from 'react';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import { loadAgreement } from '../actions/heatmaps.ts';
import { useHeatmapFacts } from '../state/heatmap-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import styles from './heatmap-section.module.css';
import { agreementWords } from './heatmap-words.ts';

/**
 * How long a slice stays on the screen with its map before the other methods are computed for it: not while one scrolls past, nor
 * before its own map, which would wait behind those of the slice before.
 */
const DWELL_MS = 600;

interface HeatmapAgreementProps {
  readonly sliceId: number;
  readonly modelId: number;
  readonly method: HeatmapMethod;
}

/** How far the other methods agree with the map on the screen, in words and figures. */
export function HeatmapAgreement({ sliceId, modelId, method }: HeatmapAgreementProps) {
  const agreement = useHeatmapFacts((state) => state.agreement);
  const waits = useViewer(({ heatmap }) => heatmap.kind === 'loading');
  useEffect(() => {
    if (waits) return undefined;
    const timer = setTimeout(() => void loadAgreement(sliceId, modelId), DWELL_MS);
    return () => clearTimeout(timer);
  }, [sliceId, modelId, waits]);
  const own = agreement.sliceId === sliceId && agreement.modelId === modelId;
  const pairs = own ? agreement.pairs : ({ kind: 'loading' } as const);
  return (
    <div data-testid="agreement">
      <h3>Do the methods agree on this slice?</h3>
      {pairs.kind === 'loading' && <p className={styles.busy}>The other maps are being computed…</p>}
      {pairs.kind === 'failed' && <p className={styles.problem}>They could not be compared: {pairs.message}</p>}
      {pairs.kind === 'ready' &&
        agreementWords(pairs.value, method).map(({ other, words, figures }) => (
          <p key={other}>
            {words} <span className={styles.figures}>{figures}</span>
          </p>
        ))}
    </div>
  );
}
