import { BRAIN_STATISTICS } from '../shortcuts/brain-statistics.ts';
import { PICTURE_FACTS } from '../shortcuts/picture-facts.ts';
import type { ShortcutFeature } from '../shortcuts/shortcut-feature.ts';
import type { SliceStatistics } from '../shortcuts/slice-statistics.ts';

/** Width and height are left out: every slice is brought to one size before a network sees it. */
const FACTS = PICTURE_FACTS.filter(({ name }) => name !== 'width' && name !== 'height');

/** What slices are compared by: how the picture is made, how bright the brain is and how unlike its halves are. */
export const LIKENESS_FEATURES: readonly ShortcutFeature[] = [...FACTS, ...BRAIN_STATISTICS];

/** A slice's numbers in the order of LIKENESS_FEATURES. */
export function likenessFeatures({ pictureFacts, brainStatistics }: SliceStatistics): number[] {
  return [...FACTS.map(({ name }) => pictureFacts[name]), ...BRAIN_STATISTICS.map(({ name }) => brainStatistics[name])];
}

/** What is furthest off, in words: "Corners: 6.1 standard deviations above the training slices". */
export function furthestWords(feature: string, deviations: number): string {
  const word = LIKENESS_FEATURES.find(({ name }) => name === feature)?.word ?? feature;
  return `${word}: ${Math.abs(deviations).toFixed(1)} standard deviations ${deviations < 0 ? 'below' : 'above'} the training slices`;
}
