import { create } from 'zustand';
import type { MethodOutput } from '../../src/contract/contract.ts';
import type { ListedStudy, StudyCall } from '../../src/contract/study-methods.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from './app-store.ts';
import type { Loadable } from './loadable.ts';
import { draftOf, type StudyDraft } from './study-draft.ts';

type Studies = MethodOutput<'study.list'>;

interface StudyState {
  readonly sourceId: number | null;
  readonly studies: Loadable<Studies>;
  /** Calls being put together, by study: looking at another study loses nothing. */
  readonly drafts: ReadonlyMap<string, StudyDraft>;
}

export const useStudies = create<StudyState>()(() => ({
  sourceId: null,
  studies: { kind: 'idle' },
  drafts: new Map(),
}));

/** Forgets everything, e.g. because another reader reads now. */
export function clearStudies(): void {
  useStudies.setState({ sourceId: null, studies: { kind: 'idle' }, drafts: new Map() });
}

/**
 * Reads the studies of a source, once `first` has settled; what is shown of the same source stays until the answer is there, that of
 * another goes at once.
 */
export async function loadStudies(sourceId: number, first: Promise<void> = Promise.resolve()): Promise<void> {
  const here = sameOpening();
  const same = useStudies.getState().sourceId === sourceId;
  if (!same) useStudies.setState({ sourceId, studies: { kind: 'loading' } });
  const current = (): boolean => here() && useStudies.getState().sourceId === sourceId;
  await first;
  if (!current()) return;
  try {
    const value = await call('study.list', { sourceId });
    if (current()) useStudies.setState({ studies: { kind: 'ready', value } });
  } catch (error) {
    if (current()) useStudies.setState({ studies: { kind: 'failed', message: messageOf(error) } });
  }
}

/** The study that a series of the shown source belongs to. */
export function studyOfSeries(studies: Loadable<Studies>, seriesIndex: number | undefined): ListedStudy | null {
  if (studies.kind !== 'ready' || seriesIndex === undefined) return null;
  return studies.value.studies.find(({ series }) => series.includes(seriesIndex)) ?? null;
}

/** Changes the call that is being put together for a study. */
export function changeDraft(study: ListedStudy, change: (draft: StudyDraft) => StudyDraft): void {
  useStudies.setState(({ drafts }) => ({
    drafts: new Map(drafts).set(study.study, change(drafts.get(study.study) ?? draftOf(study.standing))),
  }));
}

/** Takes what stands for the reader now; what was being put together for that study is said, or overtaken. */
export function takeStanding(key: string, standing: StudyCall | null): void {
  useStudies.setState(({ studies, drafts }) => {
    const left = new Map(drafts);
    left.delete(key);
    if (studies.kind !== 'ready') return { drafts: left };
    const next = studies.value.studies.map((study) => (study.study === key ? { ...study, standing } : study));
    return { drafts: left, studies: { kind: 'ready', value: { ...studies.value, studies: next } } };
  });
}
