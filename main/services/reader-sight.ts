import { deriveSeed } from '../../src/random/seeded-random.ts';
import { cleanName } from '../../src/review/clean-text.ts';
import { type Arm, armOf, type ReadingMode } from '../../src/review/reading-mode.ts';
import { type Visibility, visibilityOf } from '../../src/review/visibility.ts';
import { casesOf, readerFacts } from '../store/reader-facts.ts';
import { readingSetting } from '../store/reading-modes.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { keptApart } from './several-readers.ts';

/** Who looks. */
export interface Viewer {
  readonly reader: string;
  /** The reader's own wish to read blind, where the project leaves it open. */
  readonly readsBlind: boolean;
}

/** What the viewer may see of a slice, and under which way of reading. */
export interface SliceSight extends Visibility {
  /** Whether a read of it by the viewer stands. */
  readonly ownRead: boolean;
  readonly mode: ReadingMode;
  readonly arm: Arm;
}

const NOTHING_ON_RECORD = { ownRead: false, goneOn: false, revealed: false, labelsRevealed: false };
const SEES_NOTHING: Visibility = { ai: false, truth: false, ownReads: false, othersReads: false };

/** What a viewer may see of these slices now. Asked for a slice that is not among them, it answers: nothing. */
export function sightOf(
  ctx: ServiceContext,
  viewer: Viewer,
  sliceIds: readonly number[],
): (sliceId: number) => SliceSight {
  const { db } = ctx.store;
  const setting = readingSetting(db);
  const { mode } = setting;
  const apart = keptApart(ctx, viewer.reader, sliceIds);
  const onRecord = new Map(readerFacts(db, cleanName(viewer.reader), sliceIds).map((facts) => [facts.sliceId, facts]));
  const cases = new Map(casesOf(db, sliceIds, mode === 'half').map(({ sliceId, group }) => [sliceId, group]));
  /** Of thousands of slices there are few sights; each is made once. */
  const made = new Map<string, SliceSight>();
  const nothing: SliceSight = { ...SEES_NOTHING, ownRead: false, mode, arm: 'blind' };
  return (sliceId) => {
    const group = cases.get(sliceId);
    if (group === undefined) return nothing;
    const arm = armOf(setting, group, viewer.readsBlind);
    const { ownRead, goneOn, labelsRevealed, ...facts } = onRecord.get(sliceId) ?? NOTHING_ON_RECORD;
    const hiddenRepeatPending = apart.repeatedRead(sliceId) !== undefined;
    const revealed = hiddenRepeatPending ? apart.revealedAgain(sliceId) : facts.revealed;
    const awaitsAdjudication = apart.awaitsAdjudication(sliceId);
    const key = [arm, ownRead, goneOn, labelsRevealed, revealed, hiddenRepeatPending, awaitsAdjudication].join();
    const known = made.get(key);
    if (known) return known;
    const standing = { ownRead, goneOn, revealed, labelsRevealed, hiddenRepeatPending, awaitsAdjudication };
    const sight = { ...visibilityOf({ ...standing, mode, arm }), ownRead, mode, arm };
    made.set(key, sight);
    return sight;
  };
}

export function sliceSight(ctx: ServiceContext, viewer: Viewer, sliceId: number): SliceSight {
  return sightOf(ctx, viewer, [sliceId])(sliceId);
}

/** Whether nothing of any slice is hidden from the viewer. */
export function hidesNothing(ctx: ServiceContext, viewer: Viewer): boolean {
  return !viewer.readsBlind && readingSetting(ctx.store.db).mode === 'off';
}

/** @throws ServiceError `hidden` where the AI of a slice is hidden from the viewer */
export function requireAiVisible(ctx: ServiceContext, viewer: Viewer, sliceId: number): void {
  if (sliceSight(ctx, viewer, sliceId).ai) return;
  throw new ServiceError('hidden', 'What the model thinks of this slice is hidden until your own read of it is saved.');
}

/** A slice's file by name while that may tell the label: of a drawn number, since ids follow the order of the folders. */
export function neutralFiles({ store }: ServiceContext): (sliceId: number) => string {
  const { seed } = readingSetting(store.db);
  return (sliceId) => `slice ${deriveSeed(seed, 'neutral-file', sliceId).toString(36).padStart(7, '0')}`;
}
