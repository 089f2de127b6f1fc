import { createHash } from 'node:crypto';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import { createProject, openProject } from '../../main/services/open-project.ts';
import { appendEntry, type ServiceContext } from '../../main/services/service-context.ts';
import { type SourceImage, storeSourceSlices } from '../../main/services/store-source-slices.ts';
import { insertSource } from '../../main/store/sources.ts';
import { ARCHITECTURES } from '../../src/training/architectures.ts';
import { preprocessingFor } from '../../src/training/default-preprocessing.ts';
import { defaultTrainingSettings } from '../../src/training/default-settings.ts';
import { emptyManifest } from './empty-manifest.ts';
import { pngHeader } from './slice-headers.ts';

export interface LargeProject {
  readonly folder: string;
  readonly slices: number;
  /** How long the rows of all slices took to be stored, in one go. */
  readonly storedMs: number;
}

const SLICES_PER_SERIES = 100;
const SIDE_PX = 64;

/**
 * Makes a project of many small PNGs, 100 to a folder, each with a prediction of a model that is in the database alone
 * (threshold 0.5; probabilities from 0 to 1 in a fixed, mixed order). The files are under `folder`/slices.
 */
export function makeLargeProject(folder: string, slices: number): LargeProject {
  const project = path.join(folder, 'large.overread');
  const context = createProject({ folder: project, name: 'Large', readingMode: 'off' }, { appVersion: '0.1.0' });
  const storedMs = addSlices(context, path.join(folder, 'slices'), slices);
  addModel(context);
  addPredictions(context);
  context.store.close();
  return { folder: project, slices, storedMs };
}

/** Adds such slices to a project that has a model already: predicted by its first, in the same order. */
export function addManySlices(project: string, slices: number): LargeProject {
  const context = openProject({ folder: project }, { appVersion: '0.1.0' });
  const storedMs = addSlices(context, path.join(path.dirname(project), 'slices'), slices);
  addPredictions(context);
  context.store.close();
  return { folder: project, slices, storedMs };
}

/** Writes the files under `root`, and stores their rows as a source. How long these took to be stored, in ms. */
function addSlices(context: ServiceContext, root: string, slices: number): number {
  const images = Array.from({ length: slices }, (_, index) => writeSlice(root, index));
  const { db } = context.store;
  const source = {
    kind: 'study' as const,
    name: 'slices',
    pseudonym: 'source-many',
    root,
    labelOrigin: null,
    synthetic: true,
    addedMs: Date.now(),
  };
  const begun = performance.now();
  context.store.transaction(() => {
    const id = insertSource(db, source);
    storeSourceSlices(context, { ...source, id }, images);
    const facts = { kind: 'study' as const, slices, refused: 0, labelled: 0, synthetic: true };
    appendEntry(context, { event: 'source-added', reader: null, sourcePseudonym: source.pseudonym, ...facts });
  });
  return performance.now() - begun;
}

function writeSlice(root: string, index: number): SourceImage {
  const series = Math.floor(index / SLICES_PER_SERIES);
  const relativePath = `head-${String(series + 1).padStart(3, '0')}/slice-${String((index % SLICES_PER_SERIES) + 1).padStart(3, '0')}.png`;
  const file = path.join(root, relativePath);
  mkdirSync(path.dirname(file), { recursive: true });
  const bytes = encode({ width: SIDE_PX, height: SIDE_PX, channels: 1, depth: 8, data: pixels(index) });
  writeFileSync(file, bytes);
  const { mtimeMs } = statSync(file);
  return {
    relativePath,
    byteLength: bytes.length,
    modifiedMs: Math.round(mtimeMs),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    header: pngHeader({ rows: SIDE_PX, columns: SIDE_PX }),
  };
}

/** A bright disc on grey that wanders with the index; the first pixels are the index, so that no two files are the same. */
function pixels(index: number): Uint8Array {
  const data = new Uint8Array(SIDE_PX * SIDE_PX).fill(40);
  const [x, y] = [16 + (index % 32), 16 + ((index >> 3) % 32)];
  for (let row = 0; row < SIDE_PX; row += 1) {
    for (let column = 0; column < SIDE_PX; column += 1) {
      if ((row - y) ** 2 + (column - x) ** 2 < 120) data[row * SIDE_PX + column] = 210;
    }
  }
  data.set([index & 255, (index >> 8) & 255, index >> 16]);
  return data;
}

function addModel({ store }: ServiceContext): void {
  const { db } = store;
  const hash = 'ab'.repeat(32);
  store.transaction(() => {
    const manifest = emptyManifest(hash, true);
    db.run(`INSERT INTO dataset_versions VALUES (1, 'v1', NULL, :hash, :manifest, 0)`, { hash, manifest });
    db.run('INSERT INTO splits VALUES (1, 1, 7, 0.25, 0.2, 0)');
    db.run(
      `INSERT INTO training_runs (id, dataset_version_id, split_id, architecture_json, preprocessing_json, settings_json,
         status, epochs_json, started_ms, finished_ms)
       VALUES (1, 1, 1, :architecture, :preprocessing, :settings, 'finished', '[]', 0, 1)`,
      {
        architecture: JSON.stringify(ARCHITECTURES.lenet),
        preprocessing: JSON.stringify(preprocessingFor(ARCHITECTURES.lenet)),
        settings: JSON.stringify(defaultTrainingSettings(ARCHITECTURES.lenet, 1)),
      },
    );
    db.run(`INSERT INTO models VALUES (1, 1, 'm1', 'm1.bin', :hash, 9, 0.5, 1.0, 'png', 1, 0, NULL, NULL)`, { hash });
    db.run(`INSERT INTO promotions VALUES (1, 1, 'Ada', NULL, 1)`);
  });
}

function addPredictions({ store }: ServiceContext): void {
  store.transaction(() =>
    store.db.exec(
      `INSERT OR IGNORE INTO predictions SELECT 1, id, (id * 617 % 1000) / 1000.0, 0.5,
         iif(id * 617 % 1000 >= 500, 'haemorrhage', 'none'), 0 FROM slices`,
    ),
  );
}
