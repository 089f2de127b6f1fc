import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { ComputeClient } from '../../main/compute/compute-client.ts';
import { exportDataset } from '../../main/services/export-dataset.ts';
import { exportReaders } from '../../main/services/export-readers.ts';
import { closeProject } from '../../main/services/open-project.ts';
import { openStudy } from '../../main/services/open-study.ts';
import type { ServiceContext } from '../../main/services/service-context.ts';
import { verifyAudit } from '../../main/services/verify-audit.ts';
import { auditHead, hasEntryWith } from '../../main/store/audit-log.ts';
import { backupsFolder, listBackups } from '../../main/store/backups.ts';
import { Connection } from '../../main/store/connection.ts';
import { MIGRATIONS } from '../../main/store/migrations.ts';
import { listSources } from '../../main/store/sources.ts';
import { type EveryRow, everyRow, lostRows, rowsOfFile } from '../support/every-row.ts';
import { checkExports } from './check-exports.ts';
import { checkProject, filesOfNoModel, soundDatabase } from './check-project.ts';
import { sha256OfFile } from './kept-rows.ts';
import { OLD_READS } from './old-project.ts';
import { openAsApp } from './open-as-app.ts';
import type { Kept, Line, Stage } from './trial-lines.ts';
import type { Landing, StageResult } from './trial-report.ts';

/** A project that is killed again and again. */
export interface Victim {
  readonly stage: Stage;
  readonly project: string;
  /** Where its exports go. */
  readonly out: string;
  kills: number;
  /** Entries in its log, as far as was acknowledged or seen. */
  entries: number;
  /** The layout of its database before the kill. */
  version: number;
  readonly acknowledged: Kept[];
  /** Of an old project that is to be migrated: all that it holds. */
  before?: EveryRow;
}

/**
 * Opens a project that was killed. A trainer outlives the process that was killed until its step is done: what it writes after an
 * opening, the next one clears.
 */
async function openOutlived({ project, stage }: Victim): Promise<ServiceContext> {
  for (let opening = 1; ; opening += 1) {
    const context = openAsApp(project);
    if (stage !== 'training' || opening === 5) return context;
    await wait(1000);
    if (filesOfNoModel(context).length === 0) return context;
    closeProject(context);
  }
}

/** Opens a project that was killed as the app does, counts where the kill landed, and says what is wrong with it. */
export async function lookAtVictim(
  victim: Victim,
  lines: readonly Line[],
  result: StageResult,
  compute: ComputeClient,
): Promise<string[]> {
  const layout = victim.stage === 'migration' ? versionOf(victim.project) : victim.version;
  let context: ServiceContext;
  try {
    context = await openOutlived(victim);
  } catch (error) {
    return [`The project does not open: ${error instanceof Error ? error.message : String(error)}`];
  }
  try {
    countLanding(context, victim, lines, result, layout);
    const wrong = context.store.readOnly ? ['The project opens for reading only.'] : [];
    if (victim.stage === 'migration') return [...wrong, ...(await checkMigrated(context, victim, lines, layout))];
    if (victim.stage === 'import') await completeStudies(context, compute);
    wrong.push(...(await checkProject(context, victim.acknowledged)));
    if (victim.stage === 'export') wrong.push(...(await checkOut(context, compute, victim, result)));
    victim.entries = auditHead(context.store.db).entries;
    return wrong;
  } finally {
    closeProject(context);
  }
}

function countLanding(
  context: ServiceContext,
  victim: Victim,
  lines: readonly Line[],
  result: StageResult,
  layout: number,
): void {
  const last = lines.at(-1);
  const written = layout > victim.version || auditHead(context.store.db).entries > victim.entries;
  const landing: Landing =
    last?.at === 'done'
      ? 'after an acknowledgement, before the next act'
      : written
        ? 'in an act, written but not acknowledged'
        : 'in an act, nothing of it written';
  result.landings[landing] += 1;
  const act = last && 'act' in last ? `${last.act}${last.at === 'late' ? ', later part' : ''}` : 'opening';
  result.acts[act] = (result.acts[act] ?? 0) + 1;
}

