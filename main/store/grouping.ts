import { z } from 'zod';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import type { Connection } from './connection.ts';

/** A slice with what ties it to others in a split. */
export interface LinkedSlice {
  readonly sliceId: number;
  /** `sliceKey`. */
  readonly key: string;
  readonly links: readonly string[];
}

const linkRow = z.object({
  sliceId: z.number().int(),
  fileSha256: z.string(),
  frame: z.number().int(),
  pixelSha256: z.string().nullable(),
  patient: z.string().nullable(),
  study: z.string().nullable(),
});

/**
 * What ties slices together: patient and study (where the header names a study: a folder of PNGs is none), file, pixels.
 * In no particular order.
 */
export function linkedSlices(db: Connection, sliceIds: readonly number[]): LinkedSlice[] {
  const rows = db.all(
    linkRow,
    `SELECT slices.id AS sliceId, slices.sha256 AS fileSha256, slices.frame, slices.pixel_sha256 AS pixelSha256,
       slices.patient_pseudonym AS patient,
       CASE WHEN json_extract(images.header_json, '$.studyUid') IS NOT NULL THEN slices.study_pseudonym END AS study
     FROM slices JOIN images USING (sha256) WHERE slices.id IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(sliceIds) },
  );
  return rows.map(({ sliceId, fileSha256, frame, pixelSha256, patient, study }) => {
    const links = [`file:${fileSha256}`];
    if (pixelSha256 !== null) links.push(`pixels:${pixelSha256}`);
    if (patient !== null) links.push(`patient:${patient}`);
    if (study !== null) links.push(`study:${study}`);
    return { sliceId, key: sliceKey({ fileSha256, frame }), links };
  });
}
