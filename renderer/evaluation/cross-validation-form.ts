import { contract, type MethodInput } from '../../src/contract/contract.ts';
import type { Grouping } from '../../src/contract/cross-validation-methods.ts';
import { ARCHITECTURE_NAMES, type ArchitectureName } from '../../src/training/architecture.ts';

/** The form of a new cross-validation as typed; empty rounds and seed are the defaults. */
export interface CrossValidationForm {
  readonly datasetId: number | null;
  readonly architectures: ReadonlySet<ArchitectureName>;
  readonly folds: string;
  readonly repeats: string;
  readonly grouping: Grouping;
  readonly rounds: string;
  readonly seed: string;
}

export const NEW_CROSS_VALIDATION: CrossValidationForm = {
  datasetId: null,
  architectures: new Set(['compact']),
  folds: '5',
  repeats: '2',
  grouping: 'near-duplicates',
  rounds: '',
  seed: '',
};

type Input = MethodInput<'crossValidation.start'>;
type Checked = { readonly kind: 'good'; readonly input: Input } | { readonly kind: 'bad'; readonly why: string };

const bad = (why: string): Checked => ({ kind: 'bad', why });

function whole(text: string, least: number, most: number): number | null {
  const written = text.trim();
  const value = Number(written);
  return /^\d+$/.test(written) && value >= least && value <= most ? value : null;
}

/** What a form asks for, or what is wrong with it, in words. */
export function checkForm(form: CrossValidationForm): Checked {
  const folds = whole(form.folds, 2, 20);
  const repeats = whole(form.repeats, 1, 20);
  const rounds = form.rounds.trim() === '' ? null : whole(form.rounds, 1, 1000);
  const seed = form.seed.trim() === '' ? null : whole(form.seed, 0, 0xffffffff);
  if (form.datasetId === null) return bad('Freeze a data set version first.');
  if (form.architectures.size === 0) return bad('Choose at least one architecture.');
  if (folds === null) return bad('Folds: a whole number from 2 to 20.');
  if (repeats === null) return bad('Repeats: a whole number from 1 to 20.');
  if (rounds === null && form.rounds.trim() !== '') return bad('Rounds: a whole number from 1 to 1000.');
  if (seed === null && form.seed.trim() !== '') return bad('Seed: a whole number from 0 to 4294967295.');
  const input = contract['crossValidation.start'].input.safeParse({
    datasetId: form.datasetId,
    architectures: ARCHITECTURE_NAMES.filter((name) => form.architectures.has(name)),
    settings: { ...(rounds === null ? {} : { rounds }), ...(seed === null ? {} : { seed }) },
    folds,
    repeats,
    grouping: form.grouping,
  });
  return input.success ? { kind: 'good', input: input.data } : bad('These values do not go together.');
}
