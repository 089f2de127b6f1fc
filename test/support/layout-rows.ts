import type { AuditFacts } from '../../src/audit/audit-entry.ts';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import type { Point } from '../../src/marks/mark-shape.ts';
import { recipeFor } from '../../src/training/recipe.ts';

const HASH = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);

/** Read whenever a project is opened, so it is one that can be. */
const RECIPES = JSON.stringify([recipeFor('compact', {}, 1)]);

/** A length of so many pixels along a row, and what it measures, as rows keep them. */
const shape = (x: number) => ({ kind: 'length' as const, points: [at(0, 2), at(x, 2)] as [Point, Point] });
const at = (x: number, y: number): Point => ({ x, y });
const figures = (px: number) => ({ kind: 'length' as const, mm: null, px });
const shapeText = (x: number): string => canonicalJson(shape(x));
const figuresText = (px: number): string => canonicalJson(figures(px));

/** Rows for every table, under the number of the migration that made it; a table that needs a later column gets its row there. */
export const LAYOUT_ROWS: Readonly<Record<number, string>> = {
  1: `
INSERT INTO project VALUES (1, 'a-project', 'Heads', 5, x'${'01'.repeat(32)}', 0);
INSERT INTO sources VALUES (1, 'labelled-set', 'Smith', 'source-1', '/nowhere', 'labels.csv', 0, 5);
INSERT INTO images VALUES ('${HASH}', 10, 'png', '{}'), ('${OTHER}', 10, 'png', '{}');
INSERT INTO files VALUES (1, 1, 'a.png', 10, 5, '${HASH}', NULL, NULL), (2, 1, 'b.png', 10, 5, '${OTHER}', NULL, NULL);
INSERT INTO slices (id, sha256, frame, pixel_sha256, study_pseudonym, series_pseudonym)
  VALUES (1, '${HASH}', 0, '${HASH}', 's', 's'), (2, '${HASH}', 1, NULL, 's', 's'), (3, '${OTHER}', 0, '${OTHER}', 't', 't');
INSERT INTO source_slices VALUES (1, 1, 1, 0, 0), (1, 3, 2, 0, 1);
INSERT INTO source_series VALUES (1, 0, 's', 'Series', '[]');
INSERT INTO source_labels VALUES (1, 1, 'none'), (3, 1, 'none');
INSERT INTO dataset_versions VALUES (1, 'v1', NULL, '${HASH}', '{}', 5);
INSERT INTO splits VALUES (1, 1, 7, 0.25, 0.2, 5);
INSERT INTO split_slices VALUES (1, 1, 'g', 'training'), (1, 2, 'h', 'held-out');
INSERT INTO training_runs VALUES (1, 1, 1, '{}', '{}', '{}', 'finished', NULL, '[]', 5, 6);
INSERT INTO models VALUES (1, 1, 'compact-1', 'models/one.safetensors', '${HASH}', 9, 0.5, 1, 'png', 0, 6);
INSERT INTO promotions VALUES (1, 1, 'Ada', 'because', 7);
INSERT INTO predictions VALUES (1, 1, 0.25, 0.5, 'none', 7);
INSERT INTO presentations VALUES (1, 1, 'Ada', 1, 8, 1);
INSERT INTO reads VALUES (1, 1, 1, 'Ada', 'read', NULL, 'none', 'haemorrhage', 'seen', 4, 0, 1, 900, 9, 2),
  (2, NULL, 3, 'Ada', 'read', NULL, NULL, 'none', NULL, NULL, NULL, 0, NULL, 9, 3),
  (3, NULL, 3, 'Ada', 'undo', 2, 'none', NULL, NULL, NULL, NULL, 0, NULL, 9, 4),
  (4, NULL, 3, 'Ada', 'redo', 2, NULL, 'none', NULL, NULL, NULL, 0, NULL, 9, 5);
INSERT INTO current_labels VALUES (1, 'haemorrhage', 'read', 1), (2, 'excluded', 'source', NULL), (3, 'none', 'read', 2);
INSERT INTO settings VALUES ('kept', '{"a":1}');`,
  3: `
INSERT INTO slice_thumbnails VALUES (1, 1, 96, 96, 0, 0, 96, 96, zeroblob(16384), 8);
INSERT INTO near_duplicates (slice_a, slice_b, kind, changes_json, score, found_ms) VALUES (1, 2, 'resized', '[]', 0.9, 8);
INSERT INTO own_splits VALUES (1, '${HASH}');
INSERT INTO test_sets VALUES (1, 'T1', '${HASH}', 1, '{}', '{}', 0, NULL, 8);
INSERT INTO test_set_slices VALUES (3, 1, 'none', 'k');
INSERT INTO test_looks VALUES (1, 1, 1, 1, NULL, 9, 1, '{}');`,
  4: `
INSERT INTO cross_validations (dataset_version_id, recipes_json, folds, repeats, grouping, seed, status, started_ms)
  VALUES (1, '${RECIPES}', 2, 1, 'near-duplicates', 1, 'stopped', 8);
INSERT INTO cross_validation_slices VALUES (1, 0, 1, 'g', 0, NULL);
INSERT INTO cross_validation_choices VALUES (1, 0, 0, 0, '[]');`,
  5: `
INSERT INTO slice_statistics VALUES (1, 1, '{}');
INSERT INTO shortcut_audits (dataset_version_id, features_version, seed, slice_ids_json, blocked, distributions_json, created_ms)
  VALUES (1, 1, 1, '[1]', 'too few', '{}', 8);`,
  7: `INSERT INTO heatmap_checks (model_id, seed, slices, missing, methods_json, checked_ms) VALUES (1, 1, 1, 0, '[]', 8);`,
  8: `
INSERT OR IGNORE INTO reading_modes VALUES (7, 'half', 3, 8);
INSERT INTO reads VALUES (5, NULL, 1, 'Ben', 'read', NULL, 'haemorrhage', 'none', NULL, 5, 1, 0, 700, 9, 7);
UPDATE current_labels SET label = 'none', read_id = 5 WHERE slice_id = 1;`,
  9: `
INSERT INTO mark_acts VALUES (1, 1, 'Ada', 'added', NULL, NULL, '${shapeText(5)}', '${figuresText(5)}', 8, 8),
  (2, 1, 'Ada', 'changed', 1, NULL, '${shapeText(4)}', '${figuresText(4)}', 8, 9),
  (3, 1, 'Ada', 'undo', 1, 2, NULL, NULL, 8, 10);`,
  10: `
INSERT OR IGNORE INTO readers VALUES ('ben', 'Ben', 8);
INSERT INTO reads VALUES (6, NULL, 1, 'Ben', 'read', NULL, 'none', 'haemorrhage', NULL, NULL, NULL, 1, NULL, 9, 12),
  (7, 1, 3, 'Ada', 'read', NULL, 'none', 'haemorrhage', NULL, 2, NULL, 0, 50, 9, 13);
UPDATE current_labels SET label = 'haemorrhage', read_id = 6 WHERE slice_id = 1;
DELETE FROM disputed_slices WHERE slice_id = 1;
INSERT INTO read_purposes VALUES (6, 'adjudication', NULL), (7, 'repeat', 2);
INSERT INTO repeat_presentations VALUES (1, 1);
INSERT INTO adjudication_views VALUES (1, 'ben', 8);
INSERT INTO disputed_slices VALUES (2);`,
  11: `
INSERT INTO study_calls VALUES (1, 's', 'Ada', 'call', NULL, 'none', '[]', NULL, NULL, 0, 8, 14),
  (2, 's', 'Ada', 'call', NULL, 'haemorrhage', '[{"type":"subdural","side":"left"}]', 4, 'small', 1, 8, 15),
  (3, 's', 'Ada', 'undo', 2, 'none', '[]', NULL, NULL, 0, 8, 16);`,
  12: `
INSERT INTO slices (id, sha256, frame, pixel_sha256, study_pseudonym, series_pseudonym)
  VALUES (4, '${OTHER}', 1, NULL, 't', 't'), (5, '${OTHER}', 2, NULL, 't', 't');
INSERT INTO reads VALUES (8, NULL, 4, 'Ada', 'read', NULL, NULL, 'none', NULL, NULL, NULL, 0, NULL, 9, 17, 8),
  (9, NULL, 5, 'Ada', 'read', NULL, NULL, 'none', NULL, NULL, NULL, 0, NULL, 9, 18, 8);
INSERT INTO current_labels VALUES (4, 'none', 'read', 8), (5, 'none', 'read', 9);`,
  13: `
INSERT INTO likeness VALUES (1, 1, 0.5, 'entropy', 1.2);
INSERT INTO reads VALUES (10, NULL, 4, 'Ben', 'read', NULL, 'none', 'none', NULL, NULL, 1, 1, 20, 9, 19, NULL);`,
  15: `
INSERT INTO slices (id, sha256, frame, pixel_sha256, study_pseudonym, series_pseudonym) VALUES (6, '${OTHER}', 3, NULL, 'p', 'p');
INSERT INTO reads VALUES (11, NULL, 6, 'Ada', 'read', NULL, NULL, 'unsure', NULL, NULL, NULL, 0, NULL, 9, 20, NULL);
INSERT INTO purged_slices VALUES (6, 8);`,
};

