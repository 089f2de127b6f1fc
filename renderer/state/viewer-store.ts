import { create } from 'zustand';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import type { HotRegions } from '../../src/explanation/hot-regions.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import type { Point, Size, View } from '../../src/viewing/view.ts';

/** A picture that is or was on the screen. */
export interface ShownPicture {
  readonly sliceId: number;
  readonly metadata: ImageMetadata;
}

export type PictureState =
  | { readonly kind: 'none' }
  /** `before`: the picture that was on the screen, whose facts keep their places until the next ones are known; they are not seen. */
  | { readonly kind: 'loading'; readonly sliceId: number; readonly before: ShownPicture | null }
  | ({ readonly kind: 'ready' } & ShownPicture)
  | { readonly kind: 'failed'; readonly sliceId: number; readonly message: string };

export type HeatmapState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'here';
      readonly sliceId: number;
      readonly modelId: number;
      readonly method: HeatmapMethod;
      /** The answer that the map speaks for. */
      readonly answer: TrainableLabel;
      /** Whether full heat is one value for all slices of the model, or the peak of this slice. */
      readonly scale: 'model' | 'slice';
      /** What is as hot as the reader's threshold. */
      readonly hot: HotRegions;
    }
  | { readonly kind: 'failed'; readonly message: string };

export interface ViewportFacts {
  readonly windowWidth: number;
  readonly windowCenter: number;
  readonly scale: number;
  readonly invert: boolean;
  /** The table of the file that is in force in place of the window; null for the window. */
  readonly table: number | null;
  readonly view: View;
  /** The element that it is drawn on, in CSS pixels. */
  readonly element: Size;
}

/** What the viewport can be told to do. */
export interface ViewportCommands {
  /** Null leaves that part as it is. */
  setWindow(center: number | null, width: number | null): void;
  /** Draws by a table of the file, by its place in `metadata.voiTables`. */
  setTable(index: number): void;
  toggleInvert(): void;
  reset(): void;
  /** About a point of the element in CSS pixels, without one about its middle. */
  zoomBy(factor: number, at?: Point): void;
  zoomToPixels(): void;
  fit(): void;
  /** Does what a drag by so many screen pixels would; a zoom goes about where it began, as for `zoomBy`. */
  drag(tool: 'window' | 'zoom' | 'pan', dx: number, dy: number, from?: Point): void;
  turn(degrees: 90 | -90): void;
  flip(axis: 'horizontal' | 'vertical'): void;
}

interface ViewerState {
  readonly picture: PictureState;
  readonly heatmap: HeatmapState;
  readonly viewport: ViewportFacts | null;
  readonly probe: { readonly x: number; readonly y: number; readonly text: string } | null;
  readonly commands: ViewportCommands | null;
  /** Where the magnifying lens is held over the element, in its CSS pixels. */
  readonly lens: Point | null;
  /** Whether a picture of the place is being saved: what files call their series and tables is not written on it. */
  readonly capturing: boolean;
  /** Counts the readers whose place came to the screen: the picture on it is drawn anew as each of them left its series. */
  readonly readerTurn: number;
}

/** The picture whose facts are laid out: that on the screen, or the one before while the next is loaded. */
export function laidOutPicture(picture: PictureState): ShownPicture | null {
  if (picture.kind === 'ready') return picture;
  return picture.kind === 'loading' ? picture.before : null;
}

export const useViewer = create<ViewerState>()(() => ({
  picture: { kind: 'none' },
  heatmap: { kind: 'none' },
  viewport: null,
  probe: null,
  commands: null,
  lens: null,
  capturing: false,
  readerTurn: 0,
}));
