import { giveConfidence, readsBlind } from '../actions/reading.ts';
import { classNames } from '../class-names.ts';
import { useKeyTitle } from '../keys/use-key-hint.ts';
import { useApp } from '../state/app-store.ts';
import { useReview } from '../state/review-store.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { labelWord } from '../words.ts';
import styles from './confidence.module.css';

const STEPS = [
  { confidence: 1, word: 'a guess' },
  { confidence: 2, word: 'rather unsure' },
  { confidence: 3, word: 'fairly sure' },
  { confidence: 4, word: 'sure' },
  { confidence: 5, word: 'certain' },
] as const;

interface ConfidenceButtonProps {
  readonly confidence: (typeof STEPS)[number]['confidence'];
  readonly word: string;
  readonly given: boolean;
  readonly disabled: boolean;
}

function ConfidenceButton({ confidence, word, given, disabled }: ConfidenceButtonProps) {
  return (
    <button
      type="button"
      className={styles.step}
      aria-pressed={given}
      aria-label={`Confidence ${confidence}, ${word}`}
      title={useKeyTitle(`confidence-${confidence}`, word)}
      disabled={disabled}
      onMouseDown={keepFocus}
      onClick={() => void giveConfidence(confidence)}
    >
      {confidence}
    </button>
  );
}

/** How sure the reader is of a label: asked for while the AI is hidden, welcome otherwise. It remembers nothing from slice to slice. */
export function Confidence() {
  const { presentation, draft } = useReview();
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  if (presentation.kind !== 'shown') return <div className={styles.confidence} />;
  const blind = readsBlind(presentation);
  const own = draft?.sliceId === presentation.sliceId ? draft : null;
  const waits = own !== null && own.intent !== null;
  return (
    <fieldset className={classNames(styles.confidence, waits && styles.waits)} aria-label="How sure are you?">
      <p className={styles.question} role="status">
        {waits && own.intent !== null
          ? `${labelWord(own.intent === 'agree' ? null : own.intent)}: how sure are you? Not saved yet.`
          : blind
            ? 'Then how sure you are: 1 a guess, 5 certain'
            : 'How sure you are, before the label (optional)'}
      </p>
      <div className={styles.steps}>
        {STEPS.map((step) => (
          <ConfidenceButton
            key={step.confidence}
            {...step}
            given={own?.confidence === step.confidence}
            disabled={readOnly}
          />
        ))}
      </div>
    </fieldset>
  );
}