const versionRow = z.object({ user_version: z.number() });

export function versionOf(project: string): number {
  const db = new Connection(path.join(project, 'project.db'));
  const { user_version } = db.one(versionRow, 'PRAGMA user_version');
  db.close();
  return user_version;
}

/** An old layout whole or the new one whole, nothing in between; an acknowledged one is the new one; no row is lost. */
async function checkMigrated(
  context: ServiceContext,
  victim: Victim,
  lines: readonly Line[],
  layout: number,
): Promise<string[]> {
  const { db } = context.store;
  const wrong = soundDatabase(context);
  if (layout !== victim.version && layout !== MIGRATIONS.length) wrong.push(`The layout was left at ${layout}.`);
  if (lines.at(-1)?.at === 'done' && layout !== MIGRATIONS.length) wrong.push('An acknowledged migration is lost.');
  const { before = new Map() } = victim;
  wrong.push(...lostRows(before, everyRow(db)));
  const { user_version } = db.one(versionRow, 'PRAGMA user_version');
  if (user_version !== MIGRATIONS.length) wrong.push(`The project opened in layout ${user_version}.`);
  wrong.push(...checkBackup(victim, before));
  const chain = await verifyAudit(context);
  if (chain.kind !== 'whole' || chain.entries < OLD_READS) wrong.push('The chain is not whole after the migration.');
  return wrong;
}

/** Whoever brings a project up to date makes a backup of what it was first, which can be read. */
export function checkBackup({ project, version }: Pick<Victim, 'project' | 'version'>, before: EveryRow): string[] {
  const backups = listBackups(project).filter(({ reason, facts }) => reason === 'before-migration' && facts !== null);
  const backup = backups.find(({ facts }) => facts?.layout === version);
  if (!backup) return [`No readable backup tells of layout ${version}, from before the migration.`];
  const lost = lostRows(before, rowsOfFile(path.join(backupsFolder(project), backup.name)));
  return lost.map((sentence) => `The backup from before the migration: ${sentence}`);
}

/** The first part of a large study may stand without its entry until the folder is opened again. */
async function completeStudies(context: ServiceContext, compute: ComputeClient): Promise<void> {
  for (const { kind, pseudonym, root } of listSources(context.store.db)) {
    const told = { event: 'source-added', sourcePseudonym: pseudonym };
    if (kind === 'study' && !hasEntryWith(context.store.db, told)) {
      await openStudy(context, compute, { folder: root, reader: 'Ada' });
    }
  }
}

/** Exports that were acknowledged are there as they were; the others whole, or under no export's name; the next one cleans up. */
async function checkOut(
  context: ServiceContext,
  compute: ComputeClient,
  victim: Victim,
  result: StageResult,
): Promise<string[]> {
  const files = victim.acknowledged.flatMap((kept) => kept.files);
  const lost = files.filter((file) => !existsSync(file.path) || sha256OfFile(file.path) !== file.sha256);
  const wrong = lost.map((file) => `${file.path} was acknowledged and is lost.`);
  const { wrong: notWhole, leftovers } = await checkExports(context, victim.out);
  wrong.push(...notWhole);
  if (leftovers.length === 0) return wrong;
  result.leftUnfinished += 1;
  await exportDataset(context, compute, { datasetId: 1, folder: victim.out, images: 'link', reader: 'Ada' });
  // Readers' figures go into a folder that one chooses, and what lies unfinished there goes with the next ones.
  const folders = leftovers.map((place) => path.dirname(place)).filter((folder) => folder.endsWith('-readers'));
  for (const folder of new Set(folders.filter(existsSync))) {
    exportReaders(context, { folder, reads: 'last', reader: 'Ada' });
  }
  const { leftovers: still } = await checkExports(context, victim.out);
  return [...wrong, ...still.map((place) => `${place} is left over and was not cleared.`)];
}
