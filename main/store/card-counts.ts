import { z } from 'zod';
import type { Connection } from './connection.ts';
import { countRow } from './row-types.ts';

const fileCountRow = z.object({
  sourceId: z.number().int(),
  /** Null for files that could be read. */
  refusalCode: z.string().nullable(),
  count: z.number().int(),
});

/** How many files of each source were read, and refused by reason. */
export function countFilesOfSources(db: Connection): z.output<typeof fileCountRow>[] {
  return db.all(
    fileCountRow,
    `SELECT source_id AS sourceId, refusal_code AS refusalCode, count(*) AS count
     FROM files GROUP BY source_id, refusal_code ORDER BY source_id, refusal_code`,
  );
}

const projectCountsRow = z.object({
  images: z.number().int(),
  slices: z.number().int(),
  slicesOfEarlierFiles: z.number().int(),
  labelledLater: z.number().int(),
});

/** Files by their bytes, slices, and slices that have a label now and are not in a data set version. */
export function countProjectSlices(db: Connection, datasetVersionId: number): z.output<typeof projectCountsRow> {
  return db.one(
    projectCountsRow,
    `WITH frozen AS (
       SELECT json_extract(entry.value, '$.fileSha256') AS sha256, json_extract(entry.value, '$.frame') AS frame
       FROM dataset_versions, json_each(manifest_json, '$.provenance') AS entry
       WHERE dataset_versions.id = :datasetVersionId)
     SELECT (SELECT count(DISTINCT sha256) FROM files) AS images,
       (SELECT count(*) FROM slices) AS slices,
       (SELECT count(*) FROM slices WHERE NOT EXISTS (SELECT 1 FROM files WHERE files.sha256 = slices.sha256))
         AS slicesOfEarlierFiles,
       (SELECT count(*) FROM current_labels JOIN slices ON slices.id = current_labels.slice_id
         WHERE (slices.sha256, slices.frame) NOT IN (SELECT sha256, frame FROM frozen)) AS labelledLater`,
    { datasetVersionId },
  );
}

/** Of the reads with these numbers in the log, those whose reader had seen a prediction of the slice before. */
export function countPredictionSeen(db: Connection, auditSequences: readonly number[]): number {
  return db.one(
    countRow,
    `SELECT count(*) AS n FROM reads
     WHERE prediction_seen = 1 AND audit_sequence IN (SELECT value FROM json_each(:sequences))`,
    { sequences: JSON.stringify(auditSequences) },
  ).n;
}

/**
 * How many files of a source were refused when it was last read, by the log: a labelled set keeps no rows of its refused
 * files. 0 for a source that the log does not know.
 */
export function refusedByLog(db: Connection, sourcePseudonym: string): number {
  const found = db.get(
    countRow,
    `SELECT json_extract(entry_json, '$.refused') AS n FROM audit
     WHERE json_extract(entry_json, '$.event') IN ('source-added', 'source-changed')
       AND json_extract(entry_json, '$.sourcePseudonym') = :sourcePseudonym ORDER BY sequence DESC LIMIT 1`,
    { sourcePseudonym },
  );
  return found?.n ?? 0;
}
