import { type FramingChoices, framingChoices, framingOf } from '../../src/prediction/framing.ts';
import type { CtWindow } from '../../src/prediction/preprocessing.ts';
import { ARCHITECTURE_NAMES, type ArchitectureName, DEFAULT_ARCHITECTURE } from '../../src/training/architecture.ts';
import { ARCHITECTURES } from '../../src/training/architectures.ts';
import { type Augmentation, augmentationSchema } from '../../src/training/augmentation.ts';
import { preprocessingFor } from '../../src/training/default-preprocessing.ts';
import { defaultTrainingSettings } from '../../src/training/default-settings.ts';
import { ensembleSchema, MOST_MEMBERS } from '../../src/training/ensemble.ts';
import { type PreprocessingChoices, preprocessingChoicesSchema } from '../../src/training/preprocessing-choices.ts';
import { hasPictureLayer } from '../../src/training/recipe.ts';
import { type TrainingSettings, trainingSettingsSchema } from '../../src/training/training-settings.ts';
import {
  AUGMENTATION_FIELDS,
  type AugmentationField,
  type AugmentationKey,
  augmentationOf,
  storedValue,
} from './augmentation-fields.ts';

/** The settings that can be typed as numbers. */
type NumberField = 'rounds' | 'seed' | 'learningRate' | 'batchSize' | 'warmUpSteps' | 'weightDecay' | 'labelSmoothing';

/** The choices that are yes or no. */
export type YesNoField = 'cropToHead' | 'pad' | 'align' | 'standardise' | 'mirrorDifference' | 'testTimeFlip';

type OtherField = 'architecture' | 'schedule' | 'classWeights' | 'ensembleOf' | 'ensembleCount' | 'ctWindows';

/** The fields of a new run as typed; empty means the architecture's default. Yes and no stand as words. */
export type RunForm = Readonly<Record<NumberField | YesNoField | OtherField | AugmentationKey, string>>;

const WORDS: Record<NumberField, string> = {
  rounds: 'Rounds: a whole number from 1 to 1000.',
  seed: 'Seed: a whole number from 0 to 4294967295.',
  learningRate: 'Learning rate: a number above 0, such as 0.0003.',
  batchSize: 'Batch size: a whole number from 1 to 512.',
  warmUpSteps: 'Warm-up steps: a whole number from 0.',
  weightDecay: 'Weight decay: a number from 0 to 1.',
  labelSmoothing: 'Label smoothing: a number from 0 to below 1.',
};
const NUMBER_FIELDS = Object.keys(WORDS) as NumberField[];

const OTHERS: Record<YesNoField | OtherField, string> = {
  architecture: DEFAULT_ARCHITECTURE,
  schedule: '',
  classWeights: '',
  ensembleOf: '',
  ensembleCount: '',
  ctWindows: '',
  cropToHead: '',
  pad: '',
  align: '',
  standardise: '',
  mirrorDifference: '',
  testTimeFlip: '',
};

/** Nothing typed. */
export const EMPTY_FORM: RunForm = {
  ...OTHERS,
  ...(Object.fromEntries(NUMBER_FIELDS.map((key) => [key, ''])) as Record<NumberField, string>),
  ...(Object.fromEntries(AUGMENTATION_FIELDS.map(({ key }) => [key, ''])) as Record<AugmentationKey, string>),
};

/** A form from what was remembered: what is not known any more is left out. A seed is not remembered. */
export function formOf(remembered: Readonly<Record<string, string>> = {}): RunForm {
  const known = Object.entries(remembered).filter(([key]) => key in EMPTY_FORM && key !== 'seed');
  return { ...EMPTY_FORM, ...Object.fromEntries(known) };
}

/** What is worth remembering of a form. */
export function rememberedOf(form: RunForm): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter(([key, typed]) => typed !== '' && key !== 'seed'));
}

export function architectureOf({ architecture }: Pick<RunForm, 'architecture'>): ArchitectureName {
  return ARCHITECTURE_NAMES.find((name) => name === architecture) ?? DEFAULT_ARCHITECTURE;
}

/** The default settings of an architecture, the seed aside. */
export function defaultsOf(architecture: ArchitectureName): Omit<TrainingSettings, 'seed'> {
  const { seed: _, ...defaults } = defaultTrainingSettings(ARCHITECTURES[architecture], 0);
  return defaults;
}

/** What each yes-or-no choice is for an architecture where nobody says otherwise. */
export function defaultAnswers(architecture: ArchitectureName): Readonly<Record<YesNoField, boolean>> {
  const network = ARCHITECTURES[architecture];
  const framing = framingChoices(preprocessingFor(network).framing);
  return {
    cropToHead: framing.cropToHead,
    pad: framing.square === 'pad',
    align: framing.alignToMidline,
    standardise: hasPictureLayer(network, 'standardise'),
    mirrorDifference: hasPictureLayer(network, 'mirror-difference'),
    testTimeFlip: false,
  };
}

/** What a yes-or-no choice of the form stands for. */
export function answerOf(form: RunForm, field: YesNoField): boolean {
  return form[field] === '' ? defaultAnswers(architectureOf(form))[field] : form[field] === 'yes';
}

/** The field for an answer: empty where it is the default. */
export function answerField(form: RunForm, field: YesNoField, answer: boolean): Partial<RunForm> {
  const isDefault = defaultAnswers(architectureOf(form))[field] === answer;
  return { [field]: isDefault ? '' : answer ? 'yes' : 'no' };
}