const slice = (id: number) => ({
  studyPseudonym: id < 3 ? 's' : id === 6 ? 'p' : 't',
  seriesPseudonym: id < 3 ? 's' : id === 6 ? 'p' : 't',
  fileSha256: id < 3 ? HASH : OTHER,
  frame: [0, 0, 1, 0, 1, 2, 3][id] ?? 0,
  pixelSha256: id === 1 ? HASH : id === 3 ? OTHER : null,
});

/** What the entry of a read says where the read was made outside the viewer and without a model. */
const plain = (readId: number, sliceId: number, reader: string) => ({
  ...{
    ...slice(sliceId),
    readId,
    reader,
    presentationId: null,
    model: null,
    weightsSha256: null,
    datasetVersion: null,
  },
  ...{ probability: null, threshold: null, call: null, sourceLabel: null, labelBefore: null, labelAfter: null },
  ...{ agreesWithModel: null, changesCurrentLabel: true, reason: null, confidence: null, decidedAfterMs: null },
  predictionSeen: false,
});
const asked = {
  model: 'compact-1',
  weightsSha256: HASH,
  datasetVersion: 'v1',
  probability: 0.25,
  threshold: 0.5,
  call: 'none',
} as const;
const mark = { ...slice(1), reader: 'Ada', markId: 1, markKind: 'length' };
const call = {
  ...{
    reader: 'Ada',
    studyPseudonym: 's',
    labelBefore: null,
    labelAfter: null,
    bleeds: [],
    reason: null,
    confidence: null,
  },
  ...{ slices: 2, slicesShown: 1, slicesRead: 1, predictionSeen: false },
};

