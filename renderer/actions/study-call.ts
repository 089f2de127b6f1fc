import type { ListedStudy, StudyOutcome } from '../../src/contract/study-methods.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useReview } from '../state/review-store.ts';
import { bleedsOf, draftOf, whyNotCall } from '../state/study-draft.ts';
import { takeStanding, useStudies } from '../state/study-store.ts';
import { say } from '../state/toast-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { studyCallWord } from '../words.ts';

/** The section of the finding panel that takes the call. */
export const STUDY_SECTION_ID = 'study-call';

/** Goes to the study section, so that its keys are its own. */
export function openStudyCall(): void {
  const section = document.getElementById(STUDY_SECTION_ID);
  if (!section) say('info', 'No study is on the screen.');
  section?.focus({ preventScroll: true });
  section?.scrollIntoView({ block: 'start' });
}

/** Puts what an act on a study came to on the screen. */
export function takeStudyOutcome({ call: act, standing, canUndo, canRedo }: StudyOutcome, done: string): void {
  takeStanding(act.study, standing);
  const sliceId = useWorklist.getState().selectedId ?? 0;
  const text = `${done}study: ${studyCallWord(standing)}`;
  useReview.setState({
    canUndo,
    canRedo,
    saving: { kind: 'saved', sliceId, text, auditSequence: act.auditSequence },
  });
}

/** Records the study call that was put together; says saved only after main committed it. */
export async function saveStudyCall(study: ListedStudy, predictionVisible: boolean): Promise<void> {
  if (usePreferences.getState().readerName.trim() === '') return openDialog({ kind: 'sign-in' });
  const draft = useStudies.getState().drafts.get(study.study) ?? draftOf(study.standing);
  const { saving } = useReview.getState();
  const readOnly = useApp.getState().project?.readOnly ?? true;
  const why = whyNotCall(draft, { readOnly, saving: saving.kind === 'saving', standing: study.standing });
  if (why !== null || draft.label === null) return say('info', why ?? '');
  const sliceId = useWorklist.getState().selectedId ?? 0;
  useReview.setState({ saving: { kind: 'saving', sliceId } });
  try {
    const { label, confidence } = draft;
    const note = draft.note.trim() || null;
    const said = { study: study.study, label, bleeds: bleedsOf(draft), confidence, note, predictionVisible };
    takeStudyOutcome(await call('study.call', said), '');
  } catch (error) {
    useReview.setState({ saving: { kind: 'failed', sliceId, message: messageOf(error) } });
  }
}
