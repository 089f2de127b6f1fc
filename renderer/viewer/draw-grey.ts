/// <reference path="./cornerstone-core.d.ts" />
import * as cornerstone from 'cornerstone-core';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { type GreyMapping, greyTable, type LevelTable } from '../../src/study/grey-table.ts';

/**
 * Marks in a viewport that the file's table at `index` is in force. Cornerstone compares it by identity and by `id`, and asks that
 * its `lut` is not empty; what is drawn comes from our own table.
 */
export function tableMark(index: number): cornerstone.VoiLut {
  return { id: `table-${index}`, index, firstValueMapped: 0, lut: [0] };
}

type Viewport = Pick<cornerstone.CornerstoneViewport, 'voi' | 'voiLUT'>;

/** How a viewport turns modality values into grey: a window goes by the file's VOI LUT function. */
export function greyMapping(
  metadata: Pick<ImageMetadata, 'voiFunction'>,
  tables: readonly LevelTable[],
  viewport: Viewport,
): GreyMapping {
  const table = viewport.voiLUT ? tables[viewport.voiLUT.index] : undefined;
  if (table) return { kind: 'table', table };
  const { windowCenter, windowWidth } = viewport.voi;
  const window = { center: windowCenter, width: windowWidth };
  return { kind: 'window', window, voiFunction: metadata.voiFunction };
}

/**
 * A cornerstone `render` for grey: cornerstone's own windows are LINEAR_EXACT, know no sigmoid and no padding, so the
 * table by which it looks pixels up is made here, and cornerstone finds it done.
 */
export function drawGrey(
  metadata: ImageMetadata,
  tables: readonly LevelTable[],
): (enabled: cornerstone.EnabledElement) => void {
  return (enabled) => {
    const { image, viewport } = enabled;
    if (!image || !viewport) return;
    const { voi, invert, voiLUT } = viewport;
    const { windowWidth, windowCenter } = voi;
    const made = image.cachedLut;
    const same =
      made?.windowWidth === windowWidth &&
      made.windowCenter === windowCenter &&
      made.invert === invert &&
      made.voiLUT?.id === voiLUT?.id;
    if (!same) {
      // Cornerstone counts from the lowest pixel where that is below zero, else from zero.
      const range = { lowest: Math.min(image.minPixelValue, 0), highest: image.maxPixelValue };
      const lutArray = greyTable(range, metadata, greyMapping(metadata, tables, viewport), invert);
      image.cachedLut = { windowWidth, windowCenter, invert, voiLUT, modalityLUT: undefined, lutArray };
    }
    cornerstone.renderGrayscaleImage(enabled, false);
  };
}
