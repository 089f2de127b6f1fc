import { resizeBilinear } from '../prediction/resize.ts';
import { type GreyPicture, headBox, type PixelBox } from './head-box.ts';

/** Side of the square to which a head is brought, in pixels. */
export const THUMBNAIL_SIDE = 64;

/** What near-duplicates are found from: the head of a slice, cut out and stretched to a small square. */
export interface SliceThumbnail {
  /** Whatever names the slice; pairs are reported by it. */
  readonly key: string;
  /** Hash of the decoded pixels with their size: slices with the same are exact copies. */
  readonly pixelHash: string;
  /** Size of the slice's picture, pixels. */
  readonly rows: number;
  readonly columns: number;
  /** What of the picture was cut out. */
  readonly box: PixelBox;
  /** Grey, 0 to 1, row-major, 64 x 64. */
  readonly grey: Float32Array;
}

/** Cut the head out of a slice (`grey` 0 to 1, row-major) and bring it to 64 x 64; costs about one pass over the pixels. */
export function sliceThumbnail(
  slice: GreyPicture & { readonly key: string; readonly pixelHash: string },
): SliceThumbnail {
  const found = headBox(slice);
  const top = Math.round(found.top);
  const left = Math.round(found.left);
  const rows = Math.max(1, Math.min(slice.rows - top, Math.round(found.rows)));
  const columns = Math.max(1, Math.min(slice.columns - left, Math.round(found.columns)));
  const cut = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = (top + row) * slice.columns + left;
    cut.set(slice.grey.subarray(from, from + columns), row * columns);
  }
  const grey = resizeBilinear(cut, rows, columns, THUMBNAIL_SIDE, THUMBNAIL_SIDE);
  const { key, pixelHash } = slice;
  return { key, pixelHash, rows: slice.rows, columns: slice.columns, box: { top, left, rows, columns }, grey };
}
