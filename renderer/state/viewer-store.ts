import { create } from 'zustand';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import type { HotRegions } from '../../src/explanation/hot-regions.ts';

export type PictureState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly sliceId: number }
  | { readonly kind: 'ready'; readonly sliceId: number; readonly metadata: ImageMetadata }
  | { readonly kind: 'failed'; readonly sliceId: number; readonly message: string };

export type HeatmapState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'here';
      readonly sliceId: number;
      readonly modelId: number;
      readonly method: HeatmapMethod;
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
}

/** What the viewport can be told to do. */
export interface ViewportCommands {
  setWindow(center: number, width: number): void;
  /** Draws by a table of the file, by its place in `metadata.voiTables`. */
  setTable(index: number): void;
  toggleInvert(): void;
  reset(): void;
  zoomBy(factor: number): void;
  /** Moves the picture by screen pixels. */
  panBy(dx: number, dy: number): void;
}

interface ViewerState {
  readonly picture: PictureState;
  readonly heatmap: HeatmapState;
  readonly viewport: ViewportFacts | null;
  readonly probe: { readonly x: number; readonly y: number; readonly text: string } | null;
  readonly commands: ViewportCommands | null;
}

export const useViewer = create<ViewerState>()(() => ({
  picture: { kind: 'none' },
  heatmap: { kind: 'none' },
  viewport: null,
  probe: null,
  commands: null,
}));
