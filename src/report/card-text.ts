import type { ModelCardFacts } from './card-facts.ts';

export const RESEARCH_USE = 'Research use only. Not a medical device.';

export const INTENDED_USE =
  'A second reader for research: it gives each axial head-CT slice a probability of intracranial haemorrhage, so that a ' +
  'reader can look again where the two disagree. A trained reader decides; no patient is to be managed by this output.';

/** What a reader must know before using the figures or the model, in words. */
export function limitsInWords(facts: ModelCardFacts): string[] {
  const { model, dataset, split, measured, crossValidation, shortcuts, prevalence } = facts;
  const kinds = new Set(measured.map(({ evidence }) => evidence.kind));
  return [
    ...(model.synthetic ? ['The model was trained on synthetic slices. Its figures say nothing about patients.'] : []),
    ...(split.sources
      ? [`The model learnt from ${split.sources.join(', ')} alone: its held-out slices are of no other source.`]
      : []),
    ...(kinds.has('sealed-test')
      ? []
      : ['No sealed test set was opened: every figure is of data on which choices between models may have been made.']),
    ...(crossValidation
      ? []
      : ['There is no finished cross-validation: the held-out part is one draw, and a small one.']),
    ...(kinds.has('other-source')
      ? []
      : ['This card gives no figures on other sources, so it says nothing of other scanners and hospitals.']),
    'Labels and calls are of single slices. Figures by slice are not figures by patient.',
    'Heatmaps show the attention of the network, not the bleed. A convincing heatmap does not make a call right.',
    DOMAIN_WORDS[model.domain],
    ...(dataset.labels.predictionSeen > 0
      ? [
          `${dataset.labels.predictionSeen} labels were given by a reader who had seen a prediction of that slice before.`,
        ]
      : []),
    ...(shortcuts
      ? []
      : ['No shortcut audit was made: the network may go by size, border or brightness of the pictures.']),
    prevalence === null
      ? 'No prevalence was stated, so predictive values are left open.'
      : `Predictive values are for a prevalence of ${percent(prevalence)} and no other.`,
    'The notebook that this app began with reported 18 of 18 on slices that had also chosen its network. Even of slices ' +
      'that chose nothing 18 of 18 means at least 82 %, not 100 %.',
  ];
}

const DOMAIN_WORDS = {
  png: 'The model learnt from PNG pictures, which have grey levels and no Hounsfield units. Its calls on DICOM CT are not to be relied on.',
  ct: 'The model learnt from CT in Hounsfield units. Its calls on PNG pictures, which have none, are not to be relied on.',
  mixed:
    'The model learnt from PNG pictures and from CT in Hounsfield units; figures for each are not told apart here.',
} as const;

/** A share in 0..1 as a percentage with at most one digit. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