/**
 * What the versions of each layout wrote into the log beside these rows, with the keys that they knew: `audit_sequence` of a row is
 * the place of its entry in all layouts together.
 */
export const LAYOUT_ENTRIES: Readonly<Record<number, readonly AuditFacts[]>> = {
  1: [
    {
      ...{
        event: 'source-added',
        reader: null,
        sourcePseudonym: 'source-1',
        kind: 'labelled-set',
        slices: 2,
        refused: 0,
      },
      ...{ labelled: 1, synthetic: false },
    },
    {
      ...{
        ...plain(1, 1, 'Ada'),
        ...asked,
        event: 'read',
        presentationId: 1,
        sourceLabel: 'none',
        labelBefore: 'none',
      },
      ...{ labelAfter: 'haemorrhage', agreesWithModel: false, reason: 'seen', confidence: 4, decidedAfterMs: 900 },
      predictionSeen: true,
    },
    // The label that came with the slice came later, with another import.
    { ...plain(2, 3, 'Ada'), event: 'read', labelAfter: 'none' },
    { ...plain(3, 3, 'Ada'), event: 'read-undone', targetReadId: 2, labelBefore: 'none' },
    { ...plain(4, 3, 'Ada'), event: 'read-redone', targetReadId: 2, labelAfter: 'none' },
  ],
  7: [
    {
      ...{ event: 'report-exported', reader: 'Ada', studyPseudonym: 's', reportSha256: HASH, reads: 1 },
      identifiers: 'pseudonyms',
    },
  ],
  8: [
    {
      ...{ ...plain(5, 1, 'Ben'), ...asked, event: 'read', sourceLabel: 'none', labelBefore: 'haemorrhage' },
      ...{ labelAfter: 'none', agreesWithModel: true, confidence: 5, decidedAfterMs: 700 },
      ...{ readingMode: 'half', arm: 'blind', labelsSeen: false },
    },
  ],
  9: [
    { ...mark, event: 'mark-added', markActId: 1, shape: shape(5), figures: figures(5) },
    { ...mark, event: 'mark-changed', markActId: 2, shape: shape(4), figures: figures(4) },
    {
      ...{ ...mark, event: 'mark-undone', markActId: 3, targetActId: 2, targetAct: 'changed' },
      ...{ shape: shape(5), figures: figures(5) },
    },
  ],
  10: [
    { event: 'reader-signed-in', reader: 'Ben' },
    {
      ...{ ...plain(6, 1, 'Ben'), event: 'adjudication', sourceLabel: 'none', labelBefore: 'none' },
      ...{ labelAfter: 'haemorrhage', predictionSeen: true },
    },
    {
      ...{ ...plain(7, 3, 'Ada'), event: 'repeat-read', repeatedReadId: 2, presentationId: 1, sourceLabel: 'none' },
      ...{
        labelBefore: 'none',
        labelAfter: 'haemorrhage',
        changesCurrentLabel: false,
        confidence: 2,
        decidedAfterMs: 50,
      },
    },
  ],
  11: [
    { ...call, event: 'study-called', callId: 1, labelAfter: 'none' },
    {
      ...{ ...call, event: 'study-called', callId: 2, labelBefore: 'none', labelAfter: 'haemorrhage', reason: 'small' },
      ...{ bleeds: [{ type: 'subdural', side: 'left' }], confidence: 4, predictionSeen: true },
    },
    { ...call, event: 'study-call-undone', callId: 3, targetCallId: 2, labelBefore: 'haemorrhage', labelAfter: 'none' },
  ],
  12: [
    { ...plain(8, 4, 'Ada'), event: 'read', labelAfter: 'none', batch: 8, batchSlices: 2 },
    { ...plain(9, 5, 'Ada'), event: 'read', labelAfter: 'none', batch: 8, batchSlices: 2 },
  ],
  13: [
    {
      ...{ ...plain(10, 4, 'Ben'), ...asked, event: 'read', cannotTell: true, labelBefore: 'none', labelAfter: 'none' },
      ...{ agreesWithModel: true, changesCurrentLabel: false, decidedAfterMs: 20, predictionSeen: true },
    },
  ],
  15: [
    { ...plain(11, 6, 'Ada'), event: 'read', labelAfter: 'unsure' },
    { event: 'study-purged', reader: 'Ada', studyPseudonym: 'p', slices: 1, predictions: 0, backups: 0 },
  ],
};
