import type { Proportion } from '../../src/contract/shared.ts';
import type { Evaluation } from '../../src/contract/training-methods.ts';

const percent = (value: number | null): string => (value === null ? 'n/a' : `${(value * 100).toFixed(1)} %`);

function proportionText({ k, n, value, low, high }: Proportion): string {
  return `${percent(value)} (${k} of ${n}; 95 % interval ${percent(low)} to ${percent(high)})`;
}

/** An evaluation as lines for a terminal. */
export function evaluationText(evaluation: Evaluation): string {
  const { confusion } = evaluation;
  const wrong = evaluation.slices.filter(({ outcome }) => outcome.startsWith('false'));
  return [
    `Model ${evaluation.modelName} on ${evaluation.n} held-out slices under ${evaluation.datasetName}:`,
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
