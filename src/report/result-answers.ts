import { EVALUATION_FIGURES, FIGURE_WORDS } from '../statistics/evaluation-statistics.ts';
import type { ModelCardFacts } from './card-facts.ts';
import type { Answer, Topic } from './checklist.ts';

const filled = (text: string): Answer => ({ status: 'filled', text });
const open = (text: string): Answer => ({ status: 'open', text });

/** What the measurements say to the items on analysis and results. Without a measurement these stay open. */
export function resultAnswers(facts: ModelCardFacts): Partial<Record<Topic, Answer>> {
  const { measured, crossValidation, shortcuts } = facts;
  const all = [...measured, ...(crossValidation?.repeats ?? [])];
  if (all.length === 0) return {};
  const metrics = EVALUATION_FIGURES.map((name) => FIGURE_WORDS[name]).join(', ');
  const methods = [...new Set(all.flatMap((one) => Object.values(one.figures).map(({ method }) => method)))].filter(
    (method) => method !== 'none',
  );
  const uncertainty = `95 % intervals: ${methods.join('; ')}. Every figure names its own.`;
  const headings = [...new Set(all.map(({ evidence, n }) => `${evidence.heading} (${n} slices)`))].join('; ');
  const external = measured.filter(({ evidence }) => evidence.kind === 'other-source');
  return {
    metrics: filled(`${metrics}.`),
    uncertainty: filled(uncertainty),
    statistics: filled(`${metrics}. ${uncertainty}`),
    robustness: robustnessAnswer(facts),
    'internal-testing': filled(headings),
    'external-testing':
      external.length > 0
        ? filled(external.map(({ evidence, n }) => `${evidence.heading} (${n} slices)`).join('; '))
        : open(
            'This card gives no figures on other sources. To be written by the authors: such figures, or why there are none.',
          ),
    'external-differences': open(
      external.length > 0
        ? 'To be written by the authors: how the external data differ from those that were learnt from.'
        : 'This card gives no figures on other sources.',
    ),
    flow: filled('See the flow of slices and exclusions.'),
    performance: filled(`See the figures under: ${headings}.`),
    estimates: filled('See the figures: each with its 95 % interval and the number of slices that it rests on.'),
    'cross-tabulation': filled('See the confusion matrix of each measurement.'),
    'failure-analysis': failureAnswer(facts, shortcuts !== null),
  };
}

function robustnessAnswer({ shortcuts, measured }: ModelCardFacts): Answer {
  const sources = new Set(measured.flatMap(({ slices }) => slices.map(({ sourceId }) => sourceId))).size;
  const parts = [
    ...(shortcuts ? ['shortcut classifiers on the same slices'] : []),
    ...(sources > 1 ? ['figures by source'] : []),
  ];
  return parts.length === 0
    ? open('To be written by the authors: any analysis of robustness; the app made none of this model.')
    : { status: 'partly', text: `Made: ${parts.join(', ')}. To be written by the authors: further analyses.` };
}

function failureAnswer({ measured, crossValidation }: ModelCardFacts, audited: boolean): Answer {
  const one = measured[0] ?? crossValidation?.repeats[0];
  const { falseNegatives = 0, falsePositives = 0 } = one?.confusion ?? {};
  return {
    status: 'partly',
    text:
      `${one?.evidence.heading}: ${falseNegatives} haemorrhages missed, ${falsePositives} false alarms${audited ? '; see the shortcut audit' : ''}. ` +
      'To be written by the authors: what these slices show.',
  };
}
