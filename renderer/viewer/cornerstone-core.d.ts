/** The part of cornerstone-core 2.6 that the viewer uses. */
declare module 'cornerstone-core' {
  export interface CornerstoneImage {
    imageId: string;
    minPixelValue: number;
    maxPixelValue: number;
    slope: number;
    intercept: number;
    windowCenter: number;
    windowWidth: number;
    getPixelData(): Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array;
    rows: number;
    columns: number;
    height: number;
    width: number;
    color: boolean;
    rgba: boolean;
    invert: boolean;
    columnPixelSpacing: number | undefined;
    rowPixelSpacing: number | undefined;
    sizeInBytes: number;
    /** In place of cornerstone's own drawing. */
    render?: (enabled: EnabledElement) => void;
  }

  /** Which table of the file is in force: carried along by cornerstone, which draws nothing by it. */
  export interface VoiLut {
    readonly index: number;
  }

  export interface CornerstoneViewport {
    scale: number;
    translation: { x: number; y: number };
    voi: { windowWidth: number; windowCenter: number };
    voiLUT: VoiLut | undefined;
    invert: boolean;
    pixelReplication: boolean;
    rotation: number;
    hflip: boolean;
    vflip: boolean;
  }

  export interface EnabledElement {
    element: HTMLElement;
    canvas: HTMLCanvasElement;
    image: CornerstoneImage | undefined;
    viewport: CornerstoneViewport | undefined;
    /** Whether cornerstone draws at its next frame. */
    needsRedraw: boolean;
  }

  export interface ImageRenderedDetail {
    readonly enabledElement: EnabledElement;
  }

  export function enable(element: HTMLElement): void;
  export function disable(element: HTMLElement): void;
  export function getEnabledElement(element: HTMLElement): EnabledElement;
  export function displayImage(element: HTMLElement, image: CornerstoneImage, viewport?: CornerstoneViewport): void;
  export function getDefaultViewport(canvas: HTMLCanvasElement, image: CornerstoneImage): CornerstoneViewport;
  export function getViewport(element: HTMLElement): CornerstoneViewport | undefined;
  export function setViewport(element: HTMLElement, viewport: CornerstoneViewport): void;
  export function resize(element: HTMLElement, forceFitToWindow?: boolean): void;
  export function updateImage(element: HTMLElement, invalidated?: boolean): void;
  export function pageToPixel(element: HTMLElement, pageX: number, pageY: number): { x: number; y: number };
  export function pixelToCanvas(element: HTMLElement, point: { x: number; y: number }): { x: number; y: number };
  export function canvasToPixel(element: HTMLElement, point: { x: number; y: number }): { x: number; y: number };
  export function setToPixelCoordinateSystem(enabled: EnabledElement, context: CanvasRenderingContext2D): void;
}
