import { z } from 'zod';
import { windowedLevel } from '../prediction/network-input.ts';
import { type DecodedFrame, withoutMissingRows } from '../study/decoded-frame.ts';
import type { FileHeader } from '../study/file-header.ts';
import { greyLevels } from '../study/grey.ts';
import { hounsfield } from '../study/hounsfield.ts';
import { BRAIN_STATISTICS, type BrainStatistic, brainStatistics } from './brain-statistics.ts';
import { colourShare } from './colour-share.ts';
import { greyHistogram, greyHistogramSchema, huHistogram } from './grey-histogram.ts';
import { PICTURE_FACTS, type PictureFact, pictureFacts } from './picture-facts.ts';

const namesOf = <K extends string>(features: readonly { readonly name: K }[]): K[] => features.map(({ name }) => name);

/** What is measured of a slice, whatever its label: see the lists of the features for what each number is. */
export const sliceStatisticsSchema = z.object({
  pictureFacts: z.record(z.enum(namesOf<PictureFact>(PICTURE_FACTS)), z.number()),
  brainStatistics: z.record(z.enum(namesOf<BrainStatistic>(BRAIN_STATISTICS)), z.number()),
  histogram: greyHistogramSchema,
  /** Share of the pixels (0..1) whose red, green and blue differ. No classifier gets it: a network sees grey alone. */
  colourShare: z.number(),
});
export type SliceStatistics = z.infer<typeof sliceStatisticsSchema>;

/** A CT is measured through the brain window that networks see it through. */
const BRAIN_WINDOW_HU = { center: 40, width: 80 };

/**
 * Measures one frame, without rows that its file lacks. A frame in HU goes through the brain window and has a histogram in HU, any other its grey levels.
 * @throws RangeError where the frame is not in the header
 */
export function sliceStatistics(decoded: DecodedFrame, header: FileHeader, frameIndex: number): SliceStatistics {
  const frame = header.frames[frameIndex];
  if (!frame) throw new RangeError(`The file has ${header.frames.length} frames, and no frame ${frameIndex}.`);
  const image = withoutMissingRows(decoded, frame.rowsMissing);
  const hu = hounsfield(image, header, frame);
  const levels = hu
    ? hu.map((value) => windowedLevel(value, BRAIN_WINDOW_HU.center, BRAIN_WINDOW_HU.width))
    : greyLevels(image, header);
  return {
    pictureFacts: pictureFacts(levels, image.rows, image.columns),
    brainStatistics: brainStatistics(levels, image.rows, image.columns),
    histogram: hu ? huHistogram(hu) : greyHistogram(levels),
    colourShare: colourShare(image, header),
  };
}
