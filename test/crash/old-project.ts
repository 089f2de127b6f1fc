import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chainFacts } from '../../main/store/audit-log.ts';
import { Connection } from '../../main/store/connection.ts';
import { MIGRATIONS } from '../../main/store/migrations.ts';
import type { AuditHead } from '../../src/audit/audit-head.ts';
import { FIRST_PREVIOUS_HASH } from '../../src/audit/hash-chain.ts';

/** Layout of the first release. */
export const OLD_VERSION = 2;
/** Slices, each read once. */
export const OLD_READS = 400;

const hash = (n: number): string => n.toString(16).padStart(64, '0');

/** Writes a project of the first release: slices and their reads with a whole log, a frozen version, a model, predictions. */
export function writeOldProject(folder: string): void {
  mkdirSync(path.join(folder, 'models'));
  const db = new Connection(path.join(folder, 'project.db'));
  for (const sql of MIGRATIONS.slice(0, OLD_VERSION)) db.exec(sql);
  db.exec(`PRAGMA user_version = ${OLD_VERSION}`);
  db.exec('BEGIN');
  db.exec(`
    INSERT INTO project VALUES (1, 'old', 'Old', 1, randomblob(32), 0);
    INSERT INTO sources VALUES (1, 'study', 'old', 'source-1', '/nowhere', NULL, 0, 1);
    INSERT INTO dataset_versions VALUES (1, 'v1', NULL, '${hash(1)}', '{}', 5);
    INSERT INTO splits VALUES (1, 1, 7, 0.25, 0.2, 5);
    INSERT INTO training_runs VALUES (1, 1, 1, '{}', '{}', '{}', 'finished', NULL, '[]', 5, 6);
    INSERT INTO models VALUES (1, 1, 'compact-1', 'one.safetensors', '${hash(2)}', 9, 0.5, 1, 'png', 0, 6);
  `);
  let head: AuditHead = { entries: 0, headHash: FIRST_PREVIOUS_HASH };
  for (let id = 1; id <= OLD_READS; id += 1) head = addReadSlice(db, id, head);
  db.exec('COMMIT');
  db.close();
}

function addReadSlice(db: Connection, id: number, head: AuditHead): AuditHead {
  const sha256 = hash(1000 + id);
  db.run(`INSERT INTO images VALUES (:sha256, 10, 'png', '{}')`, { sha256 });
  db.run(
    `INSERT INTO slices (id, sha256, frame, pixel_sha256, study_pseudonym, series_pseudonym)
     VALUES (:id, :sha256, 0, :sha256, 'study-1', 'series-1')`,
    { id, sha256 },
  );
  db.run(`INSERT INTO split_slices VALUES (1, :id, :group, 'training')`, { id, group: `g${id}` });
  db.run(`INSERT INTO predictions VALUES (1, :id, 0.25, 0.5, 'none', 7)`, { id });
  db.run(
    `INSERT INTO reads (id, presentation_id, slice_id, reader, kind, label_after, prediction_seen, recorded_ms, audit_sequence)
     VALUES (:id, NULL, :id, 'Ada', 'read', 'none', 0, :id, :id)`,
    { id },
  );
  db.run(`INSERT INTO current_labels VALUES (:id, 'none', 'read', :id)`, { id });
  const nothing = { presentationId: null, model: null, weightsSha256: null, datasetVersion: null, probability: null };
  const empty = { threshold: null, call: null, sourceLabel: null, labelBefore: null, agreesWithModel: null };
  const chained = chainFacts(
    head,
    { time: new Date(id), computer: 'reading-room', appVersion: '0.1.0', vouchedFor: () => 'claimed' },
    {
      event: 'read',
      ...{ reader: 'Ada', studyPseudonym: 'study-1', seriesPseudonym: 'series-1', fileSha256: sha256, frame: 0 },
      ...{ pixelSha256: sha256, readId: id, ...nothing, ...empty, labelAfter: 'none', changesCurrentLabel: true },
      ...{ reason: null, confidence: null, decidedAfterMs: null, predictionSeen: false },
    },
  );
  db.run('INSERT INTO audit VALUES (:sequence, :entryJson, :previousHash, :hash)', { ...chained });
  return { entries: chained.sequence, headHash: chained.hash };
}
