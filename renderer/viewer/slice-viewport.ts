import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import {
  fitted,
  flippedView,
  type Point,
  pannedView,
  turnedView,
  type View,
  zoomedView,
} from '../../src/viewing/view.ts';
import type { ViewportFacts } from '../state/viewer-store.ts';
import type { DrawnHeat } from './draw-heat.ts';
import { keptWindow, type LookMemory, looks, rangeToKeep } from './look-memory.ts';
import type { Picture } from './picture.ts';
import { type Look, PictureCanvas } from './picture-canvas.ts';
import { type DragTool, dragWindow, dragZoom } from './pointer-moves.ts';
import type { ProbeReading } from './probe.ts';

interface Listener {
  /** This picture, and no other, is on the canvas now. */
  drawn(picture: Picture, facts: ViewportFacts): void;
}

const MIDDLE: View = { scale: 1, translation: { x: 0, y: 0 }, rotation: 0, hflip: false, vflip: false };

/** The window that a picture comes in. */
function ownWindow({ windowCenter, windowWidth, invert, startsWithTable }: ImageMetadata): Omit<Look, 'view'> {
  return { windowCenter, windowWidth, invert, table: startsWithTable ? 0 : null };
}

/** The viewport that is read in: one picture, whose look stays with its series. */
export class SliceViewport {
  private readonly element: HTMLElement;
  private readonly canvas: PictureCanvas;
  private readonly memory: LookMemory;
  private windowChosen = false;
  private fits = true;
  private group: string | null = null;

  constructor(element: HTMLElement, listener: Listener, memory: LookMemory = looks) {
    this.element = element;
    this.memory = memory;
    this.canvas = new PictureCanvas(element, (picture, { view, ...window }) => {
      const { size } = this.canvas;
      listener.drawn(picture, { ...window, scale: view.scale, view, element: size });
    });
  }

  dispose(): void {
    this.canvas.dispose();
  }

  /** Shows a picture in the look that its group (a series) was left in, as far as its pictures are alike. */
  show(picture: Picture, group: string): void {
    const { metadata } = picture;
    const kept = this.memory.get(group, metadata);
    this.group = group;
    this.windowChosen = kept?.windowChosen ?? false;
    this.fits = kept?.fits ?? true;
    const window = kept?.windowChosen ? keptWindow(kept, metadata) : ownWindow(metadata);
    const view = kept?.look.view ?? MIDDLE;
    this.canvas.show(picture, {
      ...window,
      view: this.fits ? fitted(view, metadata, this.canvas.size) : view,
    });
  }

  /** Draws a heat map over its own slice, with the edge of what is hot; of another slice it is not taken. Null takes it off. */
  setHeatmap(heat: DrawnHeat | null): void {
    this.canvas.setHeatmap(heat);
  }

  /** Null leaves that part of the window as it is. */
  setWindow(center: number | null, width: number | null): void {
    this.windowChosen = true;
    this.change((look) => ({
      ...look,
      windowCenter: center ?? look.windowCenter,
      windowWidth: width ?? look.windowWidth,
      table: null,
    }));
  }

  /** Draws by a table of the file in place of a window. */
  setTable(table: number): void {
    this.windowChosen = true;
    this.change((look) => ({ ...look, table }));
  }

  toggleInvert(): void {
    this.windowChosen = true;
    this.change((look) => ({ ...look, invert: !look.invert }));
  }

  /** Zooms about a point of the element, by default its middle. */
  zoomBy(factor: number, at?: Point): void {
    this.changeView((view, metadata) => zoomedView(view, metadata, this.canvas.size, view.scale * factor, at));
  }

  /** One pixel of the slice on one pixel of the window, along the axis with the finer spacing. */
  zoomToPixels(): void {
    this.changeView((view, metadata) => zoomedView(view, metadata, this.canvas.size, 1));
  }

  /** The whole slice, flips and turns kept. */
  fit(): void {
    this.fits = true;
    this.change((look, metadata) => ({ ...look, view: fitted(look.view, metadata, this.canvas.size) }));
  }

  turn(degrees: 90 | -90): void {
    this.change((look, metadata) => {
      const view = turnedView(look.view, degrees);
      return { ...look, view: this.fits ? fitted(view, metadata, this.canvas.size) : view };
    });
  }

  flip(axis: 'horizontal' | 'vertical'): void {
    this.change((look) => ({ ...look, view: flippedView(look.view, axis) }));
  }

  /** Everything as it came: window, zoom, place, flips and turns. */
  reset(): void {
    const { picture } = this.canvas;
    if (!picture) return;
    this.windowChosen = false;
    this.fits = true;
    if (this.group !== null) this.memory.forget(this.group);
    const { metadata } = picture;
    this.canvas.setLook({ ...ownWindow(metadata), view: fitted(MIDDLE, metadata, this.canvas.size) });
  }

  resize(): void {
    this.canvas.resize();
    if (this.fits) this.fit();
  }

  /** A drag by so many screen pixels; a zoom goes about the point of the element where it began, by default the middle. */
  drag(tool: DragTool, dx: number, dy: number, from?: Point): void {
    if (tool === 'zoom') {
      this.changeView((view, metadata) => zoomedView(view, metadata, this.canvas.size, dragZoom(view.scale, dy), from));
    } else if (tool === 'pan') {
      this.changeView((view, metadata) => pannedView(view, metadata, dx, dy));
    } else {
      this.windowChosen = true;
      this.change((look) => {
        const next = dragWindow({ center: look.windowCenter, width: look.windowWidth }, dx, dy, 1);
        return { ...look, windowCenter: next.center, windowWidth: next.width, table: null };
      });
    }
  }

  /** What stands under a point of the page, null outside the picture. */
  probe(pageX: number, pageY: number): ProbeReading | null {
    const { left, top } = this.element.getBoundingClientRect();
    return this.canvas.probe({ x: pageX - window.scrollX - left, y: pageY - window.scrollY - top });
  }

  /** Where a point of the slice (in its pixels, centres at .5) is on the element, in CSS pixels; null without a picture. */
  toElement(imagePoint: Point): { x: number; y: number } | null {
    return this.canvas.toElement(imagePoint);
  }

  /** The point of the slice (in its pixels, centres at .5) under a point of the element in CSS pixels; null without a picture. */
  toImage(elementPoint: Point): { x: number; y: number } | null {
    return this.canvas.toImage(elementPoint);
  }

  private changeView(update: (view: View, metadata: ImageMetadata) => View): void {
    this.fits = false;
    this.change((look, metadata) => ({ ...look, view: update(look.view, metadata) }));
  }

  private change(update: (look: Look, metadata: ImageMetadata) => Look): void {
    const { look, picture } = this.canvas;
    if (!look || !picture) return;
    const next = update(look, picture.metadata);
    this.canvas.setLook(next);
    if (this.group === null) return;
    const { windowChosen, fits } = this;
    const { metadata } = picture;
    this.memory.set(this.group, { look: next, windowChosen, fits, metadata, range: rangeToKeep(metadata) });
  }
}
