/// <reference path="./cornerstone-core.d.ts" />
import * as cornerstone from 'cornerstone-core';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { type GreyMapping, greyTable, type LevelTable } from '../../src/study/grey-table.ts';
import type { DrawnHeat } from './draw-heat.ts';
import type { Picture } from './picture.ts';
import { blendTable, type GreySamples, type HeatLook, paintSamples } from './slice-pixels.ts';

type Viewport = Pick<cornerstone.CornerstoneViewport, 'voi' | 'voiLUT' | 'invert'>;

/** How a viewport turns modality values into grey: a window goes by the file's VOI LUT function. */
export function greyMapping(
  metadata: Pick<ImageMetadata, 'voiFunction'>,
  tables: readonly LevelTable[],
  viewport: Pick<Viewport, 'voi' | 'voiLUT'>,
): GreyMapping {
  const table = viewport.voiLUT ? tables[viewport.voiLUT.index] : undefined;
  if (table) return { kind: 'table', table };
  const { windowCenter, windowWidth } = viewport.voi;
  const window = { center: windowCenter, width: windowWidth };
  return { kind: 'window', window, voiFunction: metadata.voiFunction };
}

interface KnownLevels {
  readonly windowCenter: number;
  readonly windowWidth: number;
  readonly invert: boolean;
  readonly table: number | undefined;
  readonly samples: GreySamples;
}

/** Of each picture the greys that were asked for last: a window seldom changes from slice to slice. */
const known = new WeakMap<Picture, KnownLevels>();

/** The grey of each sample of a picture in a viewport. The same look of the same picture gives the same object. */
export function greySamples(picture: Picture, { voi, voiLUT, invert }: Viewport): GreySamples {
  const { windowCenter, windowWidth } = voi;
  const table = voiLUT?.index;
  const before = known.get(picture);
  if (
    before?.windowCenter === windowCenter &&
    before.windowWidth === windowWidth &&
    before.invert === invert &&
    before.table === table
  ) {
    return before.samples;
  }
  const { metadata, tables, image } = picture;
  const range = { lowest: image.minPixelValue, highest: image.maxPixelValue };
  const levels = greyTable(range, metadata, greyMapping(metadata, tables, { voi, voiLUT }), invert);
  const samples = { samples: image.getPixelData(), lowest: range.lowest, levels };
  known.set(picture, { windowCenter, windowWidth, invert, table, samples });
  return samples;
}

let newest: { readonly look: HeatLook; readonly table: Uint32Array } | null = null;

/** The table of the heat that is drawn now: it stays while slices pass. */
function tableOf(look: HeatLook): Uint32Array {
  const { colours, floor, opacity } = look;
  const known = newest?.look;
  if (!newest || known?.colours !== colours || known.floor !== floor || known.opacity !== opacity)
    newest = { look, table: blendTable(look) };
  return newest.table;
}

/**
 * Draws grey pictures, heat included, for one element in place of cornerstone's own drawing: that knows windows of LINEAR_EXACT
 * alone, no sigmoid and no padding, and heat over it would be a second picture to scale. Where it lies, how it is turned and
 * how large it is goes by cornerstone's viewport.
 */
export class GreyPainter {
  private readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d', { alpha: false });
  private pixels: ImageData | null = null;
  private painted: { readonly samples: GreySamples; readonly heat: DrawnHeat | null } | null = null;

  draw(
    enabled: cornerstone.EnabledElement,
    context: CanvasRenderingContext2D,
    picture: Picture,
    heat: DrawnHeat | null,
  ): void {
    const { viewport } = enabled;
    if (!viewport) return;
    const { rows, columns } = picture.metadata;
    const samples = greySamples(picture, viewport);
    if (this.painted?.samples !== samples || this.painted.heat !== heat) {
      this.paint(rows, columns, samples, heat);
      this.painted = { samples, heat };
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = 'black';
    context.fillRect(0, 0, enabled.canvas.width, enabled.canvas.height);
    cornerstone.setToPixelCoordinateSystem(enabled, context);
    context.imageSmoothingEnabled = !viewport.pixelReplication;
    context.drawImage(this.canvas, 0, 0, columns, rows);
  }

  private paint(rows: number, columns: number, samples: GreySamples, heat: DrawnHeat | null): void {
    if (this.pixels?.width !== columns || this.pixels.height !== rows) {
      this.canvas.width = columns;
      this.canvas.height = rows;
      this.pixels = new ImageData(columns, rows);
    }
    const words = new Uint32Array(this.pixels.data.buffer);
    paintSamples(samples, heat && { heat: heat.heatmap.heat, table: tableOf(heat.look) }, words);
    this.context?.putImageData(this.pixels, 0, 0);
  }
}
