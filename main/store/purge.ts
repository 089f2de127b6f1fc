import { z } from 'zod';
import type { Connection } from './connection.ts';
import { emptyLog } from './database-checks.ts';

const studyRow = z.object({
  study: z.string(),
  /** The earliest source that lists it, as the screen names it. */
  source: z.string(),
  sourceId: z.number().int(),
  slices: z.number().int(),
});

/** Every study that the project has files of, in the order of the sources. */
export function purgeableStudies(db: Connection): z.output<typeof studyRow>[] {
  return db.all(
    studyRow,
    `SELECT study_pseudonym AS study, sources.name AS source, count(DISTINCT slices.id) AS slices, min(sources.id) AS sourceId
     FROM slices JOIN files ON files.sha256 = slices.sha256 JOIN sources ON sources.id = files.source_id
     GROUP BY study_pseudonym ORDER BY sourceId, study_pseudonym`,
  );
}

const lossRow = z.object({
  slices: z.number().int(),
  predictions: z.number().int(),
  labels: z.number().int(),
  /** Kept by hash: acts of readers on its slices, and their marks. */
  reads: z.number().int(),
  marks: z.number().int(),
});
export type StudyRows = z.output<typeof lossRow>;

/** What the database holds of a study. */
export function countStudyRows(db: Connection, study: string): StudyRows {
  const count = (table: string): string =>
    `(SELECT count(*) FROM ${table} WHERE slice_id IN (SELECT id FROM slices WHERE study_pseudonym = :study))`;
  return db.one(
    lossRow,
    `SELECT (SELECT count(*) FROM slices WHERE study_pseudonym = :study) AS slices, ${count('predictions')} AS predictions,
       ${count('current_labels')} AS labels, ${count('reads')} AS reads, ${count('mark_acts')} AS marks`,
    { study },
  );
}

/** Names of the frozen versions that hold slices of a study: they stay, and can be trained on or exported no more. */
export function versionsWithStudy(db: Connection, study: string): string[] {
  return db
    .all(
      z.object({ name: z.string() }),
      `SELECT DISTINCT dataset_versions.id, dataset_versions.name FROM dataset_versions, json_each(manifest_json, '$.provenance') AS slice
       WHERE slice.value ->> '$.fileSha256' IN (SELECT sha256 FROM slices WHERE study_pseudonym = :study)
       ORDER BY dataset_versions.id`,
      { study },
    )
    .map(({ name }) => name);
}

const keyRow = z.object({ sha256: z.string(), frame: z.number().int() });

/** File hash and frame of every slice of a study; of all slices of the project where none is named. */
export function sliceKeysOf(db: Connection, study: string | null): z.output<typeof keyRow>[] {
  return db.all(keyRow, 'SELECT sha256, frame FROM slices WHERE :study IS NULL OR study_pseudonym = :study', { study });
}

/** A header that says nothing: the slices' rows need one. Frames are kept in number alone. */
const EMPTY_HEADER = `json_object('format', format, 'rows', 1, 'columns', 1, 'samples', 1, 'bitsAllocated', 8, 'bitsStored', 8,
  'signed', json('false'), 'photometric', 'PURGED', 'transferSyntaxUid', NULL, 'lossy', json('false'), 'modality', NULL,
  'sopClassUid', NULL, 'sopInstanceUid', NULL, 'studyUid', NULL, 'seriesUid', NULL, 'frameOfReferenceUid', NULL,
  'patientId', NULL, 'seriesNumber', NULL, 'seriesDescription', NULL, 'studyDescription', NULL, 'studyDate', NULL,
  'bodyPart', NULL, 'pixelPaddingValue', NULL, 'palette', NULL, 'frames', (SELECT json_group_array(json('{"positionMm":null,
  "orientation":null,"spacingMm":null,"sliceThicknessMm":null,"gantryTiltDegrees":null,"rescale":null,"windows":[],
  "instanceNumber":null,"acquisitionNumber":null,"imageType":[]}')) FROM json_each(header_json, '$.frames')))`;

const OF_STUDY = 'slice_id IN (SELECT id FROM slices WHERE study_pseudonym = :study)';
const IMAGES_OF_STUDY = 'sha256 IN (SELECT sha256 FROM slices WHERE study_pseudonym = :study)';
/** The folder of a file below its source's root, with the slash at its end. */
const FOLDER = "rtrim(relative_path, replace(relative_path, '/', ''))";

/**
 * Takes everything of a study out of the database but what speaks of it by hash and pseudonym: its slices' rows, reads,
 * marks, calls, and its places in frozen versions. In the caller's transaction.
 */
