import { Save } from 'lucide-react';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import type { ListedStudy } from '../../src/contract/study-methods.ts';
import { BLEED_SIDES, BLEED_TYPES, type BleedSide, type BleedType } from '../../src/review/study-call.ts';
import { saveStudyCall } from '../actions/study-call.ts';
import { classNames } from '../class-names.ts';
import { useApp } from '../state/app-store.ts';
import { useReview } from '../state/review-store.ts';
import { draftOf, type StudyDraft, whyNotCall, withLabel, withSide, withToggledType } from '../state/study-draft.ts';
import { changeDraft, useStudies } from '../state/study-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { Button, Key } from '../ui/button.tsx';
import fieldStyles from '../ui/field.module.css';
import { Field, Segmented } from '../ui/field.tsx';
import { keepFocus } from '../ui/keep-focus.ts';
import { sideWords } from './side-words.ts';
import styles from './study-section.module.css';

const TYPE_WORDS: Readonly<Record<BleedType, string>> = {
  epidural: 'Epidural',
  subdural: 'Subdural',
  subarachnoid: 'Subarachnoid',
  intraparenchymal: 'Intraparenchymal',
  intraventricular: 'Intraventricular',
};
const SIDE_LETTERS: Readonly<Record<BleedSide, string>> = { left: 'L', right: 'R', both: 'B', midline: 'M' };
const CONFIDENCES = ['none', '1', '2', '3', '4', '5'] as const;

interface FormProps {
  readonly study: ListedStudy;
  readonly draft: StudyDraft;
}

function TypeRow({ study, draft, type, keyHint }: FormProps & { readonly type: BleedType; readonly keyHint: number }) {
  const chosen = draft.sides.has(type);
  const side = draft.sides.get(type) ?? null;
  return (
    <div className={styles.type}>
      <button
        type="button"
        className={classNames(styles.name, chosen && styles.chosen)}
        aria-pressed={chosen}
        onMouseDown={keepFocus}
        onClick={() => changeDraft(study, (before) => withToggledType(before, type))}
      >
        <Key>{keyHint}</Key>
        {TYPE_WORDS[type]}
      </button>
      <fieldset className={styles.sides} aria-label={`Side of ${type}`}>
        {BLEED_SIDES.map((one) => (
          <button
            key={one}
            type="button"
            className={classNames(styles.side, side === one && styles.chosen, chosen && side === null && styles.open)}
            aria-pressed={side === one}
            aria-label={`${TYPE_WORDS[type]}, ${one}`}
            title={`The patient's ${one === 'both' ? 'both sides' : one}`}
            onMouseDown={keepFocus}
            onClick={() => changeDraft(study, (before) => withSide(before, one, type))}
          >
            {SIDE_LETTERS[one]}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function Types({ study, draft }: FormProps) {
  const picture = useViewer((state) => state.picture);
  const view = useViewer(({ viewport }) => viewport?.view ?? null);
  const marks: ImageMetadata['orientationMarks'] = picture.kind === 'ready' ? picture.metadata.orientationMarks : null;
  return (
    <fieldset className={styles.types} aria-label="Types of bleed">
      {BLEED_TYPES.map((type, place) => (
        <TypeRow key={type} study={study} draft={draft} type={type} keyHint={place + 1} />
      ))}
      <p className={styles.fine}>{sideWords(marks, view)}</p>
    </fieldset>
  );
}

function Rest({ study, draft }: FormProps) {
  return (
    <>
      <div className={styles.confidence}>
        <span>Confidence</span>
        <Segmented
          label="Confidence in the study call, 1 a guess to 5 certain"
          value={String(draft.confidence ?? 'none') as (typeof CONFIDENCES)[number]}
          options={CONFIDENCES.map((value) => ({ value, word: value === 'none' ? '–' : value }))}
          onChange={(value) =>
            changeDraft(study, (before) => ({ ...before, confidence: value === 'none' ? null : Number(value) }))
          }
        />
      </div>
      <Field label="Note on the study (optional)">
        {(id) => (
          <textarea
            id={id}
            rows={1}
            maxLength={2000}
            className={fieldStyles.input}
            value={draft.note}
            onChange={(event) => changeDraft(study, (before) => ({ ...before, note: event.target.value }))}
          />
        )}
      </Field>
    </>
  );
}

/** The reader's call of the study. It is saved when they say so, as one act. */
export function StudyCallForm({
  study,
  predictionVisible,
}: {
  readonly study: ListedStudy;
  readonly predictionVisible: boolean;
}) {
  const kept = useStudies((state) => state.drafts.get(study.study));
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const saving = useReview((state) => state.saving.kind === 'saving');
  const draft = kept ?? draftOf(study.standing);
  const why = whyNotCall(draft, { readOnly, saving, standing: study.standing });
  return (
    <div className={styles.form}>
      <Segmented
        label="Study call"
        value={draft.label ?? 'open'}
        options={[
          { value: 'haemorrhage', word: 'Haemorrhage' },
          { value: 'none', word: 'None' },
          { value: 'unsure', word: 'Unsure' },
        ]}
        onChange={(label) => label !== 'open' && changeDraft(study, (before) => withLabel(before, label))}
      />
      {draft.label === 'haemorrhage' && <Types study={study} draft={draft} />}
      <Rest study={study} draft={draft} />
      <Button
        icon={Save}
        look={why === null ? 'primary' : 'plain'}
        keyHint="↵"
        disabled={why !== null}
        onClick={() => void saveStudyCall(study, predictionVisible)}
      >
        Save study call
      </Button>
      {kept !== undefined && why !== null && <p className={styles.fine}>{why}</p>}
    </div>
  );
}