type Read<T> = { readonly kind: 'good'; readonly value: T } | { readonly kind: 'bad'; readonly why: string };
const bad = (why: string) => ({ kind: 'bad', why }) as const;
const good = <T>(value: T) => ({ kind: 'good', value }) as const;

/** What a form asks for. Only what was chosen is sent, and the rounds; main knows the other defaults. */
export interface RunChoices {
  readonly architecture: ArchitectureName;
  readonly settings: Partial<TrainingSettings>;
  readonly preprocessing: PreprocessingChoices;
}

/** The choices that a form stands for, or what is wrong with it in words. */
export function choicesOf(form: RunForm): Read<RunChoices> {
  const architecture = architectureOf(form);
  const settings = settingsOf(form, architecture);
  if (settings.kind === 'bad') return settings;
  const preprocessing = preprocessingOf(form);
  if (preprocessing.kind === 'bad') return preprocessing;
  return good({ architecture, settings: settings.value, preprocessing: preprocessing.value });
}

function settingsOf(form: RunForm, architecture: ArchitectureName): Read<Partial<TrainingSettings>> {
  const settings: Partial<TrainingSettings> = { rounds: defaultsOf(architecture).rounds };
  for (const key of NUMBER_FIELDS) {
    const typed = form[key].trim();
    if (typed === '') continue;
    const parsed = trainingSettingsSchema.shape[key].safeParse(Number(typed));
    if (!parsed.success || parsed.data === undefined) return bad(WORDS[key]);
    settings[key] = parsed.data;
  }
  const augmentation = augmentationChoice(form);
  if (augmentation.kind === 'bad') return augmentation;
  const ensemble = ensembleChoice(form);
  if (ensemble.kind === 'bad') return ensemble;
  const chosen = {
    learningRateSchedule: form.schedule || undefined,
    classWeights: form.classWeights || undefined,
    testTimeFlip: form.testTimeFlip === 'yes' || undefined,
  };
  const others = trainingSettingsSchema.partial().safeParse(chosen);
  if (!others.success) return bad('Schedule or class weights: choose one of the list.');
  return good({
    ...settings,
    ...(Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) as typeof settings),
    ...(augmentation.value && { augmentation: augmentation.value }),
    ...(ensemble.value && { ensemble: ensemble.value }),
  });
}

/** The whole augmentation, defaults and what was typed; null where nothing was typed. */
function augmentationChoice(form: RunForm): Read<Augmentation | null> {
  if (AUGMENTATION_FIELDS.every(({ key }) => form[key].trim() === '')) return good(null);
  return wholeAugmentation(form);
}

/** What training would do to the pictures: what was typed, and the architecture's defaults for the rest. */
export function wholeAugmentation(form: RunForm): Read<Augmentation> {
  const defaults = defaultsOf(architectureOf(form)).augmentation ?? {};
  const values: Partial<Record<AugmentationKey, number>> = {};
  for (const field of AUGMENTATION_FIELDS) {
    const typed = form[field.key].trim();
    const value = typed === '' ? null : Number(typed);
    if (value !== null && !isWithin(field, value)) {
      return bad(`${field.label}: a number from ${field.least ?? 0} to ${field.most} (${field.unit}).`);
    }
    values[field.key] = value === null ? storedValue(defaults, field.key) : field.stored(value);
  }
  const parsed = augmentationSchema.safeParse(augmentationOf(values as Record<AugmentationKey, number>));
  return parsed.success ? good(parsed.data) : bad('One of the changes is out of bounds.');
}

function isWithin({ least = 0, most }: AugmentationField, value: number): boolean {
  return value >= least && value <= most;
}

function ensembleChoice({ ensembleOf, ensembleCount }: RunForm): Read<TrainingSettings['ensemble']> {
  if (ensembleOf === '') return good(undefined);
  const parsed = ensembleSchema.safeParse({ of: ensembleOf, count: Number(ensembleCount.trim() || 5) });
  return parsed.success ? good(parsed.data) : bad(`Networks: a whole number from 2 to ${MOST_MEMBERS}.`);
}

function preprocessingOf(form: RunForm): Read<PreprocessingChoices> {
  const windows = ctWindowsOf(form.ctWindows);
  if (windows.kind === 'bad') return windows;
  const framing: FramingChoices = {
    cropToHead: answerOf(form, 'cropToHead'),
    square: answerOf(form, 'pad') ? 'pad' : 'stretch',
    alignToMidline: answerOf(form, 'align'),
  };
  const framed = [form.cropToHead, form.pad, form.align].some((typed) => typed !== '');
  return good({
    ...(framed && { framing: framingOf(framing) }),
    ...(windows.value && { ctWindows: [...windows.value] }),
    ...(form.standardise !== '' && { standardise: answerOf(form, 'standardise') }),
    ...(form.mirrorDifference !== '' && { mirrorDifference: answerOf(form, 'mirrorDifference') }),
  });
}

/** `80/40, 200/80`: width and level of each window in HU. Null for nothing typed. */
export function ctWindowsOf(typed: string): Read<readonly CtWindow[] | null> {
  if (typed.trim() === '') return good(null);
  const windows = typed.split(',').map((part) => {
    const [width, level, ...more] = part.trim().split('/').map(Number);
    return { widthHu: more.length > 0 ? Number.NaN : width, centerHu: level };
  });
  const parsed = preprocessingChoicesSchema.shape.ctWindows.safeParse(windows);
  if (parsed.success && parsed.data) return good(parsed.data);
  return bad('CT windows: up to four of width/level in HU, such as 80/40, 200/80.');
}
