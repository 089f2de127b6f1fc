import type { Worklist, WorklistItem } from '../../src/contract/review-methods.ts';
import { deriveSeed } from '../../src/random/seeded-random.ts';
import { visibleText } from '../../src/report/visible-text.ts';
import type { Visibility } from '../../src/review/visibility.ts';
import { readingSetting } from '../store/reading-modes.ts';
import { neutralFile, sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

export const ALL_VISIBLE: Visibility = { ai: true, truth: true, ownReads: true, othersReads: true };

/** A row without what the reader may not see. */
export function itemFor(item: WorklistItem, sight: Visibility): WorklistItem {
  const { ai, truth, ownReads, othersReads } = sight;
  return {
    ...item,
    file: truth ? visibleText(item.file) : neutralFile(item.sliceId),
    sourceLabel: truth ? item.sourceLabel : null,
    currentLabel: truth ? item.currentLabel : null,
    notes: truth && othersReads ? item.notes : '',
    prediction: ai ? item.prediction : null,
    likeness: ai ? item.likeness : null,
    visible: { ai, truth, ownReads, othersReads },
  };
}

/**
 * A worklist as a reader may see it. Pictures of a labelled set lie in their folders by class as often as not, so that the place
 * in the list would tell: unless the project is `off` they come in an order drawn from its seed, the same for every reader and
 * before as after the reads, under no heading of a folder.
 */
export function worklistFor(ctx: ServiceContext, viewer: Viewer, worklist: Worklist): Worklist {
  const sight = sightOf(
    ctx,
    viewer,
    worklist.items.map(({ sliceId }) => sliceId),
  );
  const items = worklist.items.map((item) => itemFor(item, sight(item.sliceId)));
  const listed = {
    ...worklist,
    name: visibleText(worklist.name),
    items,
    series: worklist.series.map((series) => ({ ...series, title: visibleText(series.title) })),
    refused: worklist.refused.map((refused) => ({ ...refused, file: visibleText(refused.file) })),
  };
  if (worklist.kind !== 'labelled-set') return listed;
  const { mode, seed } = readingSetting(ctx.store.db);
  if (mode !== 'off' && items.every(({ format }) => format === 'png')) return drawnOrder(listed, seed);
  if (items.every(({ visible }) => visible.truth)) return listed;
  return { ...listed, series: listed.series.map((series) => ({ ...series, title: `Series ${series.index + 1}` })) };
}

function drawnOrder(worklist: Worklist, seed: number): Worklist {
  const drawn = worklist.items
    .map((item) => ({ item, place: deriveSeed(seed, 'reading-order', item.sliceId) }))
    .sort((a, b) => a.place - b.place || a.item.sliceId - b.item.sliceId)
    .map(({ item }, sliceIndex) => ({ ...item, seriesIndex: 0, sliceIndex }));
  const remarks = worklist.series.flatMap((series) => series.remarks);
  const series = [{ index: 0, title: worklist.name, remarks, slices: drawn.length }];
  return { ...worklist, items: drawn, series: drawn.length === 0 ? [] : series };
}
