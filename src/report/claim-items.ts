import type { ChecklistItem } from './checklist.ts';

const DATA = 'Methods: data';
const REFERENCE = 'Methods: reference standard';
const EVALUATION = 'Methods: evaluation';

const ITEMS: readonly ChecklistItem[] = [
  ['1', 'Title or abstract', 'Named as a study of AI, with the kind of technology', 'identification'],
  ['2', 'Title or abstract', 'Summary of design, methods, results and conclusions', 'abstract'],
  ['3', 'Introduction', 'Background, intended use and role', 'background'],
  ['4', 'Introduction', 'Aims, objectives and hypotheses', 'objectives'],
  ['5', 'Methods: study design', 'Prospective or retrospective', 'design'],
  ['6', 'Methods: study design', 'Goal of the study', 'goal'],
  ['7', DATA, 'Data sources', 'data-sources'],
  ['8', DATA, 'Inclusion and exclusion criteria', 'eligibility'],
  ['9', DATA, 'Preprocessing', 'preprocessing'],
  ['10', DATA, 'Selection of subsets', 'subsets'],
  ['11', DATA, 'De-identification', 'de-identification'],
  ['12', DATA, 'Handling of missing data', 'missing-data'],
  ['13', DATA, 'Acquisition protocol', 'acquisition'],
  ['14', REFERENCE, 'Definition of the reference standard', 'reference-definition'],
  ['15', REFERENCE, 'Why this reference standard', 'reference-rationale'],
  ['16', REFERENCE, 'Where the annotations come from', 'annotators'],
  ['17', REFERENCE, 'Annotation of the test set', 'test-annotation'],
  ['18', REFERENCE, 'Variability between and within raters', 'rater-variability'],
  ['19', 'Methods: data partitions', 'How data were assigned to partitions', 'partitions'],
  ['20', 'Methods: data partitions', 'Level at which partitions are disjoint', 'disjointness'],
  ['21', 'Methods: testing data', 'Intended sample size', 'sample-size'],
  ['22', 'Methods: model', 'Description of the model', 'model'],
  ['23', 'Methods: model', 'Software libraries, frameworks and packages', 'software'],
  ['24', 'Methods: model', 'Initialisation of the parameters', 'initialisation'],
  ['25', 'Methods: training', 'Training', 'training'],
  ['26', 'Methods: training', 'How the final model was selected', 'selection'],
  ['27', 'Methods: training', 'Ensembling', 'ensembling'],
  ['28', EVALUATION, 'Metrics', 'metrics'],
  ['29', EVALUATION, 'Significance and uncertainty', 'uncertainty'],
  ['30', EVALUATION, 'Robustness or sensitivity analysis', 'robustness'],
  ['31', EVALUATION, 'Explainability or interpretability', 'explainability'],
  ['32', EVALUATION, 'Evaluation on internal data', 'internal-testing'],
  ['33', EVALUATION, 'Testing on external data', 'external-testing'],
  ['34', EVALUATION, 'Registration of a clinical trial', 'registration'],
  ['35', 'Results: data', 'Numbers included and excluded', 'flow'],
  ['36', 'Results: data', 'Demographic and clinical characteristics in each partition', 'demographics'],
  ['37', 'Results: model performance', 'Metrics with their uncertainty', 'performance'],
  ['38', 'Results: model performance', 'Diagnostic performance and its precision', 'estimates'],
  ['39', 'Results: model performance', 'Failure analysis', 'failure-analysis'],
  ['40', 'Discussion', 'Limitations', 'limitations'],
  ['41', 'Discussion', 'Implications for practice, intended use, clinical role', 'implications'],
  ['42', 'Other information', 'Study protocol or further technical details', 'protocol'],
  ['43', 'Other information', 'Availability of software, model and data', 'availability'],
  ['44', 'Other information', 'Funding and the role of funders', 'funding'],
];

/** CLAIM, 2024 update: 44 items, by number. The titles are short forms; the publication's wording counts. */
export const CLAIM_2024 = {
  name: 'CLAIM, 2024 update',
  citation:
    'Tejani AS, Klontzas ME, Gatti AA, et al. Checklist for Artificial Intelligence in Medical Imaging (CLAIM): 2024 ' +
    'Update. Radiol Artif Intell 2024;6(4):e240300',
  doi: '10.1148/ryai.240300',
  items: ITEMS,
};
