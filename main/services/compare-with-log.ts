import { z } from 'zod';
import { type AuditEntry, auditEntrySchema } from '../../src/audit/audit-entry.ts';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import { labelSchema } from '../../src/review/label.ts';
import type { SettledLabel } from '../../src/review/read-transition.ts';
import { settleSlice } from '../../src/review/settle-slice.ts';
import { auditEntries } from '../store/audit-log.ts';
import type { Connection } from '../store/connection.ts';
import { readsBySlice } from '../store/reads.ts';
import { flag } from '../store/row-types.ts';

/** A row of the database that is not what the log says. */
export interface RowFault {
  /** The entry that tells of it; null where none does. */
  readonly sequence: number | null;
  readonly words: string;
}

type Cells = Readonly<Record<string, unknown>>;
const row = z.record(z.string(), z.unknown());

/** A table whose rows have an entry each: how it is read, and what an entry says of its row. */
interface ActTable {
  readonly table: string;
  /** The entry's key for the row's id. */
  readonly key: string;
  /** The row's id, its entry and everything that is compared, by the names that `said` has. */
  readonly sql: string;
  said(entry: Cells): Cells;
}

const SLICE = 'slices.sha256 AS fileSha256, slices.frame';
const bit = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : (value ?? null));
const text = (value: unknown): string | null => (value === null || value === undefined ? null : canonicalJson(value));
const target = ({ targetReadId, targetCallId, targetActId }: Cells): unknown =>
  targetReadId ?? targetCallId ?? targetActId ?? null;

/** What an act is called in its table, by the entry's event. */
const KINDS: Readonly<Record<string, string>> = {
  ...{ read: 'read', 'repeat-read': 'read', adjudication: 'read', 'read-undone': 'undo', 'read-redone': 'redo' },
  ...{ 'study-called': 'call', 'study-call-undone': 'undo', 'study-call-redone': 'redo' },
  ...{ 'mark-added': 'added', 'mark-changed': 'changed', 'mark-removed': 'removed' },
  ...{ 'mark-undone': 'undo', 'mark-redone': 'redo' },
};
const PURPOSES: Readonly<Record<string, string>> = { 'repeat-read': 'repeat', adjudication: 'adjudication' };

const ACT_TABLES: readonly ActTable[] = [
  {
    table: 'reads',
    key: 'readId',
    sql: `SELECT reads.id, audit_sequence AS entry, ${SLICE}, reader, kind, target_read_id AS target, label_before AS labelBefore,
       label_after AS labelAfter, reason, confidence, agrees_with_model AS agreesWithModel, prediction_seen AS predictionSeen,
       decided_after_ms AS decidedAfterMs, presentation_id AS presentationId, batch_id AS batch, purpose,
       repeated_read_id AS repeatedReadId
     FROM reads JOIN slices ON slices.id = reads.slice_id LEFT JOIN read_purposes ON read_purposes.read_id = reads.id ORDER BY reads.id`,
    said: (entry) => ({
      ...{ fileSha256: entry.fileSha256, frame: entry.frame, reader: entry.reader, kind: KINDS[String(entry.event)] },
      ...{ target: target(entry), labelBefore: entry.labelBefore, labelAfter: entry.labelAfter, reason: entry.reason },
      ...{ confidence: entry.confidence, agreesWithModel: bit(entry.agreesWithModel) },
      ...{ predictionSeen: bit(entry.predictionSeen), decidedAfterMs: entry.decidedAfterMs },
      ...{ presentationId: entry.presentationId, batch: entry.batch ?? null },
      ...{ purpose: PURPOSES[String(entry.event)] ?? null, repeatedReadId: entry.repeatedReadId ?? null },
    }),
  },
  {
    table: 'study_calls',
    key: 'callId',
    sql: `SELECT id, audit_sequence AS entry, study_pseudonym AS study, reader, kind, target_call_id AS target, label, bleeds_json AS bleeds,
       confidence, note, prediction_seen AS predictionSeen FROM study_calls ORDER BY id`,
    said: (entry) => ({
      ...{ study: entry.studyPseudonym, reader: entry.reader, kind: KINDS[String(entry.event)], target: target(entry) },
      ...{ label: entry.labelAfter, bleeds: text(entry.bleeds), confidence: entry.confidence, note: entry.reason },
      predictionSeen: bit(entry.predictionSeen),
    }),
  },
  {
    table: 'mark_acts',
    key: 'markActId',
    sql: `SELECT mark_acts.id, audit_sequence AS entry, ${SLICE}, reader, kind, coalesce(added_act_id, mark_acts.id) AS markId,
       target_act_id AS target, shape_json AS shape, figures_json AS figures
     FROM mark_acts JOIN slices ON slices.id = mark_acts.slice_id ORDER BY mark_acts.id`,
    said: (entry) => {
      const step = 'targetActId' in entry;
      return {
        ...{ fileSha256: entry.fileSha256, frame: entry.frame, reader: entry.reader, kind: KINDS[String(entry.event)] },
        ...{ markId: entry.markId, target: target(entry) },
        // The row of an undo or redo holds no shape: its entry tells what stands then.
        ...{ shape: step ? null : text(entry.shape), figures: step ? null : text(entry.figures) },
      };
    },
  },
];

/**
 * Compares the rows that the log tells of one by one with what it says of them: reads, study calls, marks, and the label that each
 * slice has now. Docs/audit.md says what is compared and what is not. The chain itself is not looked at.
 */
