/// <reference path="./cornerstone-core.d.ts" />
import * as cornerstone from 'cornerstone-core';
import type { ContourRing } from '../../src/explanation/contour.ts';
import { heatCanvas } from './heat-colours.ts';
import type { Heatmap } from './heatmap.ts';
import type { HeatLook } from './slice-pixels.ts';

/** A heat map as it is drawn. */
export interface DrawnHeat {
  readonly heatmap: Heatmap;
  readonly look: HeatLook;
  /** The edge of what is hot, in pixels of the slice. */
  readonly rings: readonly ContourRing[];
}

/** Widths in pixels of the screen, whatever the zoom: a dark line under a light one reads on bone and on air. */
const LINES = [
  { width: 3.5, style: 'rgb(0 0 0 / 0.75)' },
  { width: 1.5, style: '#9be7ff' },
] as const;

const coloured = new WeakMap<DrawnHeat, HTMLCanvasElement>();

function colouredHeat(heat: DrawnHeat): HTMLCanvasElement {
  const { heatmap, look } = heat;
  const known = coloured.get(heat) ?? heatCanvas(heatmap, look.colours, look.floor);
  coloured.set(heat, known);
  return known;
}

/** Draws heat over a picture in colours that cornerstone has just drawn, following zoom and place; grey pictures have it in them. */
export function drawHeat(
  enabled: cornerstone.EnabledElement,
  context: CanvasRenderingContext2D,
  heat: DrawnHeat,
): void {
  context.save();
  cornerstone.setToPixelCoordinateSystem(enabled, context);
  context.globalAlpha = heat.look.opacity;
  context.imageSmoothingEnabled = true;
  context.drawImage(colouredHeat(heat), 0, 0, heat.heatmap.columns, heat.heatmap.rows);
  context.restore();
}

/** Draws the edge of what is hot over its picture, following zoom and place. */
export function drawEdge(
  enabled: cornerstone.EnabledElement,
  context: CanvasRenderingContext2D,
  { rings }: DrawnHeat,
): void {
  if (rings.length === 0) return;
  context.save();
  cornerstone.setToPixelCoordinateSystem(enabled, context);
  context.beginPath();
  for (const ring of rings) {
    context.moveTo(ring[0] ?? 0, ring[1] ?? 0);
    for (let at = 2; at < ring.length; at += 2) context.lineTo(ring[at] ?? 0, ring[at + 1] ?? 0);
    context.closePath();
  }
  // The path keeps its place on the screen; only the lines are drawn without the picture's scale, which may not be square.
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.lineJoin = 'round';
  for (const { width, style } of LINES) {
    context.lineWidth = width;
    context.strokeStyle = style;
    context.stroke();
  }
  context.restore();
}
