import { z } from 'zod';
import type { Connection } from './connection.ts';
import { STANDING_READS } from './reads.ts';
import { flag } from './row-types.ts';

const caseRow = z.object({ sliceId: z.number().int(), group: z.string() });

/**
 * What a reader study deals as one case, for each of these slices that is there: patient, else study; a picture without either
 * stands alone. Where nothing is dealt, '' is told without looking.
 */
export function casesOf(db: Connection, sliceIds: readonly number[], dealt: boolean): z.output<typeof caseRow>[] {
  return db.allAtOnce(
    caseRow,
    `SELECT slices.id AS sliceId, iif(:dealt, coalesce(slices.patient_pseudonym,
       (SELECT iif(images.format = 'dicom', slices.study_pseudonym, slices.sha256) FROM images
         WHERE images.sha256 = slices.sha256)), '') AS "group"
     FROM slices WHERE slices.id IN (SELECT value FROM json_each(:ids))`,
    { dealt, ids: JSON.stringify(sliceIds) },
  );
}

const factsRow = z.object({
  sliceId: z.number().int(),
  ownRead: flag,
  goneOn: flag,
  revealed: flag,
  labelsRevealed: flag,
});
export type ReaderFacts = z.output<typeof factsRow>;

/**
 * What is on record of a reader and these slices: whether a read of theirs stands, whether they were shown another slice in the
 * viewer after it (of a table's rows nothing was shown, so there was nothing to wait for), and what was revealed to them.
 * Slices of which nothing is on record are left out.
 */
export function readerFacts(db: Connection, reader: string, sliceIds: readonly number[]): ReaderFacts[] {
  return db.allAtOnce(
    factsRow,
    `WITH asked AS (SELECT value AS id FROM json_each(:ids)),
     latest AS (SELECT id, slice_id FROM presentations WHERE reader = :reader AND reading_mode IS NOT NULL
       ORDER BY id DESC LIMIT 1),
     elsewhere AS (SELECT id FROM presentations WHERE reader = :reader AND reading_mode IS NOT NULL
       AND slice_id <> (SELECT slice_id FROM latest) ORDER BY id DESC LIMIT 1),
     own AS (SELECT standing.slice_id, min(coalesce(reads.presentation_id, 0)) AS first_shown
       FROM (${STANDING_READS} AND acts.slice_id IN (SELECT id FROM asked)) AS standing JOIN reads ON reads.id = standing.id
       WHERE reads.reader = :reader GROUP BY standing.slice_id),
     shown AS (SELECT slice_id, max(revealed) AS revealed, max(revealed AND truth_visible) AS labels_revealed
       FROM presentations WHERE reader = :reader AND slice_id IN (SELECT id FROM asked) GROUP BY slice_id)
     SELECT met.slice_id AS sliceId, own.slice_id IS NOT NULL AS ownRead,
       coalesce(own.first_shown = 0 OR own.first_shown <
         CASE WHEN met.slice_id = (SELECT slice_id FROM latest) THEN (SELECT id FROM elsewhere)
           ELSE (SELECT id FROM latest) END, 0) AS goneOn,
       coalesce(shown.revealed, 0) AS revealed, coalesce(shown.labels_revealed, 0) AS labelsRevealed
     FROM (SELECT slice_id FROM own UNION SELECT slice_id FROM shown) AS met
     LEFT JOIN own ON own.slice_id = met.slice_id LEFT JOIN shown ON shown.slice_id = met.slice_id`,
    { reader, ids: JSON.stringify(sliceIds) },
  );
}
