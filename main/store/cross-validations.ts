import { z } from 'zod';
import { GROUPINGS } from '../../src/contract/cross-validation-methods.ts';
import { type ShortcutAudit, shortcutAuditSchema } from '../../src/contract/shortcut-methods.ts';
import { recipeSchema } from '../../src/training/recipe.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

const row = z.object({
  id: z.number().int(),
  datasetVersionId: z.number().int(),
  recipes: json(z.array(recipeSchema).min(1)),
  folds: z.number().int(),
  repeats: z.number().int(),
  innerFolds: z.number().int().nullable(),
  grouping: z.enum(GROUPINGS),
  seed: z.number().int(),
  status: z.enum(['running', 'finished', 'stopped', 'failed']),
  reason: z.string().nullable(),
  startedMs: z.number(),
  finishedMs: z.number().nullable(),
});
export type CrossValidationRow = z.output<typeof row>;

const COLUMNS = `id, dataset_version_id AS datasetVersionId, recipes_json AS recipes, folds, repeats, inner_folds AS innerFolds,
  grouping, seed, status, reason, started_ms AS startedMs, finished_ms AS finishedMs FROM cross_validations`;

const sliceRow = z.object({
  repeat: z.number().int(),
  sliceId: z.number().int(),
  group: z.string(),
  fold: z.number().int(),
  probability: z.number().nullable(),
});
export type CrossValidationSlice = z.output<typeof sliceRow>;

/** Adds a cross-validation in state `running`, with the fold of every slice in every repeat, and returns its id. */
export function insertCrossValidation(
  db: Connection,
  run: Omit<CrossValidationRow, 'id' | 'status' | 'reason' | 'finishedMs'>,
  slices: readonly Omit<CrossValidationSlice, 'probability'>[],
): number {
  const { recipes, ...columns } = run;
  const { lastId } = db.run(
    `INSERT INTO cross_validations (dataset_version_id, recipes_json, folds, repeats, inner_folds, grouping, seed, status,
       started_ms)
     VALUES (:datasetVersionId, :recipes, :folds, :repeats, :innerFolds, :grouping, :seed, 'running', :startedMs)`,
    { ...columns, recipes: JSON.stringify(recipes) },
  );
  for (const slice of slices) {
    db.run(
      `INSERT INTO cross_validation_slices (cross_validation_id, repeat, slice_id, group_key, fold)
       VALUES (:id, :repeat, :sliceId, :group, :fold)`,
      { id: lastId, ...slice },
    );
  }
  return lastId;
}

/** Keeps what a fold's network thinks of the fold's slices. */
export function saveFold(
  db: Connection,
  fold: { readonly id: number; readonly repeat: number },
  probabilities: ReadonlyMap<number, number>,
): void {
  for (const [sliceId, probability] of probabilities) {
    db.run(
      `UPDATE cross_validation_slices SET probability = :probability
       WHERE cross_validation_id = :id AND repeat = :repeat AND slice_id = :sliceId`,
      { ...fold, sliceId, probability },
    );
  }
}

export interface FoldChoice {
  readonly repeat: number;
  readonly fold: number;
  /** Place in the recipes. */
  readonly recipe: number;
}

/** Keeps which recipe a fold chose, with the mean log loss of each in the inner cross-validation. */
export function saveChoice(
  db: Connection,
  choice: FoldChoice & { readonly id: number; readonly innerLogLosses: readonly number[] },
): void {
  db.run(
    `INSERT INTO cross_validation_choices (cross_validation_id, repeat, fold, recipe, inner_log_losses_json)
     VALUES (:id, :repeat, :fold, :recipe, :innerLogLosses)`,
    { ...choice, innerLogLosses: JSON.stringify(choice.innerLogLosses) },
  );
}

export function endCrossValidation(
  db: Connection,
  id: number,
  end: { status: 'finished' | 'stopped' | 'failed'; reason: string | null; finishedMs: number },
): void {
  db.run('UPDATE cross_validations SET status = :status, reason = :reason, finished_ms = :finishedMs WHERE id = :id', {
    ...end,
    id,
  });
}

/** Has one that had ended run again. */
export function restartCrossValidation(db: Connection, id: number): void {
  db.run(`UPDATE cross_validations SET status = 'running', reason = NULL, finished_ms = NULL WHERE id = :id`, { id });
}

export function findCrossValidation(db: Connection, id: number): CrossValidationRow | null {
  return db.get(row, `SELECT ${COLUMNS} WHERE id = :id`, { id });
}

/** All of them, newest first. */
export function listCrossValidationRows(db: Connection): CrossValidationRow[] {
  return db.all(row, `SELECT ${COLUMNS} ORDER BY id DESC`);
}

/** Keeps the shortcut audit that was made on the same folds. */
export function saveShortcuts(db: Connection, id: number, shortcuts: ShortcutAudit): void {
  db.run('UPDATE cross_validations SET shortcuts_json = :shortcuts WHERE id = :id', {
    id,
    shortcuts: JSON.stringify(shortcuts),
  });
}

const shortcutsRow = z.object({ shortcuts: json(shortcutAuditSchema).nullable() });

/** The shortcut audit on the same folds; null where there is none. */
export function shortcutsOfCrossValidation(db: Connection, id: number): ShortcutAudit | null {
  const found = db.get(shortcutsRow, 'SELECT shortcuts_json AS shortcuts FROM cross_validations WHERE id = :id', {
    id,
  });
  return found?.shortcuts ?? null;
}

/** Those that have not been ended. */
export function runningCrossValidationIds(db: Connection): number[] {
  return listCrossValidationRows(db)
    .filter(({ status }) => status === 'running')
    .map(({ id }) => id);
}

/** The slices by repeat, then by slice id. */
export function slicesOfCrossValidation(db: Connection, id: number): CrossValidationSlice[] {
  return db.all(
    sliceRow,
    `SELECT repeat, slice_id AS sliceId, group_key AS "group", fold, probability FROM cross_validation_slices
     WHERE cross_validation_id = :id ORDER BY repeat, slice_id`,
    { id },
  );
}

const choiceRow = z.object({ repeat: z.number().int(), fold: z.number().int(), recipe: z.number().int() });

/** Which recipe each fold chose; none where there was nothing to choose. */
export function choicesOfCrossValidation(db: Connection, id: number): FoldChoice[] {
  return db.all(
    choiceRow,
    `SELECT repeat, fold, recipe FROM cross_validation_choices WHERE cross_validation_id = :id ORDER BY repeat, fold`,
    { id },
  );
}
