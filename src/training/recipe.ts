import type { Recipe } from '../contract/cross-validation-methods.ts';
import { channelsOf, type Preprocessing } from '../prediction/preprocessing.ts';
import type { Architecture, ArchitectureName, Layer } from './architecture.ts';
import { ARCHITECTURES } from './architectures.ts';
import { preprocessingFor } from './default-preprocessing.ts';
import { defaultTrainingSettings } from './default-settings.ts';
import type { PreprocessingChoices } from './preprocessing-choices.ts';
import type { TrainingSettings } from './training-settings.ts';
import { withoutUndefined } from './without-undefined.ts';

type Partly<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Settings as asked for; what is not said is the architecture's default. */
export type SettingsChoices = Partly<TrainingSettings>;

/** Everything that makes a network, from what was chosen and the architecture's defaults. */
export function makeRecipe(
  name: ArchitectureName,
  {
    seed,
    settings = {},
    preprocessing = {},
  }: {
    readonly seed: number;
    readonly settings?: SettingsChoices | undefined;
    readonly preprocessing?: Partly<PreprocessingChoices> | undefined;
  },
): Recipe {
  const base = ARCHITECTURES[name];
  const chosen = chosenPreprocessing(base, preprocessing);
  return {
    architecture: adaptedArchitecture(base, channelsOf(chosen), preprocessing),
    preprocessing: chosen,
    settings: { ...defaultTrainingSettings(base, seed), ...withoutUndefined(settings), seed },
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
