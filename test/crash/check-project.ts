import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readWeightsFile } from '../../main/compute/tensorflow/weights-file.ts';
import type { ServiceContext } from '../../main/services/service-context.ts';
import { verifyAudit } from '../../main/services/verify-audit.ts';
import { auditEntries, sha256OfText } from '../../main/store/audit-log.ts';
import { listDatasetVersions } from '../../main/store/dataset-versions.ts';
import { listModelRows } from '../../main/store/models.ts';
import { readsOfSlice } from '../../main/store/reads.ts';
import { countRow } from '../../main/store/row-types.ts';
import { findRun, runningRunIds } from '../../main/store/training-runs.ts';
import { type AuditEntry, auditEntrySchema } from '../../src/audit/audit-entry.ts';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import { settleSlice } from '../../src/review/settle-slice.ts';
import { keptRow } from './kept-rows.ts';
import type { Kept } from './trial-lines.ts';

/** What is wrong with a project after a kill, in sentences; nothing where it is whole. */
export async function checkProject(context: ServiceContext, acknowledged: readonly Kept[]): Promise<string[]> {
  const { db } = context.store;
  const links = auditEntries(db);
  const entries = links.map(({ entryJson }) => auditEntrySchema.parse(JSON.parse(entryJson)));
  const hashes = new Map(links.map(({ sequence, hash }) => [sequence, hash]));
  const chain = await verifyAudit(context);
  return [
    ...(chain.kind === 'whole' ? [] : [`The chain breaks at entry ${chain.sequence}: ${chain.why}`]),
    ...soundDatabase(context),
    ...acknowledged.flatMap(({ head, rows }) => [
      ...(hashes.get(head.entries) === head.headHash
        ? []
        : [`Audit entry ${head.entries} was acknowledged and is lost.`]),
      ...rows.flatMap((row) =>
        keptRow(db, row.table, row.id)?.sha256 === row.sha256
          ? []
          : [`${row.table} ${row.id} was acknowledged and is lost.`],
      ),
    ]),
    ...actsAndEntries(context, entries),
    ...labelsAsSettled(context),
    ...wholeVersions(context, entries),
    ...(await wholeModels(context, entries)),
  ];
}

export function soundDatabase({ store: { db } }: ServiceContext): string[] {
  const found = db.all(z.object({ integrity_check: z.string() }), 'PRAGMA integrity_check');
  const keys = db.all(z.unknown(), 'PRAGMA foreign_key_check');
  return [
    ...found.flatMap(({ integrity_check }) => (integrity_check === 'ok' ? [] : [`SQLite: ${integrity_check}`])),
    ...(keys.length === 0 ? [] : [`${keys.length} rows name rows that are not there.`]),
  ];
}

const actRow = z.object({ id: z.number(), audit_sequence: z.number() });

/** The tables whose rows have an entry each, by what the entry calls the row's id. */
const ACT_TABLES = { reads: 'readId', mark_acts: 'markActId', study_calls: 'callId' } as const;

/** Every act has its entry and every entry its act; every source and promotion is in the log. */
function actsAndEntries({ store: { db } }: ServiceContext, entries: readonly AuditEntry[]): string[] {
  const wrong = Object.entries(ACT_TABLES).flatMap(([table, key]) => {
    const told = new Map(entries.flatMap((entry) => (key in entry ? [[entry.sequence, entry[key as never]]] : [])));
    const acts = db.all(actRow, `SELECT id, audit_sequence FROM ${table}`);
    const apart = acts.filter((act) => told.get(act.audit_sequence) !== act.id);
    return [
      ...apart.map(({ id }) => `${table} ${id} has no audit entry.`),
      ...(acts.length === told.size ? [] : [`${acts.length} ${table}, and ${told.size} entries of them.`]),
    ];
  });
  const { n: promotions } = db.one(countRow, 'SELECT count(*) AS n FROM promotions');
  const promoted = entries.filter(({ event }) => event === 'model-promoted').length;
  if (promotions !== promoted) wrong.push(`${promotions} promotions, and ${promoted} entries of them.`);
  return [...wrong, ...wholeSources(db, entries)];
}

