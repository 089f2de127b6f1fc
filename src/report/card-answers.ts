import { headText } from '../audit/audit-head.ts';
import { HEATMAP_METHODS, methodInSentence } from '../explanation/heatmap-method.ts';
import { countParameters } from '../training/layer-shapes.ts';
import type { ModelCardFacts } from './card-facts.ts';
import { INTENDED_USE, limitsInWords, percent, RESEARCH_USE } from './card-text.ts';
import type { Answer, Topic } from './checklist.ts';
import { heatmapCheckWords } from './heatmap-check-words.ts';
import { authorsAnswers } from './open-answers.ts';
import { preprocessingWords, trainingWords } from './recipe-words.ts';
import { resultAnswers } from './result-answers.ts';

const filled = (text: string): Answer => ({ status: 'filled', text });
const partly = (text: string, missing: string): Answer => ({
  status: 'partly',
  text: `${text} To be written by the authors: ${missing}`,
});

type Answers = Partial<Record<Topic, Answer>>;

/** What the facts say to each matter that the checklists ask for; what they cannot say is open. */
export function cardAnswers(facts: ModelCardFacts): Record<Topic, Answer> {
  return {
    ...authorsAnswers(),
    ...purposeAnswers(facts),
    ...dataAnswers(facts),
    ...labelAnswers(facts),
    ...modelAnswers(facts),
    ...resultAnswers(facts),
  };
}

function purposeAnswers(facts: ModelCardFacts): Answers {
  return {
    identification: partly(
      'Deep learning: a convolutional network that classifies head-CT slices.',
      'a title that says so.',
    ),
    background: partly(`Intended use: ${INTENDED_USE}`, 'the scientific and clinical background.'),
    goal: partly('Making a model and testing it internally.', 'the goal of the study.'),
    implications: partly(`${RESEARCH_USE} ${INTENDED_USE}`, 'implications for practice.'),
    'end-user': partly('A reader of head CT, who sees the slice and decides.', 'the expertise that is required.'),
    limitations: partly(
      `${limitsInWords(facts).length} stand under "Limits".`,
      'limitations of the study beyond these.',
    ),
  };
}

function dataAnswers(facts: ModelCardFacts): Answers {
  const { sources, dataset, split, appVersion } = facts;
  const named = sources.map(({ pseudonym, kind, files }) => `${pseudonym} (${KIND_WORDS[kind]}, ${files} files)`);
  const sealed = facts.sealed.map(({ words, count }) => `${words}: ${count} slices`).join('; ');
  return {
    'data-sources': partly(
      `${named.join('; ')}. Data set version ${dataset.name}, manifest SHA-256 ${dataset.manifestSha256}.`,
      'the origin of each source, whether routine, collected for the study or public, with links.',
    ),
    eligibility: partly(
      'Data: PNG or DICOM files that can be decoded, with a label of haemorrhage or none; see the flow for the numbers.',
      'criteria for patients and examinations, in the order in which they were applied.',
    ),
    preprocessing: filled(preprocessingWords(facts.model.preprocessing)),
    subsets: filled(
      `Unsure (${dataset.unsure}) and excluded (${dataset.excluded}) slices neither train nor score. ${sealed === '' ? 'No slice is sealed.' : `Sealed: ${sealed}.`}`,
    ),
    'de-identification': partly(
      'This card names sources by keyed pseudonyms and slices by hash alone.',
      'how the pictures were de-identified before they came here.',
    ),
    'missing-data': filled(
      `Files that cannot be decoded are refused and counted by reason; slices without a label take no part; slices that could ` +
        `not be read when measuring (${facts.measured.reduce((n, { missing }) => n + missing.length, 0)}) are counted and not scored. Nothing is imputed.`,
    ),
    devices: partly(`Overread ${appVersion}, for research.`, 'manufacturers and models of the scanners.'),
    partitions: filled(partitionsWords(split)),
    disjointness: disjointnessAnswer(facts),
  };
}

function partitionsWords(split: ModelCardFacts['split']): string {
  const { ownTableSha256, sources, seed } = split;
  const shares = `${percent(split.heldOutFraction)} of each label held out, ${percent(split.validationFraction)} of the rest for validation`;
  const how =
    ownTableSha256 === null
      ? `Dealt at random by label with seed ${seed}: ${shares}. A slice that any earlier split dealt out keeps its part.`
      : `Given by a person in a table (SHA-256 ${ownTableSha256}), not dealt by Overread.`;
  const limited = sources ? ` Of these the slices of ${sources.join(', ')} alone.` : '';
  return `${how}${limited} Training ${split.training}, validation ${split.validation}, held out ${split.heldOut}.`;
}

