import { z } from 'zod';
import type { Connection } from './connection.ts';
import { countRow, json } from './row-types.ts';

/** A slice's place in a source, in reading order. */
export interface SourcePlace {
  readonly sliceId: number;
  readonly fileId: number;
  readonly seriesIndex: number;
  readonly sliceIndex: number;
}

/** A series of a source: its name on the screen, and gaps and other remarks in words. */
export interface SourceSeries {
  readonly seriesIndex: number;
  readonly seriesPseudonym: string;
  readonly title: string;
  readonly remarks: readonly string[];
}

/** Replaces the reading order of a source. Of a slice that stands twice the first place counts. */
export function replacePlaces(
  db: Connection,
  sourceId: number,
  places: readonly SourcePlace[],
  series: readonly SourceSeries[],
): void {
  db.run('DELETE FROM source_slices WHERE source_id = :sourceId', { sourceId });
  db.run('DELETE FROM source_series WHERE source_id = :sourceId', { sourceId });
  db.run(
    `INSERT OR IGNORE INTO source_slices (source_id, slice_id, file_id, series_index, slice_index)
     SELECT :sourceId, json_extract(value, '$.sliceId'), json_extract(value, '$.fileId'),
       json_extract(value, '$.seriesIndex'), json_extract(value, '$.sliceIndex') FROM json_each(:places) ORDER BY key`,
    { sourceId, places: JSON.stringify(places) },
  );
  for (const { remarks, ...entry } of series) {
    db.run(
      `INSERT INTO source_series (source_id, series_index, series_pseudonym, title, remarks_json)
       VALUES (:sourceId, :seriesIndex, :seriesPseudonym, :title, :remarksJson)`,
      { sourceId, ...entry, remarksJson: JSON.stringify(remarks) },
    );
  }
}

const seriesRow = z.object({
  seriesIndex: z.number().int(),
  seriesPseudonym: z.string(),
  title: z.string(),
  remarks: json(z.array(z.string())),
});

/** The series of a source, in order. */
export function seriesOfSource(db: Connection, sourceId: number): SourceSeries[] {
  return db.all(
    seriesRow,
    `SELECT series_index AS seriesIndex, series_pseudonym AS seriesPseudonym, title, remarks_json AS remarks
     FROM source_series WHERE source_id = :sourceId ORDER BY series_index`,
    { sourceId },
  );
}

export function countSlicesOf(db: Connection, sourceId: number): number {
  return db.one(countRow, 'SELECT count(*) AS n FROM source_slices WHERE source_id = :sourceId', { sourceId }).n;
}

/** How many showings of a source's slices there were: whether somebody has worked on it. */
export function countPresentationsOf(db: Connection, sourceId: number): number {
  return db.one(
    countRow,
    `SELECT count(*) AS n FROM presentations JOIN source_slices USING (slice_id) WHERE source_id = :sourceId`,
    { sourceId },
  ).n;
}

/** Hashes of the files that stand in a source's reading order. */
export function listedHashes(db: Connection, sourceId: number): Set<string> {
  const rows = db.all(
    z.object({ sha256: z.string() }),
    `SELECT DISTINCT slices.sha256 FROM source_slices JOIN slices ON slices.id = source_slices.slice_id
     WHERE source_id = :sourceId`,
    { sourceId },
  );
  return new Set(rows.map((row) => row.sha256));
}

/** Whether the log tells that a source was added: it does not when its first opening was cut short. */
export function isSourceInLog(db: Connection, sourcePseudonym: string): boolean {
  const { n } = db.one(
    countRow,
    `SELECT count(*) AS n FROM audit WHERE json_extract(entry_json, '$.event') = 'source-added'
       AND json_extract(entry_json, '$.sourcePseudonym') = :sourcePseudonym`,
    { sourcePseudonym },
  );
  return n > 0;
}

/** Ids of a source's slices in reading order. */
export function placesInOrder(db: Connection, sourceId: number): number[] {
  return db
    .all(
      z.object({ id: z.number().int() }),
      'SELECT slice_id AS id FROM source_slices WHERE source_id = :sourceId ORDER BY series_index, slice_index',
      { sourceId },
    )
    .map(({ id }) => id);
}

/** Which series of a source each of its slices is in, in the order of the files. */
export function seriesOfSlices(db: Connection, sourceId: number): Map<number, number> {
  const rows = db.allAtOnce(
    z.object({ sliceId: z.number().int(), seriesIndex: z.number().int() }),
    'SELECT slice_id AS sliceId, series_index AS seriesIndex FROM source_slices WHERE source_id = :sourceId',
    { sourceId },
  );
  return new Map(rows.map((row) => [row.sliceId, row.seriesIndex]));
}

/** Ids of all slices that lie in any of these sources. */
export function slicesOfSources(db: Connection, sourceIds: readonly number[]): Set<number> {
  const rows = db.all(
    z.object({ sliceId: z.number().int() }),
    `SELECT DISTINCT slice_id AS sliceId FROM source_slices WHERE source_id IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(sourceIds) },
  );
  return new Set(rows.map(({ sliceId }) => sliceId));
}