export function compareWithLog(db: Connection): RowFault[] {
  const entries: AuditEntry[] = [];
  const unknown: RowFault[] = [];
  for (const [index, { entryJson }] of auditEntries(db).entries()) {
    const parsed = auditEntrySchema.safeParse(JSON.parse(entryJson));
    if (parsed.success) entries.push(parsed.data);
    else
      unknown.push({ sequence: index + 1, words: `entry ${index + 1} is of a kind that this version does not know` });
  }
  return [...unknown, ...ACT_TABLES.flatMap((table) => actFaults(db, table, entries)), ...labelFaults(db, entries)];
}

function actFaults(db: Connection, { table, key, sql, said }: ActTable, entries: readonly AuditEntry[]): RowFault[] {
  const rows = new Map(db.all(row, sql).map((cells) => [cells.id, cells]));
  const faults: RowFault[] = [];
  for (const entry of entries as readonly (AuditEntry & Cells)[]) {
    if (!(key in entry)) continue;
    const { sequence } = entry;
    const id = entry[key];
    const cells = rows.get(id);
    rows.delete(id);
    if (!cells) {
      faults.push({ sequence, words: `entry ${sequence} tells of row ${id} of ${table}, which is not there` });
      continue;
    }
    const expected: Cells = { entry: sequence, ...said(entry) };
    const apart = Object.keys(expected).filter((name) => cellOf(cells, name) !== expected[name]);
    if (apart.length > 0) {
      const words = `row ${id} of ${table} is not what entry ${sequence} says: ${apart.join(', ')}`;
      faults.push({ sequence, words });
    }
  }
  for (const id of rows.keys()) faults.push({ sequence: null, words: `no entry tells of row ${id} of ${table}` });
  return faults;
}

const JSON_CELLS = new Set(['bleeds', 'shape', 'figures']);

/** A cell; of JSON what it says, however it is written. */
function cellOf(cells: Cells, name: string): unknown {
  const cell = cells[name];
  if (typeof cell !== 'string' || !JSON_CELLS.has(name)) return cell;
  try {
    return canonicalJson(JSON.parse(cell));
  } catch {
    return cell;
  }
}

const labelRow = z.object({
  id: z.number(),
  fileSha256: z.string(),
  frame: z.number(),
  study: z.string(),
  source: labelSchema.nullable(),
  /** The set that the source's label came with. */
  labelledBy: z.string().nullable(),
  /** Whether the slice lies in a labelled set that is older than that one. */
  inOlderSet: flag,
  label: labelSchema.nullable(),
  origin: z.enum(['source', 'read']).nullable(),
  readId: z.number().nullable(),
});

/**
 * Labels that come with the data from a manifest alone, and are kept as what stands and in no other place. A label that comes with
 * the slice later, with another set or with the same one when it is imported again, leaves them as they stand.
 */
const SET_ASIDE: ReadonlySet<unknown> = new Set(['unsure', 'excluded']);
const originOf = ({ label, readId }: SettledLabel) => (label === null ? null : readId === null ? 'source' : 'read');

/**
 * The label of every slice is what its reads settle on, else the one that came with the data: after the reads too, which it leaves as
 * they stand. A purged study has lost both.
 */
function labelFaults(db: Connection, entries: readonly AuditEntry[]): RowFault[] {
  const purged = new Set(entries.flatMap((entry) => (entry.event === 'study-purged' ? [entry.studyPseudonym] : [])));
  const changed = new Set(
    entries.flatMap((entry) => (entry.event === 'source-changed' ? [entry.sourcePseudonym] : [])),
  );
  const acts = readsBySlice(db);
  const slices = db.all(
    labelRow,
    `SELECT slices.id, slices.sha256 AS fileSha256, slices.frame, slices.study_pseudonym AS study, source_labels.label AS source,
       labelling.pseudonym AS labelledBy, EXISTS (SELECT 1 FROM source_slices JOIN sources ON sources.id = source_slices.source_id
         WHERE source_slices.slice_id = slices.id AND sources.kind = 'labelled-set' AND sources.id < labelling.id) AS inOlderSet,
       current_labels.label, current_labels.origin, current_labels.read_id AS readId
     FROM slices LEFT JOIN source_labels ON source_labels.slice_id = slices.id
     LEFT JOIN sources AS labelling ON labelling.id = source_labels.source_id
     LEFT JOIN current_labels ON current_labels.slice_id = slices.id ORDER BY slices.id`,
  );
  return slices.flatMap(({ id, fileSha256, frame, study, source, labelledBy, inOlderSet, label, origin, readId }) => {
    if (purged.has(study)) return [];
    const own = acts.get(id) ?? [];
    const settled = settleSlice(source, own);
    const from = originOf(settled);
    const stands = (other: SettledLabel): boolean =>
      other.label === label && originOf(other) === origin && other.readId === readId;
    if (stands(settled) || (origin === 'read' && stands(settleSlice(null, own)))) return [];
    const labelMayBeLater = labelledBy === null || inOlderSet || changed.has(labelledBy);
    if (own.length === 0 && origin === 'source' && SET_ASIDE.has(label) && labelMayBeLater) return [];
    const sequence = own.at(-1)?.auditSequence ?? null;
    const because = sequence === null ? 'nobody read it' : `its last act is entry ${sequence}`;
    const words =
      `slice ${fileSha256.slice(0, 8)}/${frame} is labelled ${label ?? 'nothing'} (${origin ?? 'no origin'}, read ${readId ?? 'none'}), ` +
      `where it should be ${settled.label ?? 'nothing'} (${from ?? 'no origin'}, read ${settled.readId ?? 'none'}): ${because}`;
    return [{ sequence, words }];
  });
}

/** Faults as one text, the first few of them. */
export function faultWords(faults: readonly RowFault[], most = 5): string {
  const rest = faults.length - most;
  const shown = faults.slice(0, most).map(({ words }) => words);
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}
