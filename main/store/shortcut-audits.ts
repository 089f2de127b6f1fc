import { z } from 'zod';
import {
  type DatasetShortcuts,
  distributionsSchema,
  shortcutAuditSchema,
} from '../../src/contract/shortcut-methods.ts';
import { SHORTCUT_FEATURES_VERSION } from '../../src/shortcuts/shortcut-feature.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

const auditRow = z.object({
  datasetId: z.number().int(),
  datasetName: z.string(),
  seed: z.number().int(),
  createdMs: z.number(),
  audit: json(shortcutAuditSchema).nullable(),
  blocked: z.string().nullable(),
  distributions: json(distributionsSchema),
  sliceIds: json(z.array(z.number().int())),
});

/** Keeps the audit of a data set version, which was made on these slices. */
export function insertShortcutAudit(db: Connection, shortcuts: DatasetShortcuts, sliceIds: readonly number[]): void {
  db.run(
    `INSERT INTO shortcut_audits
       (dataset_version_id, features_version, seed, slice_ids_json, audit_json, blocked, distributions_json, created_ms)
     VALUES (:datasetId, :version, :seed, :sliceIdsJson, :auditJson, :blocked, :distributionsJson, :createdMs)`,
    {
      datasetId: shortcuts.datasetId,
      version: SHORTCUT_FEATURES_VERSION,
      seed: shortcuts.seed,
      sliceIdsJson: JSON.stringify(sliceIds),
      auditJson: shortcuts.audit && JSON.stringify(shortcuts.audit),
      blocked: shortcuts.blocked,
      distributionsJson: JSON.stringify(shortcuts.distributions),
      createdMs: shortcuts.createdMs,
    },
  );
}

/** The newest audit of a version under the features' definition of today, and its slices; null where there is none. */
export function newestShortcutAudit(
  db: Connection,
  datasetId: number,
): { readonly shortcuts: DatasetShortcuts; readonly sliceIds: readonly number[] } | null {
  const found = db.get(
    auditRow,
    `SELECT dataset_versions.id AS datasetId, dataset_versions.name AS datasetName, shortcut_audits.seed,
       shortcut_audits.created_ms AS createdMs, audit_json AS audit, blocked, distributions_json AS distributions,
       slice_ids_json AS sliceIds
     FROM shortcut_audits JOIN dataset_versions ON dataset_versions.id = dataset_version_id
     WHERE dataset_version_id = :datasetId AND features_version = :version ORDER BY shortcut_audits.id DESC LIMIT 1`,
    { datasetId, version: SHORTCUT_FEATURES_VERSION },
  );
  if (!found) return null;
  const { sliceIds, ...shortcuts } = found;
  return { shortcuts, sliceIds };
}
