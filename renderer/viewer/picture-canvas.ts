/// <reference path="./cornerstone-core.d.ts" />
import * as cornerstone from 'cornerstone-core';
import type { Point, Size, View } from '../../src/viewing/view.ts';
import { GreyPainter } from './draw-grey.ts';
import { type DrawnHeat, drawEdge, drawHeat } from './draw-heat.ts';
import type { Picture } from './picture.ts';
import { type ProbeReading, readProbe } from './probe.ts';

/** How a picture is drawn: its place on the element, and its window in modality units. */
export interface Look {
  readonly view: View;
  readonly windowCenter: number;
  readonly windowWidth: number;
  readonly invert: boolean;
  /** The table of the file that is in force in place of the window, by its place in `metadata.voiTables`; null for the window. */
  readonly table: number | null;
}

/** The canvas on each element: a picture is drawn on any of them, and says only that cornerstone is to ask its canvas. */
const canvases = new WeakMap<HTMLElement, PictureCanvas>();

/** One cornerstone element: draws one picture at a time in a given look, with a heat map in its pixel geometry. */
export class PictureCanvas {
  private readonly element: HTMLElement;
  private readonly onDrawn: (picture: Picture, look: Look) => void;
  private drawn: Picture | null = null;
  private heat: DrawnHeat | null = null;
  private readonly painter = new GreyPainter();
  private readonly context: CanvasRenderingContext2D | null;
  private drawingSoon = false;

  constructor(element: HTMLElement, onDrawn: (picture: Picture, look: Look) => void = () => undefined) {
    this.element = element;
    this.onDrawn = onDrawn;
    cornerstone.enable(element);
    canvases.set(element, this);
    // Before cornerstone asks for it, and otherwise as it does: what is opaque is not blended with the page below it.
    this.context = cornerstone
      .getEnabledElement(element)
      .canvas.getContext('2d', { alpha: false, desynchronized: true });
    element.addEventListener('cornerstoneimagerendered', this.onRendered);
  }

  dispose(): void {
    this.drawingSoon = false;
    this.element.removeEventListener('cornerstoneimagerendered', this.onRendered);
    cornerstone.disable(this.element);
  }

  get picture(): Picture | null {
    return this.drawn;
  }

  get size(): Size {
    const { width, height } = cornerstone.getEnabledElement(this.element).canvas;
    return { width, height };
  }

  get look(): Look | null {
    const viewport = this.drawn ? cornerstone.getViewport(this.element) : undefined;
    return viewport ? lookOf(viewport) : null;
  }

  /** Draws a picture; the heat of another slice goes. */
  show(picture: Picture, look: Look): void {
    if (picture !== this.drawn) this.heat = null;
    this.drawn = picture;
    if (!picture.metadata.color) picture.image.render = renderGrey;
    const { canvas } = cornerstone.getEnabledElement(this.element);
    const fresh = cornerstone.getDefaultViewport(canvas, picture.image);
    cornerstone.displayImage(this.element, picture.image, { ...fresh, ...viewportOf(look, picture) });
    if (!picture.metadata.color) this.drawSoon();
  }

  setLook(look: Look): void {
    const viewport = this.drawn ? cornerstone.getViewport(this.element) : undefined;
    if (viewport && this.drawn) {
      cornerstone.setViewport(this.element, { ...viewport, ...viewportOf(look, this.drawn) });
    }
  }

  /** Draws a heat map over its own slice, with the edge of what is hot; of another slice it is not taken. Null takes it off. */
  setHeatmap(heat: DrawnHeat | null): void {
    const next = heat?.heatmap.sliceId === this.drawn?.sliceId ? heat : null;
    if (next === this.heat) return;
    this.heat = next;
    if (this.drawn) cornerstone.updateImage(this.element);
  }

  /** Takes the element's new size. The look stays: whoever wants the slice to fit says so. */
  resize(): void {
    const { look } = this;
    cornerstone.resize(this.element, false);
    if (look) this.setLook(look);
  }

  /** What stands under a point of the element in CSS pixels, null outside the picture. */
  probe(elementPoint: Point): ProbeReading | null {
    const at = this.toImage(elementPoint);
    return at && this.drawn ? readProbe(this.drawn, at) : null;
  }

  /** Where a point of the slice (in its pixels, centres at .5) is on the element, in CSS pixels; null without a picture. */
  toElement(imagePoint: Point): { x: number; y: number } | null {
    return this.drawn ? cornerstone.pixelToCanvas(this.element, imagePoint) : null;
  }

  /** The point of the slice (in its pixels, centres at .5) under a point of the element in CSS pixels; null without a picture. */
  toImage(elementPoint: Point): { x: number; y: number } | null {
    return this.drawn ? cornerstone.canvasToPixel(this.element, elementPoint) : null;
  }

  /** Draws the grey picture that is to be on the element, with its heat. */
  paintGrey(enabled: cornerstone.EnabledElement): void {
    const { drawn, context, heat } = this;
    if (context && drawn && drawn.image === enabled.image) this.painter.draw(enabled, context, drawn, heat);
  }

  /**
   * Draws a new grey picture with what is laid over it in the same turn, and has it told. Left to cornerstone it were drawn as the next
   * frame begins, and the page with what is told of it only then: the frame came a screen's beat late.
   */
  private drawSoon(): void {
    this.drawingSoon = true;
    queueMicrotask(() => {
      if (!this.drawingSoon) return;
      this.drawingSoon = false;
      const enabled = cornerstone.getEnabledElement(this.element);
      if (!enabled.needsRedraw) return;
      this.paintGrey(enabled);
      enabled.needsRedraw = false;
      this.finish(enabled);
    });
  }

  private readonly onRendered = (event: Event): void =>
    this.finish((event as CustomEvent<cornerstone.ImageRenderedDetail>).detail.enabledElement);

  /** Behind the picture: what lies over it, and telling that it is drawn. */
  private finish(enabled: cornerstone.EnabledElement): void {
    const { drawn, context, heat } = this;
    if (!drawn || !context || !enabled.viewport || enabled.image !== drawn.image) return;
    if (heat) {
      if (drawn.metadata.color) drawHeat(enabled, context, heat);
      drawEdge(enabled, context, heat);
    }
    this.onDrawn(drawn, lookOf(enabled.viewport));
  }
}

function renderGrey(enabled: cornerstone.EnabledElement): void {
  canvases.get(enabled.element)?.paintGrey(enabled);
}

function lookOf(viewport: cornerstone.CornerstoneViewport): Look {
  const { scale, translation, rotation, hflip, vflip, voi, invert, voiLUT } = viewport;
  const view = { scale, translation: { ...translation }, rotation, hflip, vflip };
  const table = voiLUT?.index ?? null;
  return { view, windowCenter: voi.windowCenter, windowWidth: voi.windowWidth, invert, table };
}

/** A table that the picture does not have leaves it to the window. */
function viewportOf({ view, windowCenter, windowWidth, invert, table }: Look, { tables }: Picture) {
  const voiLUT = table !== null && tables[table] ? { index: table } : undefined;
  return { ...view, translation: { ...view.translation }, voi: { windowCenter, windowWidth }, voiLUT, invert };
}
