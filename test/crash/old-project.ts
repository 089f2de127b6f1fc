import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chainFacts } from '../../main/store/audit-log.ts';
import { Connection } from '../../main/store/connection.ts';
import { MIGRATIONS } from '../../main/store/migrations.ts';
import type { AuditHead } from '../../src/audit/audit-head.ts';
import { FIRST_PREVIOUS_HASH } from '../../src/audit/hash-chain.ts';
import { LAYOUT_ROWS } from '../support/layout-rows.ts';

/** Layout of the first release. */
export const OLD_VERSION = 2;
/** Slices, each read once, beside a row in every table. */
export const OLD_READS = 400;

const hash = (n: number): string => n.toString(16).padStart(64, '0');

/** Brings a database from one layout to a later one, with a row in every table that comes. */
export function bringTo(db: Connection, from: number, to: number): void {
  for (const [index, sql] of MIGRATIONS.slice(from, to).entries()) {
    db.exec(sql);
    db.exec(LAYOUT_ROWS[from + index + 1] ?? '');
  }
  db.exec(`PRAGMA user_version = ${to}`);
}

/** Writes a project of the first release: slices and their reads with a whole log, and a row in every table. */
export function writeOldProject(folder: string): void {
  mkdirSync(path.join(folder, 'models'));
  const db = new Connection(path.join(folder, 'project.db'));
  bringTo(db, 0, OLD_VERSION);
  db.exec('BEGIN');
  let head: AuditHead = { entries: 0, headHash: FIRST_PREVIOUS_HASH };
  for (let id = 1; id <= OLD_READS; id += 1) head = addReadSlice(db, id, head);
  db.exec('COMMIT');
  db.close();
}

function addReadSlice(db: Connection, n: number, head: AuditHead): AuditHead {
  const id = 1000 + n;
  const sha256 = hash(id);
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
     VALUES (:id, NULL, :id, 'Ada', 'read', 'none', 0, :n, :n)`,
    { id, n },
  );
  db.run(`INSERT INTO current_labels VALUES (:id, 'none', 'read', :id)`, { id });
  const nothing = { presentationId: null, model: null, weightsSha256: null, datasetVersion: null, probability: null };
  const empty = { threshold: null, call: null, sourceLabel: null, labelBefore: null, agreesWithModel: null };
  const chained = chainFacts(
    head,
    { time: new Date(n), computer: 'reading-room', appVersion: '0.1.0', vouchedFor: () => 'claimed' },
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
