import type { MethodAgreement } from '../../src/contract/heatmap-methods.ts';
import { HEATMAP_METHOD_WORDS, type HeatmapMethod, methodInSentence } from '../../src/explanation/heatmap-method.ts';
import { type HotRegions, hotArea } from '../../src/explanation/hot-regions.ts';
import { agreementWord } from '../../src/explanation/map-agreement.ts';
import { countWord, percentWord } from '../words.ts';

export interface HotWords {
  /** How large what is hot is, or that nothing is. */
  readonly size: string;
  /** What to know before reading a size into it. */
  readonly remarks: readonly string[];
}

type Spacing = Parameters<typeof hotArea>[1];

/** An area of the screen's words: whole square millimetres. */
const mm2Word = (area: number): string => `${Math.round(area).toLocaleString('en-GB')} mm²`;

/** What is hot on a slice, in words that never call it a bleed. */
export function hotWords(hot: HotRegions, threshold: number, spacing: Spacing): HotWords {
  const level = `${Math.round(threshold * 100)} % of full heat`;
  if (hot.total === 0) return { size: `Nothing on this slice reaches ${level}.`, remarks: [] };
  const area = hotArea(hot, spacing);
  const inMm2 = area.kind === 'mm2';
  const total = inMm2 ? mm2Word(area.totalMm2) : `${percentWord(area.total)} of the head`;
  const largest = inMm2 ? mm2Word(area.largestMm2) : percentWord(area.largest);
  const regions =
    hot.regions === 1 ? 'in one region' : `in ${countWord(hot.regions, 'region')}, the largest ${largest}`;
  const outside = hot.outsideHead / hot.total;
  return {
    size: `Network’s attention from ${level} on: ${total} ${regions}.`,
    remarks: [
      'This is where the network looked, not the size of a bleed.',
      ...(outside >= 0.05 ? [`${percentWord(outside)} of it lies outside the head.`] : []),
      ...(inMm2 ? [] : ['The file gives no pixel spacing, so there are no mm².']),
    ],
  };
}

/** Without a minus before a zero. */
const twoDigits = (value: number): string => (Math.round(value * 100) / 100 || 0).toFixed(2);

/** One other method against the one on the screen. */
export interface AgreementWords {
  readonly other: HeatmapMethod;
  readonly words: string;
  readonly figures: string;
}

/** How far the other methods agree with the one on the screen. */
export function agreementWords(pairs: readonly MethodAgreement[], method: HeatmapMethod): AgreementWords[] {
  return pairs.flatMap((pair) => {
    if (pair.first !== method && pair.second !== method) return [];
    const other = pair.first === method ? pair.second : pair.first;
    const { correlation, overlap } = pair;
    const words = `${HEATMAP_METHOD_WORDS[method]} and ${methodInSentence(other)} ${agreementWord(pair)}.`;
    const rank = correlation === null ? 'n/a' : twoDigits(correlation);
    const tenth = overlap === null ? 'n/a' : `${Math.round(overlap * 100)} %`;
    return [{ other, words, figures: `Rank correlation ${rank}, overlap of the hottest tenth ${tenth}.` }];
  });
}
