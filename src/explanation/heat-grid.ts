import { type HeatGrid, heatmapGeometry } from '../prediction/heatmap-geometry.ts';
import type { Architecture } from '../training/architecture.ts';
import type { HeatmapMethod } from './heatmap-method.ts';
import { occlusionGrid } from './occlusion-grid.ts';

/** The cells of a method's map and where they lie in the network's input. Throws RangeError as heatmapGeometry does. */
export function heatGrid(architecture: Architecture, method: HeatmapMethod): HeatGrid {
  return method === 'occlusion' ? occlusionGrid(architecture) : heatmapGeometry(architecture);
}
