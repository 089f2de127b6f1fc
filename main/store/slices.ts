import { z } from 'zod';
import type { FileHeader } from '../../src/study/file-header.ts';
import type { Connection } from './connection.ts';
import { headersOfImages } from './images.ts';
import { countRow } from './row-types.ts';

const idRow = z.object({ id: z.number().int() });

const sliceRow = z.object({
  id: z.number().int(),
  sha256: z.string(),
  frame: z.number().int(),
  pixelSha256: z.string().nullable(),
  patientPseudonym: z.string().nullable(),
  studyPseudonym: z.string(),
  seriesPseudonym: z.string(),
  notPredictableCode: z.string().nullable(),
  notPredictableMessage: z.string().nullable(),
});
export type SliceRow = z.output<typeof sliceRow>;

const COLUMNS = `slices.id, slices.sha256, slices.frame, slices.pixel_sha256 AS pixelSha256,
  slices.patient_pseudonym AS patientPseudonym, slices.study_pseudonym AS studyPseudonym,
  slices.series_pseudonym AS seriesPseudonym, slices.not_predictable_code AS notPredictableCode,
  slices.not_predictable_message AS notPredictableMessage`;

/** A slice as it comes to be known. Its place in the project is its file's bytes and its frame (0-based). */
export type NewSlice = Omit<SliceRow, 'id'>;

/**
 * Finds or adds a slice and returns its id. A slice that is known keeps its pseudonyms, and its pixel hash where the new
 * one is null; why it is not predicted is taken anew.
 */
export function saveSlice(db: Connection, slice: NewSlice): number {
  return db.one(
    idRow,
    `INSERT INTO slices (sha256, frame, pixel_sha256, patient_pseudonym, study_pseudonym, series_pseudonym,
       not_predictable_code, not_predictable_message)
     VALUES (:sha256, :frame, :pixelSha256, :patientPseudonym, :studyPseudonym, :seriesPseudonym,
       :notPredictableCode, :notPredictableMessage)
     ON CONFLICT (sha256, frame) DO UPDATE SET
       pixel_sha256 = coalesce(pixel_sha256, excluded.pixel_sha256),
       not_predictable_code = excluded.not_predictable_code,
       not_predictable_message = excluded.not_predictable_message
     RETURNING id`,
    { ...slice },
  ).id;
}

export function findSlice(db: Connection, sliceId: number): SliceRow | null {
  return db.get(sliceRow, `SELECT ${COLUMNS} FROM slices WHERE id = :sliceId`, { sliceId });
}

/** The slices of a list, in no particular order. */
export function findSlices(db: Connection, sliceIds: readonly number[]): SliceRow[] {
  return db.all(sliceRow, `SELECT ${COLUMNS} FROM slices WHERE id IN (SELECT value FROM json_each(:ids))`, {
    ids: JSON.stringify(sliceIds),
  });
}

/** Keeps the hash of a slice's decoded pixels when it has none yet. */
export function notePixelHash(db: Connection, sliceId: number, pixelSha256: string): void {
  db.run('UPDATE slices SET pixel_sha256 = :pixelSha256 WHERE id = :sliceId AND pixel_sha256 IS NULL', {
    sliceId,
    pixelSha256,
  });
}

/** Says why a slice is shown and not predicted. */
export function markNotPredictable(db: Connection, sliceId: number, code: string, message: string): void {
  db.run('UPDATE slices SET not_predictable_code = :code, not_predictable_message = :message WHERE id = :sliceId', {
    sliceId,
    code,
    message,
  });
}

/** Ids of a source's slices that the network may read, in reading order. */
export function predictableSlicesOf(db: Connection, sourceId: number): number[] {
  return db
    .all(
      z.object({ id: z.number() }),
      `SELECT slices.id FROM source_slices JOIN slices ON slices.id = source_slices.slice_id
       WHERE source_id = :sourceId AND not_predictable_code IS NULL ORDER BY series_index, slice_index`,
      { sourceId },
    )
    .map((row) => row.id);
}

const placeRow = z.object({
  sliceId: z.number().int(),
  sourceId: z.number().int(),
  file: z.string(),
  frame: z.number().int(),
});

/** Where slices stand for the screen: the earliest source that lists each, and its file relative to that source's root. */
export function slicePlaces(
  db: Connection,
  sliceIds: readonly number[],
): Map<number, { sourceId: number; file: string; frame: number }> {
  const rows = db.all(
    placeRow,
    `SELECT slices.id AS sliceId, source_slices.source_id AS sourceId, files.relative_path AS file, slices.frame
     FROM slices JOIN source_slices ON source_slices.slice_id = slices.id JOIN files ON files.id = source_slices.file_id
     WHERE slices.id IN (SELECT value FROM json_each(:ids)) ORDER BY source_slices.source_id DESC`,
    { ids: JSON.stringify(sliceIds) },
  );
  return new Map(rows.map(({ sliceId, ...place }) => [sliceId, place]));
}

/** Every slice with the names of its file, relative to the root of each source that has it. */
export function fileNames(db: Connection): { sliceId: number; file: string }[] {
  return db.allAtOnce(
    z.object({ sliceId: z.number().int(), file: z.string() }),
    'SELECT slices.id AS sliceId, files.relative_path AS file FROM files JOIN slices ON slices.sha256 = files.sha256',
    {},
  );
}

/** Header and frame of each slice, in no particular order. */
export function headersOfSlices(
  db: Connection,
  sliceIds: readonly number[],
): { sliceId: number; header: FileHeader; frame: number }[] {
  const headers = headersOfImages(db, sliceIds);
  return findSlices(db, sliceIds).flatMap((slice) => {
    const header = headers.get(slice.sha256);
    return header ? [{ sliceId: slice.id, header, frame: slice.frame }] : [];
  });
}

/** Whether any of these slices came from a synthetic source. */
export function syntheticAmong(db: Connection, sliceIds: readonly number[]): boolean {
  const { n } = db.one(
    countRow,
    `SELECT count(*) AS n FROM source_slices JOIN sources ON sources.id = source_slices.source_id
     WHERE sources.synthetic = 1 AND slice_id IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(sliceIds) },
  );
  return n > 0;
}

/** Ids of the slices with these keys (`sliceKey`), by key; unknown keys are left out. */
export function sliceIdsOfKeys(db: Connection, keys: readonly string[]): Map<string, number> {
  const rows = db.all(
    z.object({ id: z.number(), key: z.string() }),
    `SELECT id, sha256 || ':' || frame AS key FROM slices
     WHERE sha256 IN (SELECT substr(value, 1, 64) FROM json_each(:keys))`,
    { keys: JSON.stringify(keys) },
  );
  const wanted = new Set(keys);
  return new Map(rows.filter((row) => wanted.has(row.key)).map((row) => [row.key, row.id]));
}

/** The slices of each of these studies, by study pseudonym. */
export function sliceIdsOfStudies(db: Connection, studies: readonly string[]): Map<string, number[]> {
  const rows = db.all(
    z.object({ id: z.number(), study: z.string() }),
    `SELECT id, study_pseudonym AS study FROM slices
     WHERE study_pseudonym IN (SELECT value FROM json_each(:studies)) ORDER BY id`,
    { studies: JSON.stringify(studies) },
  );
  const slices = new Map<string, number[]>();
  for (const { id, study } of rows) {
    const known = slices.get(study);
    if (known) known.push(id);
    else slices.set(study, [id]);
  }
  return slices;
}
