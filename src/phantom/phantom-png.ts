import { encode } from 'fast-png';

/** Sample layouts a PNG of a slice can have. */
export type PngLayout = 'grey8' | 'grey16' | 'rgb8' | 'rgba8';

/** A CT window in HU. */
export interface PngWindow {
  readonly centreHu: number;
  readonly widthHu: number;
}

/** The window burnt into the published head-CT pictures: brain, 80 wide around 40 HU. */
export const BRAIN_WINDOW: PngWindow = { centreHu: 40, widthHu: 80 };

/**
 * Bytes of a PNG of a slice with a window burnt in (black below it, white above it), as CT pictures are published.
 * @param image HU row by row, `rows` x `columns`.
 */
export function encodeSlicePng(
  image: { readonly rows: number; readonly columns: number; readonly hu: Int16Array },
  layout: PngLayout = 'grey8',
  window: PngWindow = BRAIN_WINDOW,
): Uint8Array {
  const depth = layout === 'grey16' ? 16 : 8;
  const channels = layout === 'rgb8' ? 3 : layout === 'rgba8' ? 4 : 1;
  const samples = image.rows * image.columns * channels;
  const data = depth === 16 ? new Uint16Array(samples) : new Uint8Array(samples);
  const full = depth === 16 ? 65535 : 255;
  const bottom = window.centreHu - window.widthHu / 2;
  for (let pixel = 0; pixel < image.hu.length; pixel++) {
    const fraction = ((image.hu[pixel] as number) - bottom) / window.widthHu;
    const grey = Math.round(Math.max(0, Math.min(1, fraction)) * full);
    for (let channel = 0; channel < channels; channel++) {
      data[pixel * channels + channel] = channel === 3 ? full : grey;
    }
  }
  return encode({ width: image.columns, height: image.rows, data, depth, channels }, { zlib: { level: 3 } });
}
