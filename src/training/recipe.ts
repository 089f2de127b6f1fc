import { z } from 'zod';
import { preprocessingSchema } from '../prediction/preprocessing.ts';
import { type ArchitectureName, architectureSchema } from './architecture.ts';
import { ARCHITECTURES } from './architectures.ts';
import { preprocessingFor } from './default-preprocessing.ts';
import { defaultTrainingSettings } from './default-settings.ts';
import { type TrainingSettings, trainingSettingsSchema } from './training-settings.ts';

/** Everything that makes a network, besides its data. */
export const recipeSchema = z.object({
  architecture: architectureSchema,
  preprocessing: preprocessingSchema,
  settings: trainingSettingsSchema,
});
export type Recipe = z.infer<typeof recipeSchema>;

/** What of the settings is said; the rest is the architecture's default. */
export type SettingsChoice = { readonly [K in keyof TrainingSettings]?: TrainingSettings[K] | undefined };

/** The recipe of an architecture, with what is chosen in place of its defaults. */
export function recipeFor(name: ArchitectureName, choice: SettingsChoice, seed: number): Recipe {
  const architecture = ARCHITECTURES[name];
  const chosen = Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
  return {
    architecture,
    preprocessing: preprocessingFor(architecture),
    settings: { ...defaultTrainingSettings(architecture, seed), ...chosen, seed },
  };
}
