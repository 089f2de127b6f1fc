import { type ReviewView, reviewViewSchema } from '../../src/contract/view-methods.ts';
import { cleanName } from '../../src/review/clean-text.ts';
import { findSetting, saveSetting } from '../store/settings.ts';
import type { ServiceContext } from './service-context.ts';

const keyOf = (reader: string): string => `view ${cleanName(reader)}`;

/** Where a reader left the project; null the first time. */
export function findReviewView(ctx: ServiceContext, reader: string): ReviewView | null {
  return findSetting(ctx.store.db, keyOf(reader), reviewViewSchema);
}

/** Keeps where a reader is, for the next time. A project that is open for reading only keeps nothing. */
export function keepReviewView(ctx: ServiceContext, reader: string, view: ReviewView): void {
  if (ctx.store.readOnly) return;
  ctx.store.transaction(() => saveSetting(ctx.store.db, keyOf(reader), view));
}
