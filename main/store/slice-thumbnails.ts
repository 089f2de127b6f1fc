import { z } from 'zod';
import type { SliceThumbnail } from '../../src/duplicates/thumbnail.ts';
import type { Connection } from './connection.ts';

/** Grows when thumbnails or the search change, so that everything is searched again. */
const RECIPE = 1;

const thumbnailRow = z
  .object({
    sliceId: z.number().int(),
    key: z.string(),
    pixelHash: z.string(),
    rows: z.number().int(),
    columns: z.number().int(),
    top: z.number().int(),
    left: z.number().int(),
    boxRows: z.number().int(),
    boxColumns: z.number().int(),
    grey: z.instanceof(Uint8Array),
  })
  .transform(({ top, left, boxRows, boxColumns, grey, ...rest }) => ({
    ...rest,
    box: { top, left, rows: boxRows, columns: boxColumns },
    grey: new Float32Array(grey.slice().buffer),
  }));

/** Keeps a slice's thumbnail; it counts as searched only once `markSearched` says so. */
export function saveThumbnail(db: Connection, sliceId: number, thumbnail: Omit<SliceThumbnail, 'key'>): void {
  const { rows, columns, box, grey } = thumbnail;
  db.run('DELETE FROM slice_thumbnails WHERE slice_id = :sliceId', { sliceId });
  db.run(
    `INSERT INTO slice_thumbnails (slice_id, recipe, picture_rows, picture_columns, box_top, box_left, box_rows,
       box_columns, grey)
     VALUES (:sliceId, :recipe, :rows, :columns, :top, :left, :boxRows, :boxColumns, :grey)`,
    {
      sliceId,
      recipe: RECIPE,
      rows,
      columns,
      top: box.top,
      left: box.left,
      boxRows: box.rows,
      boxColumns: box.columns,
      grey: new Uint8Array(grey.buffer, grey.byteOffset, grey.byteLength),
    },
  );
}

/** Thumbnails of all slices that have one, or of those of a list; `key` is their `sliceKey`. */
export function listThumbnails(
  db: Connection,
  sliceIds?: readonly number[],
): (SliceThumbnail & { readonly sliceId: number })[] {
  return db.all(
    thumbnailRow,
    `SELECT slice_id AS sliceId, slices.sha256 || ':' || slices.frame AS key, slices.pixel_sha256 AS pixelHash,
       picture_rows AS rows, picture_columns AS columns, box_top AS top, box_left AS left, box_rows AS boxRows,
       box_columns AS boxColumns, grey
     FROM slice_thumbnails JOIN slices ON slices.id = slice_id
     WHERE recipe = :recipe AND slices.pixel_sha256 IS NOT NULL
       AND (:ids IS NULL OR slice_id IN (SELECT value FROM json_each(:ids))) ORDER BY key`,
    { recipe: RECIPE, ids: sliceIds ? JSON.stringify(sliceIds) : null },
  );
}

/** These slices were compared with each other and with all that were searched before. */
export function markSearched(db: Connection, sliceIds: readonly number[], searchedMs: number): void {
  db.run(
    `UPDATE slice_thumbnails SET searched_ms = :searchedMs
     WHERE recipe = :recipe AND slice_id IN (SELECT value FROM json_each(:ids))`,
    { searchedMs, recipe: RECIPE, ids: JSON.stringify(sliceIds) },
  );
}

const idRow = z.object({ id: z.number().int() });

/** Those of a list that no complete search has seen. */
export function unsearchedAmong(db: Connection, sliceIds: readonly number[]): number[] {
  return db
    .all(
      idRow,
      `SELECT value AS id FROM json_each(:ids) WHERE value NOT IN
         (SELECT slice_id FROM slice_thumbnails WHERE recipe = :recipe AND searched_ms IS NOT NULL)`,
      { recipe: RECIPE, ids: JSON.stringify(sliceIds) },
    )
    .map(({ id }) => id);
}

/** Slices that have a label, are in a data set version or a split, or are sealed: all that must be told apart. */
export function slicesToSearch(db: Connection): number[] {
  return db
    .all(
      idRow,
      `SELECT slice_id AS id FROM current_labels UNION SELECT slice_id FROM split_slices
       UNION SELECT slice_id FROM cross_validation_slices UNION SELECT slice_id FROM test_set_slices
       UNION SELECT slices.id FROM dataset_versions, json_each(dataset_versions.manifest_json, '$.content.slices') AS entry
         JOIN slices ON slices.sha256 = json_extract(entry.value, '$.fileSha256')
           AND slices.frame = json_extract(entry.value, '$.frame')
       ORDER BY id`,
    )
    .map(({ id }) => id);
}
