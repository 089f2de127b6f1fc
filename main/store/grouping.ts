import { z } from 'zod';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { groupKeys } from '../../src/dataset/split.ts';
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
 * What ties slices together: patient and study (where the header names a study: a folder of PNGs is none), file, pixels,
 * and near-duplicates that nobody has rejected, also through slices that are not asked for (an excluded copy ties its
 * patient to its twin). In no particular order.
 */
export function linkedSlices(db: Connection, sliceIds: readonly number[]): LinkedSlice[] {
  const pairs = tiedPairs(db);
  const wanted = new Set(sliceIds);
  const all = ownLinks(db, [...new Set([...wanted, ...pairs.flatMap(({ a, b }) => [a, b])])]);
  const pairsOf = new Map<number, string[]>();
  for (const { a, b } of pairs) {
    for (const sliceId of [a, b]) pairsOf.set(sliceId, [...(pairsOf.get(sliceId) ?? []), `pair:${a}-${b}`]);
  }
  const keys = groupKeys(
    all.map(({ sliceId, key, links }) => ({ key, links: [...links, ...(pairsOf.get(sliceId) ?? [])] })),
  );
  const tied = new Set(keys.filter((_, index) => pairsOf.has(all[index]?.sliceId ?? 0)));
  return all.flatMap((slice, index) => {
    const group = keys[index] ?? '';
    if (!wanted.has(slice.sliceId)) return [];
    return [tied.has(group) ? { ...slice, links: [...slice.links, `tied:${group}`] } : slice];
  });
}

function ownLinks(db: Connection, sliceIds: readonly number[]): LinkedSlice[] {
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

const tiedRow = z.object({ a: z.number().int(), b: z.number().int(), score: z.number() });

/** Near-duplicate pairs that count as one group: all that nobody has rejected. Slice ids. */
export function tiedPairs(db: Connection): z.output<typeof tiedRow>[] {
  return db.all(
    tiedRow,
    `SELECT slice_a AS a, slice_b AS b, score FROM near_duplicates WHERE status <> 'rejected' ORDER BY id`,
  );
}
