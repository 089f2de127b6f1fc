import type { Architecture } from '../training/architecture.ts';
import { inferLayerShapes } from '../training/layer-shapes.ts';
import { type Affine, scaleAndShift } from './affine.ts';

/** The cells of a heatmap, and where they look in the network's input. */
export interface HeatGrid {
  readonly height: number;
  readonly width: number;
  /** Centre of what the first cell looks at, in input pixels from the input's edge (pixel p covers p to p + 1). */
  readonly firstCenter: number;
  /** Distance between the centres of two cells in input pixels. */
  readonly cellStep: number;
}

/** The grid of a Grad-CAM, and which layer's output it lies on. `firstCenter` is that of a receptive field. */
export interface HeatmapGeometry extends HeatGrid {
  /** Index of the layer whose output is explained: the last convolution's ramp (or that convolution without one). */
  readonly layerIndex: number;
  readonly channels: number;
}

/**
 * Where the cells of the last convolution look. Per layer (Araujo, Norris and Sim, Distill 2019): a valid convolution or
 * pool of size k moves the first centre by (k - 1) / 2 steps, a convolution of padding `same` does not; a pool's stride k
 * multiplies the step by k.
 * For the LeNet at 135: 61 x 61 cells, the first centred at 7, one every 2 pixels.
 * @throws RangeError for a network without a convolution
 */
export function heatmapGeometry(architecture: Architecture): HeatmapGeometry {
  const lastConv = architecture.layers.findLastIndex(({ kind }) => kind === 'conv');
  if (lastConv < 0) throw new RangeError(`The network "${architecture.name}" has no convolution to explain.`);
  let layerIndex = lastConv;
  while (isPartOfConvolution(architecture, layerIndex + 1)) layerIndex += 1;
  let firstCenter = 0.5;
  let cellStep = 1;
  for (const layer of architecture.layers.slice(0, lastConv + 1)) {
    if (layer.kind !== 'conv' && layer.kind !== 'max-pool') continue;
    const padded = layer.kind === 'conv' && layer.padding === 'same';
    if (!padded) firstCenter += ((layer.size - 1) / 2) * cellStep;
    if (layer.kind === 'max-pool') cellStep *= layer.size;
  }
  const output = inferLayerShapes(architecture)[lastConv]?.output ?? [0];
  const [height, width = 0, channels = 0] = output;
  return { layerIndex, height, width, channels, firstCenter, cellStep };
}

/** A batch norm or ramp belongs to the convolution before it. */
function isPartOfConvolution({ layers }: Architecture, index: number): boolean {
  const kind = layers[index]?.kind;
  return kind === 'ramp' || kind === 'batch-norm';
}

/** First row (and column) of the centre crop that enters the network from the resized picture. */
export function centerCropOffset(architecture: Architecture): number {
  return Math.floor((architecture.resizeSide - architecture.inputSide) / 2);
}

/**
 * A heatmap brought back to the slice it explains: framing, resize and crop undone, so that the heat lies where the
 * pixels are. Bilinear between the receptive-field centres of the cells; the outermost cells extend to the edge of what
 * the network saw; what lay outside of that has no heat.
 * @param heat `height * width` values, row-major
 * @param placement from a position in the slice to the position in the resized picture; without it the slice was stretched
 * @param grid where the heat's cells look; by default those of the last convolution
 * @returns `rows * columns` values, row-major, in the heat's own units
 * @throws RangeError when the heat does not have the grid's cells
 */
export function heatmapToSlice(
  heat: { readonly height: number; readonly width: number; readonly values: Float32Array },
  architecture: Architecture,
  rows: number,
  columns: number,
  placement: Affine = scaleAndShift(architecture.resizeSide / columns, architecture.resizeSide / rows),
  grid: HeatGrid = heatmapGeometry(architecture),
): Float32Array {
  const { height, width, firstCenter, cellStep } = grid;
  if (heat.height !== height || heat.width !== width || heat.values.length !== height * width) {
    throw new RangeError(
      `A heatmap of ${architecture.name} has ${height}x${width} cells, not ${heat.height}x${heat.width}.`,
    );
  }
  const crop = centerCropOffset(architecture);
  const { inputSide } = architecture;
  const { values } = heat;
  const { xx, xy, x0, yx, yy, y0 } = placement;
  const slice = new Float32Array(rows * columns);
  // Numbers alone, no object for a place between cells: this runs for every pixel of every slice that is gone through.
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const inputY = yx * (column + 0.5) + yy * (row + 0.5) + y0 - crop;
      const inputX = xx * (column + 0.5) + xy * (row + 0.5) + x0 - crop;
      if (!(inputY >= 0 && inputY <= inputSide && inputX >= 0 && inputX <= inputSide)) continue;
      const y = Math.min(Math.max((inputY - firstCenter) / cellStep, 0), height - 1);
      const x = Math.min(Math.max((inputX - firstCenter) / cellStep, 0), width - 1);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const right = Math.min(left + 1, width - 1);
      const upper = mix(values, top * width, left, right, x - left);
      const lower = mix(values, Math.min(top + 1, height - 1) * width, left, right, x - left);
      slice[row * columns + column] = upper + (lower - upper) * (y - top);
    }
  }
  return slice;
}

/** Between two cells of a row of cells that begins at `start`. */
function mix(values: Float32Array, start: number, left: number, right: number, fraction: number): number {
  const first = values[start + left] as number;
  return first + ((values[start + right] as number) - first) * fraction;
}