const sourceRow = z.object({ pseudonym: z.string(), kind: z.string(), slices: z.number(), labelled: z.number() });

/** A source has the slices and labels that its entry counts. The first part of a large study may stand without its entry. */
function wholeSources(db: ServiceContext['store']['db'], entries: readonly AuditEntry[]): string[] {
  const sources = db.all(
    sourceRow,
    `SELECT pseudonym, kind, (SELECT count(*) FROM source_slices WHERE source_id = sources.id) AS slices,
       (SELECT count(*) FROM source_labels WHERE source_id = sources.id) AS labelled FROM sources`,
  );
  return sources.flatMap((source) => {
    const entry = entries.find((each) => each.event === 'source-added' && each.sourcePseudonym === source.pseudonym);
    if (entry?.event !== 'source-added') return source.kind === 'study' ? [] : ['A labelled set has no audit entry.'];
    const whole = entry.slices === source.slices && entry.labelled === source.labelled;
    return whole ? [] : [`A source has ${source.slices} slices, and its entry says ${entry.slices}.`];
  });
}

const labelRow = z.object({ id: z.number(), source: z.string().nullable(), label: z.string().nullable() });

/** The label of every slice that was read is what all acts on the disk settle on. */
function labelsAsSettled({ store: { db } }: ServiceContext): string[] {
  const slices = db.all(
    labelRow,
    `SELECT slices.id, source_labels.label AS source, current_labels.label FROM slices
     LEFT JOIN source_labels ON source_labels.slice_id = slices.id
     LEFT JOIN current_labels ON current_labels.slice_id = slices.id
     WHERE slices.id IN (SELECT slice_id FROM reads)`,
  );
  return slices.flatMap(({ id, source, label }) => {
    const settled = settleSlice(source as 'none' | null, readsOfSlice(db, id)).label;
    return settled === label ? [] : [`Slice ${id} is labelled ${label}, and its reads say ${settled}.`];
  });
}

/** Every version is what its hash says, and in the log under it. */
function wholeVersions({ store: { db } }: ServiceContext, entries: readonly AuditEntry[]): string[] {
  const frozen = entries.filter((entry) => entry.event === 'dataset-frozen');
  const versions = listDatasetVersions(db);
  const wrong = versions.flatMap(({ name, manifest, manifestSha256 }) => {
    const whole = sha256OfText(canonicalJson(manifest.content)) === manifestSha256;
    const told = frozen.some((entry) => entry.datasetVersion === name && entry.manifestSha256 === manifestSha256);
    return whole && told ? [] : [`Data set version ${name} is not what the log and its hash say.`];
  });
  return versions.length === frozen.length
    ? wrong
    : [...wrong, `${versions.length} data set versions, and ${frozen.length} entries of them.`];
}

/** Every model can be read and is the one that the log names; no run is left running; the folder holds models alone. */
async function wholeModels(context: ServiceContext, entries: readonly AuditEntry[]): Promise<string[]> {
  const { db, folder } = context.store;
  const models = listModelRows(db);
  const wrong = runningRunIds(db).map((id) => `Run ${id} still counts as running.`);
  for (const { name, runId, weightsFile, weightsSha256 } of models) {
    const run = findRun(db, runId);
    const told = entries.some((entry) => entry.event === 'training-ended' && entry.weightsSha256 === weightsSha256);
    if (!run || !told) wrong.push(`Model ${name} has no run or no audit entry.`);
    else {
      await readWeightsFile(path.join(folder, weightsFile), weightsSha256, run.architecture).catch((error: Error) =>
        wrong.push(`Model ${name}: ${error.message}`),
      );
    }
  }
  return [...wrong, ...filesOfNoModel(context).map((name) => `models/${name} is of no model.`)];
}

/** What lies in the models' folder beside the weights of the models. */
export function filesOfNoModel({ store: { db, modelsFolder } }: ServiceContext): string[] {
  const known = new Set(listModelRows(db).map(({ weightsFile }) => path.basename(weightsFile)));
  return existsSync(modelsFolder) ? readdirSync(modelsFolder).filter((name) => !known.has(name)) : [];
}
