import { z } from 'zod';
import type { Connection } from './connection.ts';

/** Slices by which some choice was made: any that a split or a cross-validation of the project ever dealt out. They can never be sealed. */
export function usedSlices(db: Connection): Set<number> {
  const rows = db.all(
    z.object({ id: z.number().int() }),
    'SELECT slice_id AS id FROM split_slices UNION SELECT slice_id FROM cross_validation_slices',
  );
  return new Set(rows.map(({ id }) => id));
}
