import { z } from 'zod';

/** What the app can say of one matter that the checklists ask for. */
export interface Answer {
  readonly status: 'filled' | 'partly' | 'open';
  /** What the facts say; for an open item what the authors have to write. */
  readonly text: string;
}

/** What is asked. Several items of several checklists ask the same. */
export const TOPICS = [
  'identification',
  'abstract',
  'background',
  'objectives',
  'design',
  'goal',
  'ethics',
  'data-sources',
  'eligibility',
  'recruitment',
  'setting',
  'series',
  'preprocessing',
  'subsets',
  'de-identification',
  'missing-data',
  'acquisition',
  'devices',
  'reference-definition',
  'reference-rationale',
  'reference-cutoffs',
  'annotators',
  'test-annotation',
  'rater-variability',
  'partitions',
  'disjointness',
  'sample-size',
  'model',
  'development',
  'software',
  'initialisation',
  'training',
  'selection',
  'threshold',
  'ensembling',
  'end-user',
  'blinding-index',
  'blinding-reference',
  'metrics',
  'uncertainty',
  'statistics',
  'indeterminate',
  'robustness',
  'fairness',
  'explainability',
  'internal-testing',
  'external-testing',
  'external-differences',
  'registration',
  'flow',
  'demographics',
  'severity',
  'alternative-diagnoses',
  'time-interval',
  'representativeness',
  'cross-tabulation',
  'performance',
  'estimates',
  'adverse-events',
  'failure-analysis',
  'limitations',
  'implications',
  'ethical-considerations',
  'protocol',
  'availability',
  'auditability',
  'funding',
  'commercial-interests',
] as const;
export type Topic = (typeof TOPICS)[number];

/** An item of a checklist: its number and section as published, its matter in short (not the published wording). */
export type ChecklistItem = readonly [id: string, section: string, title: string, topic: Topic];

export const checklistSchema = z.object({
  name: z.string(),
  citation: z.string(),
  doi: z.string(),
  rows: z.array(
    z.object({
      id: z.string(),
      section: z.string(),
      title: z.string(),
      status: z.enum(['filled', 'partly', 'open']),
      text: z.string(),
    }),
  ),
});
export type Checklist = z.infer<typeof checklistSchema>;

/** A checklist with every item answered or open. */
export function fillChecklist(
  { name, citation, doi, items }: Omit<Checklist, 'rows'> & { readonly items: readonly ChecklistItem[] },
  answers: Readonly<Record<Topic, Answer>>,
): Checklist {
  return {
    name,
    citation,
    doi,
    rows: items.map(([id, section, title, topic]) => ({ id, section, title, ...answers[topic] })),
  };
}
