import type { MethodInput, MethodOutput } from '../../src/contract/contract.ts';
import { recipeFor } from '../../src/training/recipe.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { labelledSlices } from '../store/labelled-slices.ts';
import { slicesSetApart } from './development-slices.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** Changed pictures beside the one as it is. */
const DRAWS = 8;

/**
 * One slice of those that would be trained on, as the network would see it: as it is, and after eight seeded changes.
 * Sealed slices and what hangs together with them are neither shown nor counted.
 * @throws ServiceError `no-slices` where none is labelled haemorrhage or none; SliceNotFound or `changed` for its file
 */
export async function previewAugmentation(
  context: ServiceContext,
  compute: ComputeClient,
  { architecture: name, preprocessing, augmentation, seed, place }: MethodInput<'training.preview'>,
): Promise<MethodOutput<'training.preview'>> {
  const labelled = labelledSlices(context.store.db).filter(({ label }) => label === 'haemorrhage' || label === 'none');
  const apart = slicesSetApart(
    context,
    labelled.map(({ sliceId }) => sliceId),
  );
  const slices = labelled.filter(({ sliceId }) => !apart.has(sliceId));
  const slice = slices[place % Math.max(1, slices.length)];
  if (!slice) {
    throw new ServiceError(
      'no-slices',
      'There is no labelled slice to show yet. Import a labelled set, or read slices.',
    );
  }
  const located = locateSlice(context, slice.sliceId);
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
  return { file: located.file, frame: located.frame, slices: slices.length, side, channels, pictures };
}
