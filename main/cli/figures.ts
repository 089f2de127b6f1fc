import type { Proportion } from '../../src/contract/shared.ts';
import type { Evaluation, MeasuredModel } from '../../src/contract/training-methods.ts';
import { EVALUATION_FIGURES, FIGURE_WORDS } from '../../src/statistics/evaluation-statistics.ts';

const percent = (value: number | null): string => (value === null ? 'n/a' : `${(value * 100).toFixed(1)} %`);

function proportionText({ k, n, value, low, high }: Proportion): string {
  return `${percent(value)} (${k} of ${n}; 95 % interval ${percent(low)} to ${percent(high)})`;
}

/** An evaluation as lines for a terminal. */
export function evaluationText(evaluation: Evaluation): string {
  const { confusion } = evaluation;
  const wrong = evaluation.slices.filter(({ outcome }) => outcome.startsWith('false'));
  return [
    `${evaluation.evidence.heading}:`,
    `Model ${evaluation.modelName} on ${evaluation.n} slices under ${evaluation.datasetName}:`,
    `  accuracy     ${proportionText(evaluation.accuracy)}`,
    `  sensitivity  ${proportionText(evaluation.sensitivity)}`,
    `  specificity  ${proportionText(evaluation.specificity)}`,
    `  true positives ${confusion.truePositives}, false positives ${confusion.falsePositives}, ` +
      `true negatives ${confusion.trueNegatives}, false negatives ${confusion.falseNegatives}`,
    `  left out: ${evaluation.unsure} unsure, ${evaluation.excluded} excluded`,
    ...wrong.map(({ outcome, file, frame, probability }) => {
      return `  ${outcome.replace('-', ' ')}: ${file}${frame > 0 ? ` frame ${frame}` : ''} (${probability.toFixed(3)})`;
    }),
    ...evaluation.missing.map(({ file, message }) => `  not scored: ${file}: ${message}`),
  ].join('\n');
}

/** Every further figure with its interval and how it was made, then what to know before believing them. */
export function figuresText(measured: MeasuredModel): string {
  const lines = EVALUATION_FIGURES.flatMap((name) => {
    const { value, low, high, method, reason } = measured.figures[name];
    if (value === null) return [];
    const interval = low === null || high === null ? reason : `95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
    return [`  ${FIGURE_WORDS[name].padEnd(32)} ${value.toFixed(3)} (${interval}; ${method})`];
  });
  const groups = measured.slicesAreIndependent ? [] : [`  ${measured.groupCount} groups of slices that hang together.`];
  return [...lines, ...groups, ...measured.warnings.map((warning) => `  ${warning}`)].join('\n');
}
