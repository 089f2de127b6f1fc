import type { HeatGrid } from '../prediction/heatmap-geometry.ts';
import type { Architecture } from '../training/architecture.ts';

/** Side of the square that covers the picture, as a share of the network's input side. */
const PATCH_SHARE = 1 / 8;
/** Distance from one place of the square to the next: half a patch, so that everything is covered about four times. */
const STRIDE_SHARE = 1 / 16;

/** Where the picture is covered: a square grid of patches, centred in the network's input. */
export interface OcclusionGrid extends HeatGrid {
  /** Side of a patch in input pixels. */
  readonly patch: number;
  /** First row and column of each line of patches, in input pixels. */
  readonly starts: readonly number[];
}

/**
 * The patches of an occlusion map (Zeiler and Fergus, 2014), all wholly inside the input. For an input of 135: 15 x 15 patches
 * of 17 pixels, one every 8. The strip of less than a stride that is left at the edges takes the outermost patch's value.
 */
export function occlusionGrid({ inputSide }: Pick<Architecture, 'inputSide'>): OcclusionGrid {
  const patch = Math.max(1, Math.round(inputSide * PATCH_SHARE));
  const stride = Math.max(1, Math.round(inputSide * STRIDE_SHARE));
  const count = Math.floor((inputSide - patch) / stride) + 1;
  const first = Math.floor((inputSide - patch - (count - 1) * stride) / 2);
  return {
    height: count,
    width: count,
    firstCenter: first + patch / 2,
    cellStep: stride,
    patch,
    starts: Array.from({ length: count }, (_, index) => first + index * stride),
  };
}
