import { useId } from 'react';
import type { ReadingMode } from '../../src/review/reading-mode.ts';
import styles from './reading-mode-choice.module.css';

const MODES = [
  {
    mode: 'on',
    word: 'Blind-first',
    means:
      'You label each slice and say how sure you are; then the AI is shown. A reader who sees the AI first tends to follow it.',
  },
  {
    mode: 'half',
    word: 'A random half blind-first, for a reader study',
    means:
      'Half of the cases, drawn at random, show the AI from the start, the other half after your read. Labels wait in both. It cannot be changed once reading has begun.',
  },
  {
    mode: 'off',
    word: 'AI from the start',
    means: 'Everything is shown at once. Each reader may still switch blind-first on for themselves (B).',
  },
] as const;

interface ReadingModeChoiceProps {
  readonly value: ReadingMode;
  readonly onChange: (mode: ReadingMode) => void;
}

/** How the slices of a project are read. */
export function ReadingModeChoice({ value, onChange }: ReadingModeChoiceProps) {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.legend}>How slices are read</legend>
      {MODES.map(({ mode, word, means }) => (
        <div key={mode} className={styles.mode}>
          <input
            id={`${name}-${mode}`}
            type="radio"
            name={name}
            checked={mode === value}
            aria-describedby={`${name}-${mode}-means`}
            onChange={() => onChange(mode)}
          />
          <label htmlFor={`${name}-${mode}`}>{word}</label>
          <p id={`${name}-${mode}-means`} className={styles.means}>
            {means}
          </p>
        </div>
      ))}
    </fieldset>
  );
}
