import { z } from 'zod';
import { type Manifest, manifestSchema } from '../../src/dataset/manifest.ts';
import { type TrainableLabel, trainableLabelSchema } from '../../src/review/label.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

const versionRow = z.object({
  id: z.number().int(),
  name: z.string(),
  note: z.string().nullable(),
  manifestSha256: z.string(),
  manifest: json(manifestSchema),
  createdMs: z.number(),
});
export type DatasetVersionRow = z.output<typeof versionRow>;

const COLUMNS = `id, name, note, manifest_sha256 AS manifestSha256, manifest_json AS manifest, created_ms AS createdMs
  FROM dataset_versions`;

/** Keeps a frozen version and returns its id; no row of this table ever changes. */
export function insertDatasetVersion(
  db: Connection,
  version: { name: string; note: string | null; manifest: Manifest; manifestJson: string; createdMs: number },
): number {
  return db.run(
    `INSERT INTO dataset_versions (name, note, manifest_sha256, manifest_json, created_ms)
     VALUES (:name, :note, :manifestSha256, :manifestJson, :createdMs)`,
    {
      name: version.name,
      note: version.note,
      manifestSha256: version.manifest.manifestSha256,
      manifestJson: version.manifestJson,
      createdMs: version.createdMs,
    },
  ).lastId;
}

export function findDatasetVersion(db: Connection, datasetVersionId: number): DatasetVersionRow | null {
  return db.get(versionRow, `SELECT ${COLUMNS} WHERE id = :datasetVersionId`, { datasetVersionId });
}

/** The version frozen last, null before the first. */
export function newestDatasetVersion(db: Connection): DatasetVersionRow | null {
  return db.get(versionRow, `SELECT ${COLUMNS} ORDER BY id DESC LIMIT 1`);
}

/** All versions, newest first. */
export function listDatasetVersions(db: Connection): DatasetVersionRow[] {
  return db.all(versionRow, `SELECT ${COLUMNS} ORDER BY id DESC`);
}

const memberRow = z.object({ sliceId: z.number().int(), label: trainableLabelSchema });

/** The slices of a version that train and score, with their labels in that version, sorted as in its manifest. */
export function datasetMembers(db: Connection, datasetVersionId: number): { sliceId: number; label: TrainableLabel }[] {
  return db.all(
    memberRow,
    `SELECT slices.id AS sliceId, json_extract(entry.value, '$.label') AS label
     FROM dataset_versions, json_each(dataset_versions.manifest_json, '$.content.slices') AS entry
     JOIN slices ON slices.sha256 = json_extract(entry.value, '$.fileSha256')
       AND slices.frame = json_extract(entry.value, '$.frame')
     WHERE dataset_versions.id = :datasetVersionId ORDER BY entry.key`,
    { datasetVersionId },
  );
}
