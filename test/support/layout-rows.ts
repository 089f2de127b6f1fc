import { recipeFor } from '../../src/training/recipe.ts';

const HASH = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);

/** Read whenever a project is opened, so it is one that can be. */
const RECIPES = JSON.stringify([recipeFor('compact', {}, 1)]);

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
INSERT INTO source_labels VALUES (1, 1, 'none');
INSERT INTO dataset_versions VALUES (1, 'v1', NULL, '${HASH}', '{}', 5);
INSERT INTO splits VALUES (1, 1, 7, 0.25, 0.2, 5);
INSERT INTO split_slices VALUES (1, 1, 'g', 'training'), (1, 2, 'h', 'held-out');
INSERT INTO training_runs VALUES (1, 1, 1, '{}', '{}', '{}', 'finished', NULL, '[]', 5, 6);
INSERT INTO models VALUES (1, 1, 'compact-1', 'models/one.safetensors', '${HASH}', 9, 0.5, 1, 'png', 0, 6);
INSERT INTO promotions VALUES (1, 1, 'Ada', 'because', 7);
INSERT INTO predictions VALUES (1, 1, 0.25, 0.5, 'none', 7);
INSERT INTO presentations VALUES (1, 1, 'Ada', 1, 8, 1);
INSERT INTO reads VALUES (1, 1, 1, 'Ada', 'read', NULL, 'none', 'haemorrhage', 'seen', 4, 0, 1, 900, 9, 2);
INSERT INTO current_labels VALUES (1, 'haemorrhage', 'read', 1);
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
  8: `INSERT OR IGNORE INTO reading_modes VALUES (7, 'half', 3, 8);`,
  9: `
INSERT INTO mark_acts (slice_id, reader, kind, shape_json, figures_json, recorded_ms, audit_sequence)
  VALUES (1, 'Ada', 'added', '{}', '{}', 8, 1);`,
  10: `
INSERT OR IGNORE INTO readers VALUES ('ben', 'Ben', 8);
INSERT INTO read_purposes VALUES (1, 'adjudication', NULL);
INSERT INTO repeat_presentations VALUES (1, 1);
INSERT INTO adjudication_views VALUES (1, 'ben', 8);
INSERT INTO disputed_slices VALUES (2);`,
  11: `INSERT INTO study_calls VALUES (1, 's', 'Ada', 'call', NULL, 'none', '[]', NULL, NULL, 0, 8, 1);`,
  13: `INSERT INTO likeness VALUES (1, 1, 0.5, 'entropy', 1.2);`,
  15: `INSERT INTO purged_slices VALUES (2, 8);`,
};
