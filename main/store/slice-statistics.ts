import { z } from 'zod';
import { SHORTCUT_FEATURES_VERSION } from '../../src/shortcuts/shortcut-feature.ts';
import { type SliceStatistics, sliceStatisticsSchema } from '../../src/shortcuts/slice-statistics.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

const statisticsRow = z.object({ sliceId: z.number().int(), statistics: json(sliceStatisticsSchema) });

/** Keeps what was measured of a slice under the features' definition of today. */
export function saveSliceStatistics(db: Connection, sliceId: number, statistics: SliceStatistics): void {
  db.run(
    `INSERT OR IGNORE INTO slice_statistics (slice_id, features_version, statistics_json)
     VALUES (:sliceId, :version, :statisticsJson)`,
    { sliceId, version: SHORTCUT_FEATURES_VERSION, statisticsJson: JSON.stringify(statistics) },
  );
}

/** What is known of these slices under the features' definition of today, by slice id. */
export function statisticsOfSlices(db: Connection, sliceIds: readonly number[]): Map<number, SliceStatistics> {
  const rows = db.all(
    statisticsRow,
    `SELECT slice_id AS sliceId, statistics_json AS statistics FROM slice_statistics
     WHERE features_version = :version AND slice_id IN (SELECT value FROM json_each(:ids))`,
    { version: SHORTCUT_FEATURES_VERSION, ids: JSON.stringify(sliceIds) },
  );
  return new Map(rows.map(({ sliceId, statistics }) => [sliceId, statistics]));
}