export function purgeStudyRows(db: Connection, study: string, purgedMs: number): void {
  const bound = { study };
  const names = db.all(
    z.object({ file: z.string() }),
    `SELECT DISTINCT relative_path AS file FROM files WHERE ${IMAGES_OF_STUDY}`,
    bound,
  );
  db.run(
    `INSERT INTO purged_slices SELECT id, :purgedMs FROM slices WHERE study_pseudonym = :study
     ON CONFLICT (slice_id) DO UPDATE SET purged_ms = excluded.purged_ms`,
    { study, purgedMs },
  );
  for (const table of [
    ...['predictions', 'likeness', 'slice_thumbnails', 'slice_statistics', 'current_labels', 'source_labels'],
    ...['disputed_slices', 'adjudication_views', 'source_slices'],
  ]) {
    db.run(`DELETE FROM ${table} WHERE ${OF_STUDY}`, bound);
  }
  removeFiles(db, study);
  db.run(`UPDATE images SET byte_length = 0, header_json = ${EMPTY_HEADER} WHERE ${IMAGES_OF_STUDY}`, bound);
  db.run(
    'UPDATE slices SET not_predictable_code = NULL, not_predictable_message = NULL WHERE study_pseudonym = :study',
    bound,
  );
  forgetFileNames(
    db,
    names.map(({ file }) => file),
  );
  forgetSearches(db);
  removeEmptySources(db);
}

/** What readers searched for in their lists, where they are and where they were, may be a file's name. */
function forgetSearches(db: Connection): void {
  db.run(
    "UPDATE settings SET value_json = json_set(value_json, '$.filters.search', '') WHERE value_json ->> '$.filters.search' <> ''",
  );
  db.run(
    `UPDATE settings SET value_json = json_set(value_json, '$.places', json((
       SELECT json_group_array(json(json_set(value, '$.search', ''))) FROM json_each(value_json, '$.places'))))
     WHERE json_type(value_json, '$.places') = 'array'`,
  );
}

/** The study's files, and refused ones that lie in a folder of which no readable file is left. */
function removeFiles(db: Connection, study: string): void {
  const folders = db.all(
    z.object({ sourceId: z.number(), folder: z.string() }),
    `SELECT DISTINCT source_id AS sourceId, ${FOLDER} AS folder FROM files WHERE ${IMAGES_OF_STUDY}`,
    { study },
  );
  db.run(`DELETE FROM files WHERE ${IMAGES_OF_STUDY}`, { study });
  for (const place of folders) {
    db.run(
      `DELETE FROM files WHERE source_id = :sourceId AND ${FOLDER} = :folder AND sha256 IS NULL AND NOT EXISTS (
         SELECT 1 FROM files AS left WHERE left.source_id = :sourceId AND left.sha256 IS NOT NULL
           AND rtrim(left.relative_path, replace(left.relative_path, '/', '')) = :folder)`,
      place,
    );
  }
  db.run(
    `DELETE FROM source_series WHERE NOT EXISTS (SELECT 1 FROM source_slices
       WHERE source_slices.source_id = source_series.source_id AND source_slices.series_index = source_series.series_index)`,
  );
}

/** Reasons of failed runs may name a file; the log's entries of them never did. */
function forgetFileNames(db: Connection, files: readonly string[]): void {
  for (const table of ['training_runs', 'cross_validations']) {
    db.run(
      `UPDATE ${table} SET reason = 'It named a file that was purged.' WHERE EXISTS (
         SELECT 1 FROM json_each(:files) WHERE instr(reason, value) > 0)`,
      { files: JSON.stringify(files) },
    );
  }
}

/** A source without a file left goes with its folder's name, which may be a patient's. */
function removeEmptySources(db: Connection): void {
  const empty = db.all(
    z.object({ id: z.number(), name: z.string(), pseudonym: z.string() }),
    `SELECT id, name, pseudonym FROM sources WHERE NOT EXISTS (SELECT 1 FROM files WHERE files.source_id = sources.id AND sha256 IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM source_labels WHERE source_labels.source_id = sources.id)`,
  );
  for (const { id, name, pseudonym } of empty) {
    db.run(
      `UPDATE test_sets SET origin_json = json_set(origin_json, '$.source', :pseudonym)
       WHERE origin_json ->> '$.source' = :name AND NOT EXISTS (SELECT 1 FROM sources WHERE name = :name AND id <> :id)`,
      { id, name, pseudonym },
    );
    for (const table of ['source_slices', 'source_series', 'files']) {
      db.run(`DELETE FROM ${table} WHERE source_id = :id`, { id });
    }
    db.run('DELETE FROM sources WHERE id = :id', { id });
  }
}

/**
 * Writes the database anew without its free pages and empties the write-ahead log, so that deleted rows lie in neither file.
 * @returns whether the log could be emptied: not while somebody else reads the project
 */
export function scrubFreePages(db: Connection): boolean {
  // VACUUM's own copy is a file for a moment unless it is kept in memory.
  db.exec('PRAGMA temp_store = MEMORY');
  db.exec('VACUUM');
  const emptied = emptyLog(db);
  db.exec('PRAGMA temp_store = DEFAULT');
  return emptied;
}

/** Whether a slice's study was purged: its row stays, its file is not the project's any more. */
export function isPurged(db: Connection, sliceId: number): boolean {
  return (
    db.get(z.object({ one: z.literal(1) }), 'SELECT 1 AS one FROM purged_slices WHERE slice_id = :sliceId', {
      sliceId,
    }) !== null
  );
}
