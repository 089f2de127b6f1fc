import type { MethodInput, MethodOutput } from '../../src/contract/contract.ts';
import { deriveSeed } from '../../src/random/seeded-random.ts';
import type { Label } from '../../src/review/label.ts';
import { recipeFor } from '../../src/training/recipe.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { labelledSlices } from '../store/labelled-slices.ts';
import { readingSetting } from '../store/reading-modes.ts';
import { countedLabels } from './counted-labels.ts';
import { slicesSetApart } from './development-slices.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import { hidesNothing, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** Changed pictures beside the one as it is. */
const DRAWS = 8;

type Preview = MethodOutput<'training.preview'>;

/**
 * One slice of those that would be trained on, as the network would see it: as it is, and after eight seeded changes.
 * Sealed slices and what hangs together with them are neither shown nor counted. For a viewer from whom anything is hidden the
 * slices come in a drawn order, since that of their files is often by class, counted as they may count them and without names.
 * @throws ServiceError `no-slices` where none is labelled haemorrhage or none; SliceNotFound or `changed` for its file
 */
export async function previewAugmentation(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  input: MethodInput<'training.preview'>,
  viewer: Viewer | null = null,
): Promise<Preview> {
  const hiding = viewer !== null && !hidesNothing(context, viewer) ? viewer : null;
  const labelled = hiding === null ? trainable(context) : trainableFor(context, hiding);
  const apart = slicesSetApart(context, labelled);
  const slices = labelled.filter((sliceId) => !apart.has(sliceId));
  const sliceId = slices[input.place % Math.max(1, slices.length)];
  if (sliceId === undefined) {
    throw new ServiceError(
      'no-slices',
      'There is no labelled slice to show yet. Import a labelled set, or read slices.',
    );
  }
  const shown = await previewOf(context, compute, input, sliceId, slices.length);
  return hiding === null ? shown : { ...shown, file: `slice ${input.place + 1}` };
}

const isTrainable = (label: Label | undefined): boolean => label === 'haemorrhage' || label === 'none';

function trainable({ store }: ServiceContext): number[] {
  return labelledSlices(store.db).flatMap(({ sliceId, label }) => (isTrainable(label) ? [sliceId] : []));
}

function trainableFor(context: ServiceContext, viewer: Viewer): number[] {
  const { db } = context.store;
  const { seed } = readingSetting(db);
  const { standing } = countedLabels(context, viewer, labelledSlices(db));
  return [...standing]
    .flatMap(([sliceId, label]) => (isTrainable(label) ? [sliceId] : []))
    .map((sliceId) => ({ sliceId, place: deriveSeed(seed, 'preview', sliceId) }))
    .sort((a, b) => a.place - b.place || a.sliceId - b.sliceId)
    .map(({ sliceId }) => sliceId);
}

async function previewOf(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  { architecture: name, preprocessing, augmentation, seed }: MethodInput<'training.preview'>,
  sliceId: number,
  slices: number,
): Promise<Preview> {
  const located = locateSlice(context, sliceId);
  const recipe = recipeFor(name, { augmentation }, seed, preprocessing);
  const shown = await compute.request('augmentation-preview', {
    path: located.path,
    frame: located.frame,
    architecture: recipe.architecture,
    preprocessing: recipe.preprocessing,
    augmentation: recipe.settings.augmentation ?? {},
    seed,
    draws: DRAWS,
  });
  requireSameBytes(located, shown.sha256);
  const { side, channels, pictures } = shown;
  return { file: located.file, frame: located.frame, slices, side, channels, pictures };
}
