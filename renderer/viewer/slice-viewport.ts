/// <reference path="./cornerstone-core.d.ts" />
import * as cornerstone from 'cornerstone-core';
import type { ViewportFacts } from '../state/viewer-store.ts';
import { type DrawnHeat, drawHeat } from './draw-heat.ts';
import type { Picture } from './picture.ts';
import { clampScale, dragWindow, dragZoom } from './pointer-moves.ts';
import { probeText } from './probe.ts';

interface Listener {
  /** This picture, and no other, is on the canvas now. */
  drawn(picture: Picture, facts: ViewportFacts): void;
}

/** Whether window, zoom and place can be kept from one picture to the next. */
function alike(a: Picture, b: Picture): boolean {
  const same = (key: 'rows' | 'columns' | 'unit' | 'rowSpacingMm' | 'columnSpacingMm' | 'color') =>
    a.metadata[key] === b.metadata[key];
  return (['rows', 'columns', 'unit', 'rowSpacingMm', 'columnSpacingMm', 'color'] as const).every(same);
}

/** One cornerstone element: shows one picture at a time, with a heat map in its pixel geometry. */
export class SliceViewport {
  private readonly element: HTMLElement;
  private readonly listener: Listener;
  private picture: Picture | null = null;
  private heat: DrawnHeat | null = null;
  private touched = false;
  private group: string | null = null;

  constructor(element: HTMLElement, listener: Listener) {
    this.element = element;
    this.listener = listener;
    cornerstone.enable(element);
    element.addEventListener('cornerstoneimagerendered', this.onRendered);
  }

  dispose(): void {
    this.element.removeEventListener('cornerstoneimagerendered', this.onRendered);
    cornerstone.disable(this.element);
  }

  /** Shows a picture. Window, zoom and place stay within a group (a series) as long as the pictures are alike. */
  show(picture: Picture, group: string): void {
    const keep = this.picture !== null && this.group === group && alike(this.picture, picture);
    const keepWindow = keep && this.touched;
    const before = cornerstone.getViewport(this.element);
    const { canvas } = cornerstone.getEnabledElement(this.element);
    const fresh = cornerstone.getDefaultViewport(canvas, picture.image);
    if (keep && before) {
      fresh.scale = before.scale;
      fresh.translation = before.translation;
    }
    if (keepWindow && before) {
      fresh.voi = before.voi;
      fresh.invert = before.invert;
    }
    if (!keep) this.touched = false;
    this.picture = picture;
    this.group = group;
    this.heat = null;
    cornerstone.displayImage(this.element, picture.image, fresh);
  }

  /** Draws a heat map over its own slice, with the edge of what is hot; of another slice it is not taken. Null takes it off. */
  setHeatmap(heat: DrawnHeat | null): void {
    this.heat = heat?.heatmap.sliceId === this.picture?.sliceId ? heat : null;
    if (this.picture) cornerstone.updateImage(this.element);
  }

  setWindow(center: number, width: number): void {
    this.change((viewport) => {
      this.touched = true;
      viewport.voi = { windowCenter: center, windowWidth: width };
    });
  }

  toggleInvert(): void {
    this.change((viewport) => {
      this.touched = true;
      viewport.invert = !viewport.invert;
    });
  }

  zoomBy(factor: number): void {
    this.change((viewport) => {
      viewport.scale = clampScale(viewport.scale * factor);
    });
  }

  reset(): void {
    if (!this.picture) return;
    this.touched = false;
    const { canvas } = cornerstone.getEnabledElement(this.element);
    cornerstone.setViewport(this.element, cornerstone.getDefaultViewport(canvas, this.picture.image));
  }

  resize(): void {
    cornerstone.resize(this.element, false);
  }

  drag(tool: 'window' | 'zoom' | 'pan', dx: number, dy: number): void {
    this.change((viewport) => {
      if (tool === 'zoom') viewport.scale = dragZoom(viewport.scale, dy);
      else if (tool === 'pan') {
        const { x, y } = viewport.translation;
        viewport.translation = { x: x + dx / viewport.scale, y: y + dy / viewport.scale };
      } else {
        this.touched = true;
        const { windowCenter, windowWidth } = viewport.voi;
        const next = dragWindow({ center: windowCenter, width: windowWidth }, dx, dy, 1);
        viewport.voi = { windowCenter: next.center, windowWidth: next.width };
      }
    });
  }

  /** What stands under a point of the page, null outside the picture. */
  probe(pageX: number, pageY: number): { x: number; y: number; text: string } | null {
    if (!this.picture) return null;
    const at = cornerstone.pageToPixel(this.element, pageX, pageY);
    const x = Math.floor(at.x);
    const y = Math.floor(at.y);
    const text = probeText(this.picture.metadata, this.picture.image.getPixelData(), x, y);
    return text === null ? null : { x, y, text };
  }

  /** Where a point of the slice (in its pixels, centres at .5) is on the element, in CSS pixels; null without a picture. */
  toElement(imagePoint: { readonly x: number; readonly y: number }): { x: number; y: number } | null {
    return this.picture ? cornerstone.pixelToCanvas(this.element, imagePoint) : null;
  }

  /** The point of the slice (in its pixels, centres at .5) under a point of the element in CSS pixels; null without a picture. */
  toImage(elementPoint: { readonly x: number; readonly y: number }): { x: number; y: number } | null {
    return this.picture ? cornerstone.canvasToPixel(this.element, elementPoint) : null;
  }

  private change(update: (viewport: cornerstone.CornerstoneViewport) => void): void {
    const viewport = this.picture ? cornerstone.getViewport(this.element) : undefined;
    if (!viewport) return;
    update(viewport);
    cornerstone.setViewport(this.element, viewport);
  }

  private readonly onRendered = (event: Event): void => {
    const { enabledElement, canvasContext, image, viewport } = (event as CustomEvent<cornerstone.ImageRenderedDetail>)
      .detail;
    if (!this.picture || image !== this.picture.image) return;
    if (this.heat?.heatmap.sliceId === this.picture.sliceId) drawHeat(enabledElement, canvasContext, this.heat);
    const { windowWidth, windowCenter } = viewport.voi;
    const { scale, invert } = viewport;
    this.listener.drawn(this.picture, { windowWidth, windowCenter, scale, invert });
  };
}
