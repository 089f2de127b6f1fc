import { type Answer, TOPICS, type Topic } from './checklist.ts';

/** What only the authors can know. */
const FOR_AUTHORS: Partial<Readonly<Record<Topic, string>>> = {
  abstract: 'a structured summary.',
  objectives: 'aims and hypotheses, stated before the figures were seen.',
  design: 'whether the data were collected before or after the study was planned.',
  ethics: 'approval by an ethics committee, or why none was needed.',
  recruitment: 'how patients came into the data.',
  setting: 'hospitals, places and dates.',
  series: 'whether the series is consecutive, random or of convenience.',
  acquisition: 'scanners, protocols, slice thickness, reconstruction.',
  'reference-rationale': 'why this reference standard and no other.',
  'reference-cutoffs': 'what counts as haemorrhage on a slice.',
  'rater-variability': 'agreement between readers; the app keeps one current label for each slice.',
  'sample-size': 'the intended number of cases and how it was found.',
  fairness: 'errors by group of patients; the app knows no demographic data.',
  registration: 'registry and number, or that none applies.',
  severity: 'kinds and sizes of the haemorrhages.',
  'alternative-diagnoses': 'what the slices without haemorrhage show instead.',
  'time-interval': 'time and treatment between scan and reference standard.',
  'adverse-events': 'that there were none, or which.',
  'ethical-considerations': 'ethical considerations and fairness.',
  protocol: 'where the protocol can be read.',
  funding: 'sources of funding and the role of funders.',
  'commercial-interests': 'commercial interests, or none.',
};

/** Every matter as open, for the authors to write; what the facts can say takes the place of these. */
export function authorsAnswers(): Record<Topic, Answer> {
  const entries = TOPICS.map((topic) => {
    const what = FOR_AUTHORS[topic] ?? 'this item.';
    return [topic, { status: 'open', text: `To be written by the authors: ${what}` }] as const;
  });
  return Object.fromEntries(entries) as Record<Topic, Answer>;
}
