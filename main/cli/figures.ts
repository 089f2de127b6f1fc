import type { Proportion } from '../../src/contract/shared.ts';
import type { Evaluation, MeasuredModel } from '../../src/contract/training-methods.ts';
import { EVALUATION_FIGURES, FIGURE_WORDS } from '../../src/statistics/evaluation-statistics.ts';

const percent = (value: number | null): string => (value === null ? 'n/a' : `${(value * 100).toFixed(1)} %`);

function proportionText({ k, n, value, low, high }: Proportion): string {
  return `${percent(value)} (${k} of ${n}; 95 % interval ${percent(low)} to ${percent(high)})`;
}

/** Whose labels the slices have. */
function slicesWords({ evidence, datasetName }: Evaluation): string {
  if (evidence.kind === 'sealed-test') return 'under the labels they were sealed with';
  return `${evidence.kind === 'held-out' ? 'held out, ' : ''}under ${datasetName}`;
}

/** An evaluation as lines for a terminal. */
export function evaluationText(evaluation: Evaluation): string {
  const { confusion } = evaluation;
  const wrong = evaluation.slices.filter(({ outcome }) => outcome.startsWith('false'));
  return [
    `${evaluation.evidence.heading}:`,
    `Model ${evaluation.modelName} on ${evaluation.n} slices, ${slicesWords(evaluation)}:`,
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
  return [
    ...lines,
    ...calibrationText(measured),
    ...groups,
    ...measured.warnings.map((warning) => `  ${warning}`),
  ].join('\n');
}

/** What the temperature does to the probabilities, which are reported as the network gave them. */
function calibrationText({ calibration, temperature, n }: MeasuredModel): string[] {
  if (!calibration || !temperature) return [];
  const { before, after } = calibration;
  const change = (word: string, key: keyof typeof before): string =>
    `${word} ${before[key].toFixed(3)} before, ${after[key].toFixed(3)} after`;
  return [
    `  Temperature ${temperature.temperature.toFixed(2)}, fitted on ${temperature.n} validation slices; on these ${n} slices: ` +
      `${change('Brier score', 'brier')}; ${change('calibration error', 'ece')}; ${change('log loss', 'logLoss')}.`,
  ];
}
