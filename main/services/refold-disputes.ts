import { z } from 'zod';
import { settleSlice } from '../../src/review/settle-slice.ts';
import { saveDisputes } from '../store/disputed-slices.ts';
import { readsBySlice } from '../store/reads.ts';
import { findSetting, saveSetting } from '../store/settings.ts';
import type { ServiceContext } from './service-context.ts';

const KEY = 'disputes-refolded';
const notedSchema = z.object({ refoldedMs: z.number() });

/**
 * Finds the disputes of a project from before several readers anew, once. The migration that made them took names for one
 * reader where their ASCII lower case is the same; with "Émile" and "émile" it told one reader of two. A project that is open for
 * reading only is left as it is.
 */
export function refoldDisputes(ctx: ServiceContext): void {
  const { db, readOnly } = ctx.store;
  if (readOnly || findSetting(db, KEY, notedSchema) !== null) return;
  ctx.store.transaction(() => {
    const settled = [...readsBySlice(db)].map(([sliceId, acts]) => ({
      sliceId,
      // Which label came with the data does not matter for whether readers differ.
      disputed: settleSlice(null, acts).state === 'disputed',
    }));
    saveDisputes(db, settled);
    saveSetting(db, KEY, { refoldedMs: ctx.clock().getTime() });
  });
}
