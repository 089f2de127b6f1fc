import { z } from 'zod';
import type { LabelCounts } from '../../src/contract/shared.ts';
import type { SettledLabel } from '../../src/review/read-transition.ts';
import type { Connection } from './connection.ts';

/** Makes a slice's current label what its acts settled on; a slice without one has no row. */
export function saveCurrentLabel(db: Connection, sliceId: number, settled: SettledLabel): void {
  if (settled.label === null) {
    db.run('DELETE FROM current_labels WHERE slice_id = :sliceId', { sliceId });
    return;
  }
  db.run(
    `INSERT INTO current_labels (slice_id, label, origin, read_id) VALUES (:sliceId, :label, :origin, :readId)
     ON CONFLICT (slice_id) DO UPDATE SET label = excluded.label, origin = excluded.origin, read_id = excluded.read_id`,
    { sliceId, ...settled, origin: settled.readId === null ? 'source' : 'read' },
  );
}

/** The same for many slices, in two statements. */
export function saveCurrentLabels(
  db: Connection,
  settled: readonly (SettledLabel & { readonly sliceId: number })[],
): void {
  const labels = JSON.stringify(settled);
  db.run(
    `DELETE FROM current_labels WHERE slice_id IN (SELECT json_extract(value, '$.sliceId') FROM json_each(:labels)
       WHERE json_extract(value, '$.label') IS NULL)`,
    { labels },
  );
  db.run(
    `INSERT INTO current_labels (slice_id, label, origin, read_id)
     SELECT json_extract(value, '$.sliceId'), json_extract(value, '$.label'),
       iif(json_extract(value, '$.readId') IS NULL, 'source', 'read'), json_extract(value, '$.readId')
     FROM json_each(:labels) WHERE json_extract(value, '$.label') IS NOT NULL
     ON CONFLICT (slice_id) DO UPDATE SET label = excluded.label, origin = excluded.origin, read_id = excluded.read_id`,
    { labels },
  );
}

const countsRow = z.object({
  haemorrhage: z.number().int(),
  none: z.number().int(),
  unsure: z.number().int(),
  excluded: z.number().int(),
  unlabelled: z.number().int(),
});

/** How many slices of the project have each label now. */
export function countLabels(db: Connection): LabelCounts {
  return db.one(
    countsRow,
    `SELECT count(*) FILTER (WHERE label = 'haemorrhage') AS haemorrhage, count(*) FILTER (WHERE label = 'none') AS none,
       count(*) FILTER (WHERE label = 'unsure') AS unsure, count(*) FILTER (WHERE label = 'excluded') AS excluded,
       count(*) FILTER (WHERE label IS NULL) AS unlabelled
     FROM slices LEFT JOIN current_labels ON current_labels.slice_id = slices.id`,
  );
}
