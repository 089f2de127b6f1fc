import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createProject } from '../../main/services/open-project.ts';
import { appendEntry, type ServiceContext } from '../../main/services/service-context.ts';
import type { Connection } from '../../main/store/connection.ts';
import type { ReadingMode } from '../../src/review/reading-mode.ts';

/** A project in a temporary folder with one source, slices 1..n, a model (id 1) and its predictions. */
export interface ProjectFixture {
  readonly ctx: ServiceContext;
  readonly folder: string;
  /** Lets the clock of the project go on. */
  advance(durationMs: number): void;
  remove(): void;
}

export interface FixtureOptions {
  readonly slices?: number;
  /** `off` where it is left out: most tests read with everything in sight. */
  readonly readingMode?: ReadingMode;
  /** Source labels of the first slices. */
  readonly labels?: readonly ('haemorrhage' | 'none')[];
  /** Probabilities of the first slices; the threshold is 0.5. */
  readonly probabilities?: readonly number[];
}

export const START_MS = Date.UTC(2026, 10, 22, 10, 0, 0);
export const hashOf = (digit: number): string => digit.toString(16).padStart(64, '0');

export function projectFixture(options: FixtureOptions = {}): ProjectFixture {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'overread-project-')), 'heads.overread');
  let nowMs = START_MS;
  const parts = { appVersion: '0.1.0', computer: 'reading-room', clock: () => new Date(nowMs) };
  const ctx = createProject({ folder, name: 'Heads', readingMode: options.readingMode ?? 'off' }, parts);
  ctx.store.transaction(() => {
    fill(ctx.store.db, options);
    appendEntry(ctx, {
      event: 'source-added',
      reader: null,
      sourcePseudonym: 'source-1',
      kind: 'labelled-set',
      slices: options.slices ?? 3,
      refused: 0,
      labelled: options.labels?.length ?? 0,
      synthetic: false,
    });
  });
  return {
    ctx,
    folder,
    advance: (durationMs) => {
      nowMs += durationMs;
    },
    remove: () => {
      ctx.store.close();
      rmSync(path.dirname(folder), { recursive: true, force: true });
    },
  };
}

function fill(db: Connection, options: FixtureOptions): void {
  db.run(
    `INSERT INTO sources VALUES (1, 'labelled-set', 'patient Smith', 'source-1', '/nowhere', 'labels.csv', 0, :addedMs)`,
    { addedMs: START_MS },
  );
  const count = options.slices ?? 3;
  for (let id = 1; id <= count; id += 1) addSlice(db, id, options);
  addModel(db);
  options.probabilities?.forEach((probability, index) => {
    db.run(`INSERT INTO predictions VALUES (1, :sliceId, :probability, 0.5, :call, 0)`, {
      sliceId: index + 1,
      probability,
      call: probability >= 0.5 ? 'haemorrhage' : 'none',
    });
  });
}

function addSlice(db: Connection, id: number, options: FixtureOptions): void {
  const sha256 = hashOf(id);
  db.run(`INSERT INTO images VALUES (:sha256, 10, 'png', '{}')`, { sha256 });
  db.run(`INSERT INTO files VALUES (:id, 1, :file, 10, 0, :sha256, NULL, NULL)`, {
    id,
    sha256,
    file: `smith-${id}.png`,
  });
  db.run(
    `INSERT INTO slices (id, sha256, frame, pixel_sha256, study_pseudonym, series_pseudonym)
     VALUES (:id, :sha256, 0, :pixels, 'study-1', 'series-1')`,
    { id, sha256, pixels: hashOf(1000 + id) },
  );
  db.run('INSERT INTO source_slices VALUES (1, :id, :id, 0, :id)', { id });
  const label = options.labels?.[id - 1];
  if (label === undefined) return;
  db.run('INSERT INTO source_labels VALUES (:id, 1, :label)', { id, label });
  db.run(`INSERT INTO current_labels VALUES (:id, :label, 'source', NULL)`, { id, label });
}

function addModel(db: Connection): void {
  const hash = hashOf(500);
  db.run(`INSERT INTO dataset_versions VALUES (1, 'v1', NULL, :hash, '{}', 0)`, { hash });
  db.run('INSERT INTO splits VALUES (1, 1, 7, 0.25, 0.2, 0)');
  db.run(
    `INSERT INTO training_runs (id, dataset_version_id, split_id, architecture_json, preprocessing_json, settings_json,
       status, epochs_json, started_ms, finished_ms)
     VALUES (1, 1, 1, '{}', '{}', '{}', 'finished', '[]', 0, 1)`,
  );
  db.run(`INSERT INTO models VALUES (1, 1, 'm1', 'm1.bin', :hash, 9, 0.5, 1.0, 'png', 0, 0, NULL, NULL)`, {
    hash: hashOf(501),
  });
}
