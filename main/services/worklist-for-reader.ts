import type { Worklist, WorklistItem } from '../../src/contract/review-methods.ts';
import { hasClassFolders } from '../../src/dataset/class-folders.ts';
import { isTellingName } from '../../src/dataset/telling-name.ts';
import { deriveSeed } from '../../src/random/seeded-random.ts';
import { visibleText } from '../../src/report/visible-text.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { drawReadingOrder } from '../../src/review/reading-order.ts';
import type { Visibility } from '../../src/review/visibility.ts';
import { readingSetting } from '../store/reading-modes.ts';
import { neutralFiles, type SliceSight, sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

export const ALL_VISIBLE: Visibility = { ai: true, truth: true, ownReads: true, othersReads: true };

/** A row without what the reader may not see. */
export function itemFor(item: WorklistItem, sight: SliceSight, neutralFile: (sliceId: number) => string): WorklistItem {
  const { ai, truth, ownReads, othersReads } = sight;
  // Each field by name: of 20,000 rows a copy by `...` takes ten times as long.
  return {
    sliceId: item.sliceId,
    seriesIndex: item.seriesIndex,
    sliceIndex: item.sliceIndex,
    file: truth ? visibleText(item.file) : neutralFile(item.sliceId),
    frame: item.frame,
    format: item.format,
    // Without a position it is the one order that the files have, and they may have been numbered class by class.
    instanceNumber: truth || item.positionMm !== null ? item.instanceNumber : null,
    positionMm: item.positionMm,
    plane: item.plane,
    sourceLabel: truth ? item.sourceLabel : null,
    currentLabel: truth ? item.currentLabel : null,
    read: item.read,
    notes: truth && othersReads ? item.notes : '',
    notPredictable: item.notPredictable,
    prediction: ai ? item.prediction : null,
    visible: { ai, truth, ownReads, othersReads },
    likeness: ai ? item.likeness : null,
  };
}

/**
 * A worklist as a reader may see it. Slices with labels lie in their folders by class as often as not, so that place and heading
 * in the list would tell: while any label of such a list is hidden from the reader it comes in an order drawn for them, stable
 * from opening to opening, and without the folders' names. Who may see every label has the order of the files.
 */
export function worklistFor(ctx: ServiceContext, viewer: Viewer, worklist: Worklist): Worklist {
  const sight = sightOf(
    ctx,
    viewer,
    worklist.items.map(({ sliceId }) => sliceId),
  );
  const neutralFile = neutralFiles(ctx);
  const items = worklist.items.map((item) => itemFor(item, sight(item.sliceId), neutralFile));
  const listed = {
    ...worklist,
    name: visibleText(worklist.name),
    items,
    series: worklist.series.map((series) => ({ ...series, title: visibleText(series.title) })),
    refused: worklist.refused.map((refused) => ({ ...refused, file: visibleText(refused.file) })),
  };
  if (items.every(({ visible }) => visible.truth)) return listed;
  const files = [...worklist.items, ...worklist.refused].map(({ file }) => file);
  const byClass = worklist.kind === 'labelled-set' || hasClassFolders(files);
  const named = {
    ...listed,
    // A class folder that was opened as a study is the class of all of it.
    name: isTellingName(listed.name) ? `Source ${worklist.sourceId}` : listed.name,
    refused: worklist.refused.map((refused, index) => unnamedRefusal(refused, byClass, index)),
  };
  return byClass ? drawnOrder(named, orderSeed(ctx, viewer, worklist.sourceId)) : withoutFolderNames(named);
}

type Refused = Worklist['refused'][number];

/** A file that was refused without its folders' names; where folders are classes, or it is itself named for one, by number alone. */
function unnamedRefusal(refused: Refused, byClass: boolean, index: number): Refused {
  const own = visibleText(refused.file.split('/').at(-1) ?? '');
  const file = byClass || isTellingName(own) ? `file ${index + 1}` : own;
  const spellings = [refused.file, visibleText(refused.file)];
  const message = spellings.reduce((words, name) => words.replaceAll(name, () => file), refused.message);
  return { ...refused, file, message };
}

const orderSeed = (ctx: ServiceContext, viewer: Viewer, sourceId: number): number =>
  deriveSeed(readingSetting(ctx.store.db).seed, 'reading-order', sourceId, readerKey(viewer.reader));

function drawnOrder(worklist: Worklist, seed: number): Worklist {
  const drawn = drawReadingOrder(worklist.items, seed);
  const remarks = new Map(worklist.series.map((series) => [series.index, series.remarks]));
  return {
    ...worklist,
    items: drawn.flatMap(({ slices }, seriesIndex) =>
      slices.map((item, sliceIndex) => ({ ...item, seriesIndex, sliceIndex })),
    ),
    series: drawn.map(({ filed, slices }, index) => ({
      index,
      title: drawn.length === 1 ? worklist.name : `Series ${index + 1}`,
      remarks: filed === null ? worklist.series.flatMap((series) => series.remarks) : (remarks.get(filed) ?? []),
      slices: slices.length,
    })),
  };
}

/** Pictures stand under their folder's name, which somebody may have chosen for what is in it; DICOM names its series itself. */
function withoutFolderNames(worklist: Worklist): Worklist {
  const folders = new Set(worklist.items.flatMap(({ format, seriesIndex }) => (format === 'png' ? [seriesIndex] : [])));
  const title = (index: number): string => (worklist.series.length === 1 ? worklist.name : `Series ${index + 1}`);
  const series = worklist.series.map((one) => (folders.has(one.index) ? { ...one, title: title(one.index) } : one));
  return { ...worklist, series };
}
