import type { HeatmapCheck } from '../contract/heatmap-methods.ts';
import { methodInSentence } from '../explanation/heatmap-method.ts';
import type { Figure } from '../statistics/figure.ts';

/** What the weight-randomisation check of a model's heatmaps (Adebayo et al., 2018) found, for the checklists. */
export function heatmapCheckWords(check: HeatmapCheck | null): string {
  if (!check) return 'No check of the heatmaps by randomised weights was made.';
  const found = check.methods.map(({ method, steps }) => {
    const last = steps.at(-1)?.similarity;
    return `${methodInSentence(method)} ${last ? similarityWords(last) : 'not measured'}`;
  });
  return (
    `Checked by randomised weights on ${check.slices} held-out slices (${check.missing} could not be read): mean rank ` +
    `correlation of the maps before and after all weights were made random (1: the maps do not depend on what was learnt): ${found.join('; ')}.`
  );
}

function similarityWords({ value, low, high, n, reason }: Figure): string {
  if (value === null) return `not defined, n = ${n} (${reason ?? ''})`;
  const interval =
    low === null || high === null ? `no interval: ${reason ?? ''}` : `95 % interval ${of(low)} to ${of(high)}`;
  return `${of(value)} (${interval}; n = ${n})`;
}

const of = (correlation: number): string => correlation.toFixed(2);
