import type { Augmentation } from '../../src/training/augmentation.ts';

type PlainField = Exclude<keyof Augmentation, 'elastic'>;

/** One change that can be typed, in the unit in which it is typed. */
export interface AugmentationField {
  readonly key: PlainField | 'elasticReach' | 'elasticSmoothness';
  readonly label: string;
  readonly unit: string;
  /** The most that may be typed; the least is 0 where nothing else is said. */
  readonly most: number;
  readonly least?: number;
  /** From what is typed to what is stored, and back. */
  readonly stored: (typed: number) => number;
  readonly typed: (stored: number) => number;
}

const percent = { unit: '%', stored: (typed: number) => typed / 100, typed: (stored: number) => stored * 100 };
const factor = {
  unit: '%',
  stored: (typed: number) => Math.log1p(typed / 100),
  typed: (stored: number) => Math.expm1(stored) * 100,
};
const asIs = { stored: (typed: number) => typed, typed: (stored: number) => stored };

/** Every change, in groups of what it does. */
export const AUGMENTATION_GROUPS: readonly { readonly title: string; readonly fields: readonly AugmentationField[] }[] =
  [
    {
      title: 'Where things lie',
      fields: [
        { key: 'flipChance', label: 'Left-right flip, chance', most: 100, ...percent },
        { key: 'verticalFlipChance', label: 'Upside-down flip, chance', most: 100, ...percent },
        { key: 'rotateDegrees', label: 'Turn, up to', unit: 'degrees', most: 180, ...asIs },
        { key: 'shiftShare', label: 'Shift, up to', most: 100, ...percent },
        { key: 'cropShare', label: 'Crop, up to', most: 90, ...percent },
        { key: 'zoomLog', label: 'Zoom, up to', most: 170, ...factor },
        { key: 'verticalZoomLog', label: 'Height alone, up to', most: 170, ...factor },
      ],
    },
    {
      title: 'Bending',
      fields: [
        { key: 'elasticReach', label: 'Elastic, reach up to', most: 25, ...percent },
        { key: 'elasticSmoothness', label: 'Elastic, smoothness', least: 1, most: 50, ...percent },
      ],
    },
    {
      title: 'Grey levels',
      fields: [
        { key: 'gammaLog', label: 'Gamma, up to', most: 600, ...factor },
        { key: 'contrast', label: 'Contrast, up to', most: 100, ...percent },
        { key: 'brightness', label: 'Brightness, up to', most: 100, ...percent },
        { key: 'noise', label: 'Noise, SD up to', most: 100, ...percent },
      ],
    },
  ];

export const AUGMENTATION_FIELDS = AUGMENTATION_GROUPS.flatMap(({ fields }) => fields);
export type AugmentationKey = AugmentationField['key'];

/** What a field is where only a reach of bending is said. */
const DEFAULT_SMOOTHNESS = 0.08;

/** The stored value of a field, 0 where nothing is done. */
export function storedValue(augmentation: Augmentation, key: AugmentationKey): number {
  if (key === 'elasticReach') return augmentation.elastic?.reachShare ?? 0;
  if (key === 'elasticSmoothness') return augmentation.elastic?.smoothnessShare ?? DEFAULT_SMOOTHNESS;
  return augmentation[key] ?? 0;
}

/** Stored values by field as an augmentation; a change of 0 is left out. */
export function augmentationOf(values: Readonly<Record<AugmentationKey, number>>): Augmentation {
  const { elasticReach, elasticSmoothness, ...plain } = values;
  const done = Object.entries(plain).filter(([, value]) => value > 0);
  return {
    ...(Object.fromEntries(done) as Augmentation),
    ...(elasticReach > 0 && { elastic: { reachShare: elasticReach, smoothnessShare: elasticSmoothness } }),
  };
}

/** A stored value in its field's unit, as short as can be: `15`, `12.7`. */
export function typedWord(field: AugmentationField, stored: number): string {
  return String(Number(field.typed(stored).toFixed(1)));
}
