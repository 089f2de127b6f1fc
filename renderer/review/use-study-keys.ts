import { type RefObject, useEffect } from 'react';
import type { ListedStudy } from '../../src/contract/study-methods.ts';
import { saveStudyCall } from '../actions/study-call.ts';
import { isTyping } from '../keys/key-rules.ts';
import { withLabel, withSide, withToggledType } from '../state/study-draft.ts';
import { changeDraft } from '../state/study-store.ts';
import { leaveField } from '../ui/keep-focus.ts';
import { type StudyKey, staysInSection, studyKey } from './study-keys.ts';

function obey(key: StudyKey, study: ListedStudy, predictionVisible: boolean): void {
  switch (key.kind) {
    case 'label':
      changeDraft(study, (draft) => withLabel(draft, key.label));
      break;
    case 'type':
      changeDraft(study, (draft) => withToggledType(draft, key.type));
      break;
    case 'side':
      changeDraft(study, (draft) => withSide(draft, key.side));
      break;
    case 'save':
      void saveStudyCall(study, predictionVisible);
      break;
    case 'leave':
      leaveField();
  }
}

/** What was focused when a key was pressed, as far as it has a use of its own for that key. */
function wantsItself(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const type = target instanceof HTMLInputElement ? target.type : '';
  if (isTyping({ tag: target.tagName, type, editable: target.isContentEditable })) return true;
  return key === 'Enter' && ['BUTTON', 'SUMMARY'].includes(target.tagName);
}

/** While the study section has the focus, its letters and digits are its own and reach nothing behind it. */
export function useStudyKeys(
  section: RefObject<HTMLElement | null>,
  study: ListedStudy | null,
  predictionVisible: boolean,
): void {
  useEffect(() => {
    const element = section.current;
    if (!element || !study || study.whyNot !== null) return undefined;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || wantsItself(event.target, event.key)) return;
      const key = studyKey(event.key);
      if (key === null && !staysInSection(event.key)) return;
      event.stopPropagation();
      if (key === null || event.repeat) return;
      event.preventDefault();
      obey(key, study, predictionVisible);
      // Types make the form longer: what comes next is kept in sight of who types.
      if (key.kind !== 'leave') requestAnimationFrame(() => element.scrollIntoView({ block: 'start' }));
    };
    element.addEventListener('keydown', press);
    return () => element.removeEventListener('keydown', press);
  }, [section, study, predictionVisible]);
}
