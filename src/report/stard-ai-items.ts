import type { ChecklistItem } from './checklist.ts';

const PARTICIPANTS = 'Methods: participants';
const DATASET = 'Methods: data set';
const TESTS = 'Methods: test methods';
const ANALYSIS = 'Methods: analysis';
const COHORT = 'Results: participants and data set';

const ITEMS: readonly ChecklistItem[] = [
  ['1', 'Title and abstract', 'Named as a study of the diagnostic accuracy of AI', 'identification'],
  ['2', 'Title and abstract', 'Structured summary', 'abstract'],
  ['3', 'Introduction', 'Background, intended use, place in the workflow', 'background'],
  ['4', 'Introduction', 'Objectives and hypotheses', 'objectives'],
  ['5', 'Methods: study design', 'Prospective or retrospective', 'design'],
  ['6', 'Methods: ethics', 'Approval by an ethics committee', 'ethics'],
  ['7', PARTICIPANTS, 'Eligibility of participants and of data', 'eligibility'],
  ['8', PARTICIPANTS, 'On what basis participants were identified', 'recruitment'],
  ['9', PARTICIPANTS, 'Where and when', 'setting'],
  ['10', PARTICIPANTS, 'Consecutive, random or convenience series', 'series'],
  ['11', DATASET, 'Source of the data', 'data-sources'],
  ['12', DATASET, 'Who annotated, and how', 'annotators'],
  ['13', DATASET, 'Capturing devices, and software', 'devices'],
  ['14', DATASET, 'Acquisition and preprocessing', 'preprocessing'],
  ['15a', TESTS, 'Index test', 'model'],
  ['15b', TESTS, 'Development of the index test', 'development'],
  ['15c', TESTS, 'Cut-offs of the index test, chosen before or after', 'threshold'],
  ['15d', TESTS, 'End user and expertise needed', 'end-user'],
  ['16a', TESTS, 'Reference standard', 'reference-definition'],
  ['16b', TESTS, 'Why this reference standard', 'reference-rationale'],
  ['16c', TESTS, 'Cut-offs of the reference standard', 'reference-cutoffs'],
  ['17a', TESTS, 'What the index test knew', 'blinding-index'],
  ['17b', TESTS, 'What the assessors of the reference standard knew', 'blinding-reference'],
  ['18', ANALYSIS, 'Estimating and comparing accuracy', 'statistics'],
  ['19', ANALYSIS, 'Indeterminate results', 'indeterminate'],
  ['20', ANALYSIS, 'Missing data', 'missing-data'],
  ['21', ANALYSIS, 'Variability of accuracy', 'robustness'],
  ['22', ANALYSIS, 'Intended sample size', 'sample-size'],
  ['23', ANALYSIS, 'Error analysis, algorithmic bias and fairness', 'fairness'],
  ['24', COHORT, 'Flow diagram', 'flow'],
  ['25', COHORT, 'Baseline characteristics of each part', 'demographics'],
  ['26a', COHORT, 'Severity in those with the condition', 'severity'],
  ['26b', COHORT, 'Alternative diagnoses in those without', 'alternative-diagnoses'],
  ['27', COHORT, 'Time and interventions between the tests', 'time-interval'],
  ['28', COHORT, 'Whether the data represent the intended population', 'representativeness'],
  ['29', COHORT, 'How an external data set differs', 'external-differences'],
  ['30', 'Results: test results', 'Cross-tabulation', 'cross-tabulation'],
  ['31', 'Results: test results', 'Accuracy with its precision', 'estimates'],
  ['32', 'Results: test results', 'Adverse events', 'adverse-events'],
  ['33', 'Discussion', 'Limitations', 'limitations'],
  ['34', 'Discussion', 'Implications for practice', 'implications'],
  ['35', 'Discussion', 'Ethical considerations and fairness', 'ethical-considerations'],
  ['36', 'Other information', 'Registration', 'registration'],
  ['37', 'Other information', 'Study protocol', 'protocol'],
  ['38', 'Other information', 'Funding and the role of funders', 'funding'],
  ['39', 'Other information', 'Commercial interests', 'commercial-interests'],
  ['40a', 'Other information', 'Availability of data and code', 'availability'],
  ['40b', 'Other information', 'Whether outputs are stored and auditable', 'auditability'],
];

/** STARD-AI, 2025: 40 items in 48 rows. The titles are short forms; the publication's wording counts. */
export const STARD_AI = {
  name: 'STARD-AI, 2025',
  citation:
    'Sounderajah V, Guni A, Liu X, et al. The STARD-AI reporting guideline for diagnostic accuracy studies using ' +
    'artificial intelligence. Nat Med 2025;31(10):3283-3289',
  doi: '10.1038/s41591-025-03953-8',
  items: ITEMS,
};
