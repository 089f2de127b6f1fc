import type { ArchitectureName } from '../../src/training/architecture.ts';
import { ARCHITECTURES } from '../../src/training/architectures.ts';
import { defaultTrainingSettings } from '../../src/training/default-settings.ts';
import { type TrainingSettings, trainingSettingsSchema } from '../../src/training/training-settings.ts';

/** The settings that can be typed. */
type NumberField = 'rounds' | 'seed' | 'learningRate' | 'batchSize' | 'warmUpSteps';

/** The fields of a new run as typed; empty means the default. */
export type RunForm = Readonly<Record<NumberField, string>>;

/** The defaults of an architecture, the seed aside. */
export function defaultsOf(architecture: ArchitectureName): Omit<TrainingSettings, 'seed'> {
  const { seed: _, ...defaults } = defaultTrainingSettings(ARCHITECTURES[architecture], 0);
  return defaults;
}

const WORDS: Record<NumberField, string> = {
  rounds: 'Rounds: a whole number from 1 to 1000.',
  seed: 'Seed: a whole number from 0 to 4294967295.',
  learningRate: 'Learning rate: a number above 0, such as 0.0003.',
  batchSize: 'Batch size: a whole number from 1 to 512.',
  warmUpSteps: 'Warm-up steps: a whole number from 0.',
};

type Settings =
  | { readonly kind: 'good'; readonly settings: Partial<TrainingSettings> }
  | { readonly kind: 'bad'; readonly why: string };

/** The settings that a form stands for. Only what was typed is sent, and the rounds; main knows the other defaults. */
export function settingsOf(form: RunForm, architecture: ArchitectureName): Settings {
  const settings: Partial<TrainingSettings> = { rounds: defaultsOf(architecture).rounds };
  for (const key of Object.keys(WORDS) as NumberField[]) {
    const typed = form[key].trim();
    if (typed === '') continue;
    const parsed = trainingSettingsSchema.shape[key].safeParse(Number(typed));
    if (!parsed.success) return { kind: 'bad', why: WORDS[key] };
    settings[key] = parsed.data;
  }
  return { kind: 'good', settings };
}
