import { z } from 'zod';
import { channelsOf, type Preprocessing, preprocessingSchema } from '../prediction/preprocessing.ts';
import { type Architecture, type ArchitectureName, architectureSchema, type Layer } from './architecture.ts';
import { ARCHITECTURES } from './architectures.ts';
import { preprocessingFor } from './default-preprocessing.ts';
import { defaultTrainingSettings } from './default-settings.ts';
import type { PreprocessingChoices } from './preprocessing-choices.ts';
import { type TrainingSettings, trainingSettingsSchema } from './training-settings.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Everything that makes a network, besides its data. */
export const recipeSchema = z.object({
  architecture: architectureSchema,
  preprocessing: preprocessingSchema,
  settings: trainingSettingsSchema,
});
export type Recipe = z.infer<typeof recipeSchema>;

type Partly<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What of the settings is said; the rest is the architecture's default. */
export type SettingsChoice = Partly<TrainingSettings>;

/** The recipe of an architecture, with what is chosen in place of its defaults. */
export function recipeFor(
  name: ArchitectureName,
  choice: SettingsChoice,
  seed: number,
  preprocessing: Partly<PreprocessingChoices> = {},
): Recipe {
  const base = ARCHITECTURES[name];
  const chosen = chosenPreprocessing(base, preprocessing);
  return {
    architecture: adaptedArchitecture(base, channelsOf(chosen), preprocessing),
    preprocessing: chosen,
    settings: { ...defaultTrainingSettings(base, seed), ...withoutUndefined(choice), seed },
  };
}

/** Whether an architecture does this before its network proper. */
export function hasPictureLayer({ layers }: Pick<Architecture, 'layers'>, kind: 'standardise' | 'mirror-difference') {
  return layers.some((layer) => layer.kind === kind);
}

function chosenPreprocessing(base: Architecture, { framing, ctWindows }: Partly<PreprocessingChoices>): Preprocessing {
  const defaults = preprocessingFor(base);
  const [only] = ctWindows ?? [];
  return {
    ...defaults,
    ...(ctWindows &&
      only && {
        ct:
          ctWindows.length === 1
            ? { kind: 'ct-window' as const, ...only }
            : { kind: 'ct-windows' as const, windows: [...ctWindows] },
      }),
    ...(framing && { framing }),
  };
}

/** The architecture for so many channels, with the picture layers that were chosen. */
function adaptedArchitecture(
  base: Architecture,
  channels: number,
  { standardise, mirrorDifference }: Partly<PreprocessingChoices>,
): Architecture {
  const standardises = standardise ?? hasPictureLayer(base, 'standardise');
  const compares = mirrorDifference ?? hasPictureLayer(base, 'mirror-difference');
  const proper = base.layers.filter(({ kind }) => kind !== 'standardise' && kind !== 'mirror-difference');
  const pictureLayers: Layer[] = [
    ...(standardises ? [{ kind: 'standardise' as const }] : []),
    ...(compares ? [{ kind: 'mirror-difference' as const }] : []),
  ];
  return { ...base, channels, layers: [...pictureLayers, ...proper] };
}
