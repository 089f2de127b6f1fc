import { deriveSeed } from '../../src/random/seeded-random.ts';
import {
  dueRepeats,
  NO_REPEATS,
  type RepeatSettings,
  repeatInTurn,
  repeatSettingsSchema,
} from '../../src/review/hidden-repeats.ts';
import { findProject } from '../store/project.ts';
import { readingSetting } from '../store/reading-modes.ts';
import { readsOfReader } from '../store/repeats.ts';
import { findSetting, saveSetting } from '../store/settings.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';

const KEY = 'hidden-repeats';

/** How hidden repeats are drawn in this project; none until somebody says so. */
export function repeatSettings(ctx: ServiceContext): RepeatSettings {
  const seed = deriveSeed(findProject(ctx.store.db)?.uuid ?? '', 'hidden-repeats');
  return findSetting(ctx.store.db, KEY, repeatSettingsSchema) ?? { ...NO_REPEATS, seed };
}

/** Says how hidden repeats are drawn from now on, on record. The project's seed stays, so that what was drawn stays drawn. */
export function setRepeats(
  ctx: ServiceContext,
  request: Omit<RepeatSettings, 'seed'> & { readonly reader: string | null },
): RepeatSettings {
  const { reader, ...wanted } = request;
  const settings = repeatSettingsSchema.parse({ ...wanted, seed: repeatSettings(ctx).seed });
  ctx.store.transaction(() => {
    saveSetting(ctx.store.db, KEY, settings);
    appendEntry(ctx, { event: 'repeats-set', reader, ...settings });
  });
  return settings;
}

/** The settings where repeats come at all: not where the project shows labels and file names at once, a slice without them would stand out. */
function settingsInForce(ctx: ServiceContext): RepeatSettings | null {
  const settings = repeatSettings(ctx);
  return settings.share === 0 || readingSetting(ctx.store.db).mode === 'off' ? null : settings;
}

/** The slices that are due to come again unknown to this reader, with the read that each repeats. */
export function dueRepeatsOf(ctx: ServiceContext, reader: string): Map<number, number> {
  const settings = settingsInForce(ctx);
  if (settings === null) return new Map();
  return dueRepeats(settings, reader, readsOfReader(ctx.store.db, reader), ctx.clock().getTime());
}

/** A word for which slices are due that does not tell which: another word, other slices. '' where none is. */
export function standOfRepeats(ctx: ServiceContext, reader: string): string {
  const due = [...dueRepeatsOf(ctx, reader).keys()];
  return due.length === 0 ? '' : deriveSeed(repeatSettings(ctx).seed, 'stand', ...due).toString(36);
}

/**
 * Which of the unread slices of a list comes next: the first, or in its turn one that is due to come again.
 * @param next `unread` as the list goes on from `from`, the slice that the reader is at
 */
export function nextToRead(
  ctx: ServiceContext,
  next: { readonly reader: string; readonly from: number | null; readonly unread: readonly number[] },
): number | null {
  const { reader, from, unread } = next;
  const [first = null] = unread;
  const settings = settingsInForce(ctx);
  if (settings === null) return first;
  const reads = readsOfReader(ctx.store.db, reader);
  const listed = new Set(unread);
  const all = dueRepeats(settings, reader, reads, ctx.clock().getTime());
  const due = [...all.keys()].filter((sliceId) => listed.has(sliceId));
  return repeatInTurn(settings, reader, reads, { from, due }) ?? first;
}
