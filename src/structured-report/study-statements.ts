import type { StudyFinding } from '../review/study-call.ts';
import { CONCEPTS } from './coded-concepts.ts';
import type { ReportStatement } from './measurement-report.ts';

const PRESENCE = { haemorrhage: CONCEPTS.present, none: CONCEPTS.absent, unsure: CONCEPTS.undetermined } as const;

/** A reader's call of a study: whether there is a haemorrhage, and each type of bleed with its side. */
export function studyStatements({ label, bleeds }: Pick<StudyFinding, 'label' | 'bleeds'>): ReportStatement[] {
  return [
    { concept: CONCEPTS.studyPresence, value: PRESENCE[label] },
    ...bleeds.map(({ type, side }) => ({ concept: CONCEPTS[type], value: CONCEPTS[side] })),
  ];
}
