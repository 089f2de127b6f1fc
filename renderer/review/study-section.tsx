import { TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { WorklistItem } from '../../src/contract/review-methods.ts';
import type { ListedStudy } from '../../src/contract/study-methods.ts';
import { studyContradiction } from '../../src/review/study-call.ts';
import { selectedPictureHere } from '../actions/picture-here.ts';
import { STUDY_SECTION_ID } from '../actions/study-call.ts';
import { classNames } from '../class-names.ts';
import { useApp } from '../state/app-store.ts';
import { mayShow } from '../state/blind.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { mayShowAll } from '../state/series-view.ts';
import { loadStudies, studyOfSeries, useStudies } from '../state/study-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { Key } from '../ui/button.tsx';
import { LabelMark } from '../ui/label-mark.tsx';
import { studyCallWord, timeWord } from '../words.ts';
import panel from './finding-panel.module.css';
import { StudyCallForm } from './study-call-form.tsx';
import { StudyFacts } from './study-facts.tsx';
import styles from './study-section.module.css';
import { useStudyKeys } from './use-study-keys.ts';

/** The study of the slice on the screen with its slices, as far as the list has them. */
function useStudy(): { readonly study: ListedStudy | null; readonly slices: readonly WorklistItem[] } {
  const sourceId = useWorklist((state) => state.sourceId);
  const worklist = useWorklist((state) => state.worklist);
  const items = useWorklist((state) => state.items);
  const seriesIndex = useWorklist(({ selectedId, items: all }) =>
    selectedId === null ? undefined : all.get(selectedId)?.seriesIndex,
  );
  const studies = useStudies((state) => state.studies);
  const reader = usePreferences((state) => state.readerName);
  const model = useApp((state) => state.project?.currentModel?.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again whenever the list, the reader or the model is another
  useEffect(() => {
    // Of thousands of slices main looks for as long as their first picture takes.
    if (sourceId !== null && worklist.kind === 'ready') void loadStudies(sourceId, selectedPictureHere());
  }, [sourceId, worklist, reader, model]);
  const study = studyOfSeries(studies, seriesIndex);
  const series = study?.series;
  const slices = useMemo(
    () => (series ? [...items.values()].filter((item) => series.includes(item.seriesIndex)) : []),
    [items, series],
  );
  return { study, slices };
}

function Standing({ study, slices }: { readonly study: ListedStudy; readonly slices: readonly WorklistItem[] }) {
  const numbers = useWorklist((state) => state.numbers);
  const { standing } = study;
  if (standing?.label == null) return <p className={panel.quiet}>You have not called this study yet.</p>;
  const labels = slices.map((item) => {
    const known = item.read && mayShow(item);
    return { sliceId: item.sliceId, label: known ? item.currentLabel : null };
  });
  const against = studyContradiction(standing.label, labels);
  return (
    <>
      <p className={styles.standing} data-testid="study-standing">
        <LabelMark label={standing.label} />
        <span>
          {studyCallWord(standing)}
          <small>
            {standing.reader}, {timeWord(standing.recordedMs)}, no. {standing.auditSequence}
          </small>
        </span>
      </p>
      {against && (
        <p className={styles.against} role="status" aria-label="Contradiction">
          <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
          <span>
            {against.kind === 'none-with-haemorrhage'
              ? `The study is called without haemorrhage, but ${againstWords(against.sliceIds, numbers)}.`
              : 'The study is called haemorrhage, but every slice of it is read as no haemorrhage.'}{' '}
            Nothing is changed: one of the two may be wrong.
          </span>
        </p>
      )}
    </>
  );
}

function againstWords(ids: readonly number[], numbers: ReadonlyMap<number, { readonly number: number }>): string {
  const named = ids.slice(0, 3).map((id) => numbers.get(id)?.number ?? '?');
  const more = ids.length > named.length ? ` and ${ids.length - named.length} more` : '';
  return ids.length === 1
    ? `slice ${named[0]} is read as haemorrhage`
    : `slices ${named.join(', ')}${more} are read as haemorrhage`;
}

/** What the model and the reader say of the whole study, beside what they say of the slice. */
export function StudySection() {
  const { study, slices } = useStudy();
  const failed = useStudies(({ studies }) => (studies.kind === 'failed' ? studies.message : null));
  const shown = useMemo(() => mayShowAll(slices), [slices]);
  const predictionVisible = shown && slices.some(({ prediction }) => prediction !== null);
  const section = useRef<HTMLElement>(null);
  useStudyKeys(section, study, predictionVisible);
  if (!study) return failed === null ? null : <p className={panel.none}>The study could not be read: {failed}</p>;
  return (
    <section
      ref={section}
      className={classNames(panel.section, styles.section)}
      aria-label="Study"
      id={STUDY_SECTION_ID}
      tabIndex={-1}
    >
      <h2 className={panel.heading}>
        Study
        <span className={styles.hint}>
          <Key>Shift</Key> <Key>S</Key>
        </span>
      </h2>
      {study.whyNot === null ? (
        <>
          <StudyFacts slices={slices} shown={shown} />
          <Standing study={study} slices={slices} />
          <StudyCallForm study={study} predictionVisible={predictionVisible} />
        </>
      ) : (
        <p className={panel.quiet}>{study.whyNot}</p>
      )}
    </section>
  );
}
