import { deriveSeed } from '../../src/random/seeded-random.ts';
import { dueRepeats, NO_REPEATS, type RepeatSettings, repeatSettingsSchema } from '../../src/review/hidden-repeats.ts';
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

/**
 * The slices that are due to come again unknown to this reader, with the read that each repeats. None where the project shows
 * labels and file names at once (`off`): a slice without them would stand out.
 */
export function dueRepeatsOf(ctx: ServiceContext, reader: string): Map<number, number> {
  const settings = repeatSettings(ctx);
  if (settings.share === 0 || readingSetting(ctx.store.db).mode === 'off') return new Map();
  return dueRepeats(settings, reader, readsOfReader(ctx.store.db, reader), ctx.clock().getTime());
}
