import { CheckCheck } from 'lucide-react';
import { recordRead, setReader } from '../actions/reading.ts';
import { classNames } from '../class-names.ts';
import { useKeyHint } from '../keys/use-key-hint.ts';
import { useApp } from '../state/app-store.ts';
import { mayShowLabels } from '../state/blind.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { draftReason, useReview } from '../state/review-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { Button } from '../ui/button.tsx';
import fieldStyles from '../ui/field.module.css';
import { Checkbox, Field, TextField } from '../ui/field.tsx';
import { LabelMark } from '../ui/label-mark.tsx';
import { labelWord } from '../words.ts';
import { Confidence } from './confidence.tsx';
import styles from './finding-panel.module.css';

const LABELS = [
  { intent: 'haemorrhage', word: 'Haemorrhage' },
  { intent: 'none', word: 'No haemorrhage' },
  { intent: 'unsure', word: 'Unsure' },
  { intent: 'excluded', word: 'Exclude' },
] as const;

function Standing() {
  const { items, selectedId } = useWorklist();
  const presentation = useReview((state) => state.presentation);
  const item = selectedId === null ? undefined : items.get(selectedId);
  if (!item) return null;
  const read = presentation.kind === 'shown' && presentation.history.length > 0;
  if (!mayShowLabels(item)) {
    const when = read ? 'once you go on (Space).' : 'after your read.';
    return <p className={styles.wait}>Labels are shown {when}</p>;
  }
  return (
    <dl className={styles.standing}>
      <dt>Label now</dt>
      <dd data-testid="current-label">
        <LabelMark label={item.currentLabel} named />
      </dd>
      {item.sourceLabel !== null && (
        <>
          <dt>From source</dt>
          <dd>{labelWord(item.sourceLabel)}</dd>
        </>
      )}
    </dl>
  );
}

interface LabelButtonProps {
  readonly intent: (typeof LABELS)[number]['intent'];
  readonly word: string;
  /** Whether the label is given and waits for its confidence. */
  readonly waiting: boolean;
  readonly disabled: boolean;
}

function LabelButton({ intent, word, waiting, disabled }: LabelButtonProps) {
  const keyHint = useKeyHint(intent);
  return (
    <Button
      size="l"
      keyHint={keyHint}
      aria-pressed={waiting}
      className={classNames(styles.label, (intent === 'haemorrhage' || intent === 'none') && styles.wide)}
      disabled={disabled}
      onClick={() => void recordRead(intent)}
    >
      <LabelMark label={intent} />
      <span className={styles.word}>{word}</span>
    </Button>
  );
}

function LabelButtons() {
  const presentation = useReview((state) => state.presentation);
  const agreeKey = useKeyHint('agree');
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const draft = useReview((state) => state.draft);
  const shown = presentation.kind === 'shown' ? presentation : null;
  const waiting = draft !== null && draft.sliceId === shown?.sliceId ? draft.intent : null;
  const agreeable = shown?.revealed === true && shown.prediction !== null && !shown.prediction.cannotTell;
  return (
    <fieldset className={styles.labels} aria-label="Your read">
      <Button
        size="l"
        look={agreeable && shown?.arm === 'open' ? 'primary' : 'plain'}
        icon={CheckCheck}
        keyHint={agreeKey}
        className={classNames(styles.label, styles.wide)}
        disabled={!agreeable || readOnly}
        onClick={() => void recordRead('agree')}
      >
        <span className="spoken-only">Agree with the model</span>
        <span className={styles.word} aria-hidden>
          {agreeable && shown?.prediction ? `Agree: ${labelWord(shown.prediction.call).toLowerCase()}` : 'Agree'}
        </span>
      </Button>
      {LABELS.map((label) => (
        <LabelButton key={label.intent} {...label} waiting={waiting === label.intent} disabled={readOnly} />
      ))}
    </fieldset>
  );
}

function Reason() {
  const selectedId = useWorklist((state) => state.selectedId);
  const reason = useReview((state) => (selectedId === null ? '' : (state.reasons.get(selectedId) ?? '')));
  return (
    <Field label="Reason (optional)">
      {(id) => (
        <textarea
          id={id}
          rows={2}
          maxLength={2000}
          className={fieldStyles.input}
          value={reason}
          onChange={(event) => selectedId !== null && draftReason(selectedId, event.target.value)}
        />
      )}
    </Field>
  );
}

/** The reader's part: labels by button or key, an optional reason, the reader's name. */
export function ReadForm() {
  const { readerName, advanceAfterRead } = usePreferences();
  return (
    <section className={styles.section} aria-label="Read">
      <h2 className={styles.heading}>Your read</h2>
      <Standing />
      <LabelButtons />
      <Confidence />
      <div className={styles.fields}>
        <Reason />
        <TextField
          key={readerName}
          label="Reader"
          defaultValue={readerName}
          maxLength={200}
          placeholder="Your name, for the audit log"
          onBlur={(event) => void setReader(event.target.value.trim())}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
        <Checkbox
          label="Next unread slice after saving"
          checked={advanceAfterRead}
          onChange={(event) => void changePreferences({ advanceAfterRead: event.target.checked })}
        />
      </div>
    </section>
  );
}
