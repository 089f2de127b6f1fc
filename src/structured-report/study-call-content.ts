import type { StudyFinding } from '../review/study-call.ts';
import { CONCEPTS } from './coded-concepts.ts';
import type { ReportStudyCall } from './measurement-report.ts';

const PRESENCE = { haemorrhage: CONCEPTS.present, none: CONCEPTS.absent, unsure: CONCEPTS.undetermined } as const;

/** A reader's call of a study for a report: whether there is a haemorrhage, each type of bleed with its side, and how it was made. */
export function studyCallContent(call: StudyFinding & { readonly predictionSeen: boolean }): ReportStudyCall {
  const { label, bleeds, confidence, note, predictionSeen } = call;
  const statements = [
    { concept: CONCEPTS.studyPresence, value: PRESENCE[label] },
    ...bleeds.map(({ type, side }) => ({ concept: CONCEPTS[type], value: CONCEPTS[side] })),
  ];
  return { statements, confidence, note, aiSeen: predictionSeen };
}
