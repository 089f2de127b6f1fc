import { z } from 'zod';
import { labelSchema } from '../../src/review/label.ts';
import type { Connection } from './connection.ts';
import { STANDS } from './reads.ts';
import { flag } from './row-types.ts';
import { labelsSeenSql } from './seen-labels-sql.ts';

const studyRow = z.object({
  study: z.string(),
  seriesIndex: z.number().int(),
  slices: z.number().int(),
  /** Whether the files say themselves that they are one study, rather than lie in one folder. */
  dicom: flag,
});

/** The studies of a source, one row per series, in reading order. */
export function studiesOfSource(db: Connection, sourceId: number): z.output<typeof studyRow>[] {
  return db.all(
    studyRow,
    // One header tells it for the whole study: what names it is the same for all of its files.
    `WITH series AS (SELECT study_pseudonym, series_index, count(*) AS slices, min(slices.sha256) AS sha256
       FROM source_slices JOIN slices ON slices.id = source_slices.slice_id
       WHERE source_id = :sourceId GROUP BY series_index, study_pseudonym)
     SELECT study_pseudonym AS study, series_index AS seriesIndex, slices,
       json_extract(header_json, '$.studyUid') IS NOT NULL AS dicom
     FROM series JOIN images USING (sha256) ORDER BY series_index`,
    { sourceId },
  );
}

/** Of each of these studies one slice that is there, for what ties the study to others. */
export function aSliceOfStudies(db: Connection, studies: readonly string[]): Map<string, number> {
  const rows = db.all(
    z.object({ study: z.string(), sliceId: z.number().int() }),
    `SELECT study_pseudonym AS study, min(id) AS sliceId FROM slices
     WHERE study_pseudonym IN (SELECT value FROM json_each(:studies)) GROUP BY study_pseudonym`,
    { studies: JSON.stringify(studies) },
  );
  return new Map(rows.map(({ study, sliceId }) => [study, sliceId]));
}

const placeRow = z.object({ slices: z.number().int(), dicom: flag, opened: flag });

/** Where a study comes from: whether its files name it, and whether a source that was opened as a study holds it. */
export function findStudy(db: Connection, study: string): z.output<typeof placeRow> | null {
  const found = db.one(
    placeRow,
    `SELECT count(DISTINCT slices.id) AS slices, coalesce(max(sources.kind = 'study'), 0) AS opened,
       coalesce(max(json_extract(header_json, '$.studyUid') IS NOT NULL), 0) AS dicom
     FROM slices JOIN images USING (sha256)
     JOIN source_slices ON source_slices.slice_id = slices.id JOIN sources ON sources.id = source_slices.source_id
     WHERE study_pseudonym = :study`,
    { study },
  );
  return found.slices === 0 ? null : found;
}

const ofReaderRow = z.object({
  sliceId: z.number().int(),
  shown: flag,
  predictionSeen: flag,
  /** Whether its labels were visible to them. */
  labelsSeen: flag,
  /** This reader's last standing read of the slice, of those that are neither a hidden repeat nor an adjudication. */
  label: labelSchema.nullable(),
});

/** What one reader has seen and said of each slice of a study. */
export function studySlicesOfReader(db: Connection, study: string, reader: string): z.output<typeof ofReaderRow>[] {
  return db.all(
    ofReaderRow,
    `SELECT slices.id AS sliceId,
       EXISTS (SELECT 1 FROM presentations WHERE slice_id = slices.id AND reader = :reader AND listed_only = 0) AS shown,
       EXISTS (SELECT 1 FROM presentations WHERE slice_id = slices.id AND reader = :reader AND prediction_visible = 1)
         AS predictionSeen,
       ${labelsSeenSql({ slice: 'slices.id', reader: ':reader', atMs: null })} AS labelsSeen,
       (SELECT acts.label_after FROM reads AS acts WHERE acts.slice_id = slices.id AND acts.reader = :reader
          AND ${STANDS} AND acts.id NOT IN (SELECT read_id FROM read_purposes) ORDER BY acts.id DESC LIMIT 1) AS label
     FROM slices WHERE study_pseudonym = :study ORDER BY slices.id`,
    { study, reader },
  );
}
