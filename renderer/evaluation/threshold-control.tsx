import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useEvaluation } from '../state/evaluation-store.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import type { EvaluationView } from './evaluation-view.ts';
import { typedPrevalence } from './prevalence.ts';
import styles from './threshold-control.module.css';
import { type ThresholdMark, thresholdMarks, thresholdWarning, typedThreshold } from './threshold-rules.ts';

const STEP = 0.001;

/** The stored threshold stands for itself: what was recorded at it is shown, not what is made anew. */
function chooseThreshold(threshold: number | null, stored: number): void {
  useEvaluation.setState({ threshold: threshold === stored ? null : threshold });
}

/** A field whose text is taken when it is left or Enter is pressed, and put back where it is nothing that can be. */
function TypedThreshold({ value, stored }: { readonly value: number; readonly stored: number }) {
  const shown = value.toFixed(3);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const take = () => {
    const typed = typedThreshold(text);
    if (typed === null) setText(shown);
    else if (text !== shown) chooseThreshold(typed, stored);
  };
  return (
    <TextField
      label="Threshold"
      inputMode="decimal"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && take()}
    />
  );
}

function Prevalence() {
  const [text, setText] = useState('');
  const prevalence = useEvaluation((state) => state.prevalence);
  const shown = text === '' && prevalence !== null ? String(Number((prevalence * 100).toFixed(2))) : text;
  const bad = typedPrevalence(text).kind === 'wrong';
  return (
    <TextField
      label="Prevalence, % (for PPV and NPV)"
      inputMode="decimal"
      placeholder="none stated"
      value={shown}
      aria-invalid={bad}
      hint={bad ? 'A number between 0 and 100, such as 12.' : undefined}
      onChange={(event) => {
        setText(event.target.value);
        const typed = typedPrevalence(event.target.value);
        useEvaluation.setState({ prevalence: typed.kind === 'share' ? typed.share : null });
      }}
    />
  );
}

function Marks({ marks, stored }: { readonly marks: readonly ThresholdMark[]; readonly stored: number }) {
  const all = [{ word: 'Stored', threshold: stored }, ...marks];
  return (
    <div className={styles.track} aria-hidden>
      {all.map(({ word, threshold }, place) => (
        <span
          key={word}
          className={place === 0 ? styles.stored : styles.mark}
          style={{ left: `${threshold * 100}%` }}
          title={`${word}: ${threshold.toFixed(3)}`}
        />
      ))}
    </div>
  );
}

/** Chooses the threshold: by slider, by typing, or by jumping to a mark; and the prevalence for PPV and NPV. */
export function ThresholdControl({ view }: { readonly view: EvaluationView }) {
  const chosen = useEvaluation((state) => state.threshold);
  const { storedThreshold, measured } = view;
  const value = chosen ?? storedThreshold;
  const [only, ...more] = view.ranked;
  const single = more.length === 0 ? only : undefined;
  const marks = useMemo(() => (single ? thresholdMarks(single) : []), [single]);
  return (
    <div className={styles.control}>
      <div className={styles.fields}>
        <TypedThreshold value={value} stored={storedThreshold} />
        <div className={styles.slider}>
          <input
            type="range"
            className={styles.range}
            aria-label="Threshold slider"
            aria-valuetext={`${value.toFixed(3)}${chosen === null ? ', the stored threshold' : ''}`}
            min={0}
            max={1}
            step={STEP}
            value={value}
            onChange={(event) => chooseThreshold(Number(event.target.value), storedThreshold)}
          />
          <Marks marks={marks} stored={storedThreshold} />
        </div>
        <Button icon={RotateCcw} disabled={chosen === null} onClick={() => chooseThreshold(null, storedThreshold)}>
          Stored {storedThreshold.toFixed(2)}
        </Button>
        <Prevalence />
      </div>
      <div className={styles.marks}>
        {marks.map(({ word, threshold }) => (
          <Button
            key={word}
            look="quiet"
            aria-pressed={value === threshold}
            onClick={() => chooseThreshold(threshold, storedThreshold)}
          >
            {word}: {threshold.toFixed(3)}
          </Button>
        ))}
        {!single && <span className={styles.fine}>Choose one repeat for its thresholds at 90 and 95 %.</span>}
      </div>
      {chosen !== null && <Notice tone="warning">{thresholdWarning(measured[0]?.evidence.kind ?? 'held-out')}</Notice>}
    </div>
  );
}
