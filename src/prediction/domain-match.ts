import type { FrameHeader } from '../study/file-header.ts';

/** What kind of picture a slice is to the network: grey levels that someone windowed, or CT in Hounsfield units. */
export type InputDomain = 'png' | 'ct';

/** The domain of one frame: `ct` when its file says how to get HU, else `png`. */
export function inputDomain(
  header: { readonly samples: number; readonly frames: readonly Pick<FrameHeader, 'rescale'>[] },
  frameIndex: number,
): InputDomain {
  return header.samples === 1 && header.frames[frameIndex]?.rescale?.toHu ? 'ct' : 'png';
}

/**
 * A warning, to be kept in sight, when a model meets pictures of a kind that it never learnt from; null when it did.
 * @param trainedOn the domains among the model's training slices
 */
export function domainWarning(trainedOn: ReadonlySet<InputDomain>, slice: InputDomain): string | null {
  if (trainedOn.has(slice)) return null;
  return slice === 'ct'
    ? 'This model learnt from PNG pictures only. On DICOM in Hounsfield units its answers are not to be relied on.'
    : 'This model learnt from CT in Hounsfield units only. On PNG pictures its answers are not to be relied on.';
}
