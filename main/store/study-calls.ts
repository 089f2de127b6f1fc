import { z } from 'zod';
import { groupBy } from '../../src/collections/group-by.ts';
import { studyCallSchema } from '../../src/contract/study-methods.ts';
import { type StudyLabel, standingCall } from '../../src/review/study-call.ts';
import type { Connection } from './connection.ts';
import { flag, json } from './row-types.ts';

const callRow = z.object({
  ...studyCallSchema.shape,
  bleeds: json(studyCallSchema.shape.bleeds),
  predictionSeen: flag,
});
/** A reader's act on a study as it is kept. A call's `kind` is `read`, the word of the transitions that undo it. */
export type StudyCallRow = z.output<typeof callRow>;

const COLUMNS = `id, study_pseudonym AS study, reader, CASE kind WHEN 'call' THEN 'read' ELSE kind END AS kind,
  target_call_id AS targetReadId, label, bleeds_json AS bleeds, confidence, note, prediction_seen AS predictionSeen,
  recorded_ms AS recordedMs, audit_sequence AS auditSequence FROM study_calls`;

/** Adds an act and returns its id. Acts are never changed or taken away. */
export function insertStudyCall(db: Connection, { bleeds, kind, ...call }: Omit<StudyCallRow, 'id'>): number {
  return db.run(
    `INSERT INTO study_calls (study_pseudonym, reader, kind, target_call_id, label, bleeds_json, confidence, note,
       prediction_seen, recorded_ms, audit_sequence)
     VALUES (:study, :reader, :kind, :targetReadId, :label, :bleeds, :confidence, :note, :predictionSeen, :recordedMs,
       :auditSequence)`,
    { ...call, kind: kind === 'read' ? 'call' : kind, bleeds: JSON.stringify(bleeds) },
  ).lastId;
}

/** A reader's act that an audit entry tells of. */
export function findStudyCallByEntry(db: Connection, reader: string, entry: number): StudyCallRow | null {
  return db.get(callRow, `SELECT ${COLUMNS} WHERE reader = :reader AND audit_sequence = :entry`, { reader, entry });
}

/** Every act of one reader on one study, in order. */
export function studyCallsOf(db: Connection, study: string, reader: string): StudyCallRow[] {
  return db.all(callRow, `SELECT ${COLUMNS} WHERE study_pseudonym = :study AND reader = :reader ORDER BY id`, {
    study,
    reader,
  });
}

/** A call that stands: what its reader says of the study now. */
export type StandingStudyCall = StudyCallRow & { readonly label: StudyLabel };

/** Every act by whomever on every study that has one, in order, by study. */
export function studyCallsByStudy(db: Connection): Map<string, StudyCallRow[]> {
  return groupBy(db.all(callRow, `SELECT ${COLUMNS} ORDER BY id`), ({ study }) => study);
}

/** What every reader says of every study now, by study and reader: one call each. */
export function standingStudyCalls(db: Connection): StandingStudyCall[] {
  const acts = db.all(callRow, `SELECT ${COLUMNS} ORDER BY study_pseudonym, reader, id`);
  const groups = groupBy(acts, ({ study, reader }) => JSON.stringify([study, reader]));
  return [...groups.values()].flatMap((group) => {
    const call = standingCall(group);
    return call?.label ? [{ ...call, label: call.label }] : [];
  });
}