function disjointnessAnswer({ dataset, split }: ModelCardFacts): Answer {
  const groups = `${dataset.groups} groups among ${split.training + split.validation + split.heldOut} slices.`;
  if (split.leakingPairs === 0 && split.unsearched === 0) {
    return filled(`Groups of slices (${dataset.groupedBy}) are never in two parts. ${groups}`);
  }
  const leaks = `${split.leakingPairs} pairs that hang together (${dataset.groupedBy}) lie in different parts`;
  const unsearched = `${split.unsearched} slices were not searched for near-duplicates`;
  return partly(`${leaks}, and ${unsearched}. ${groups}`, 'what this does to the figures.');
}

const KIND_WORDS = { 'labelled-set': 'labelled set', study: 'study' } as const;

function labelAnswers({ dataset }: ModelCardFacts): Answers {
  const { fromSource, fromReads, readers, predictionSeen } = dataset.labels;
  const whence = `Labels came with the data on ${fromSource} slices and from ${readers} reader(s) on ${fromReads}; ${dataset.corrected} differ from the label that came with the slice.`;
  return {
    'reference-definition': partly(
      `One label for each slice, haemorrhage or none. ${whence}`,
      'how the labels that came with the data were made.',
    ),
    annotators: partly(whence, 'qualifications and preparation of the annotators.'),
    'test-annotation': partly(whence, 'how the slices that are scored were annotated, and with which software.'),
    'blinding-index': filled('The network sees the pixels of one slice: no label, no clinical information, no header.'),
    'blinding-reference': partly(
      `Of ${fromReads} labels from readers, ${predictionSeen} were given after a prediction of that slice had been seen.`,
      'what those knew who made the labels that came with the data.',
    ),
    indeterminate: filled(
      `A reader may call a slice unsure (${dataset.unsure}); it is then left out. The network always makes a call.`,
    ),
    representativeness: partly(
      `${percent(dataset.haemorrhage / Math.max(1, dataset.haemorrhage + dataset.none))} of the labelled slices have haemorrhage.`,
      'the share in the population of the intended use.',
    ),
    demographics: partly(
      `Labels alone are known: ${dataset.haemorrhage} haemorrhage, ${dataset.none} none.`,
      'demographic, clinical and technical characteristics of each part.',
    ),
  };
}

function modelAnswers({ model, split, appVersion, audit, dataset, heatmapCheck }: ModelCardFacts): Answers {
  const parameters = countParameters(model.architecture).toLocaleString('en-GB');
  const trained = trainingWords(model.settings, model.roundsRun);
  const calls = `Haemorrhage is called at a probability of ${model.threshold} and above. ${model.selection}`;
  return {
    model: filled(
      `Network ${model.architecture.name} with ${parameters} parameters; layers, preprocessing and the weights' SHA-256 stand under "The model".`,
    ),
    development: filled(
      `${trained} Training on ${split.training}, validation on ${split.validation}, held out ${split.heldOut}.`,
    ),
    software: filled(
      `Overread ${appVersion}, whose lock file fixes every library; training in TensorFlow (tfjs-node).`,
    ),
    initialisation: filled(
      `Kernels uniform after Glorot and Bengio (2010), biases 0, seed ${model.settings.seed}; no weights from elsewhere.`,
    ),
    training: filled(trained),
    selection: filled(model.selection),
    ensembling: filled(model.ensembling),
    threshold: filled(calls),
    explainability: partly(
      `Heatmaps by ${HEATMAP_METHODS.map(methodInSentence).join(', ')}; they show attention, not the bleed. ${heatmapCheckWords(heatmapCheck)}`,
      'whether heatmaps were looked at in the study.',
    ),
    availability: partly(
      `The model is the file with SHA-256 ${model.weightsSha256}, the data set the manifest with ${dataset.manifestSha256}.`,
      'where software, model and data can be had, and on what terms.',
    ),
    auditability: filled(
      `Every prediction, read and figure is in a hash-chained log; when this card was made it had ${audit.entries} entries, head ${headText(audit)}.`,
    ),
  };
}
