import { useApp } from '../state/app-store.ts';
import { Checkbox } from '../ui/field.tsx';
import styles from './training-screen.module.css';

interface SourceOptionsProps {
  /** Sources that the run learns from; null for all. */
  readonly chosen: readonly number[] | null;
  readonly onChange: (chosen: readonly number[] | null) => void;
}

/** Which sources a run learns from, so that it can be measured on the others. Nothing where there is only one. */
export function SourceOptions({ chosen, onChange }: SourceOptionsProps) {
  const sources = useApp((state) => state.project?.sources) ?? [];
  if (sources.length < 2) return null;
  const ids = sources.map(({ id }) => id);
  const learns = (id: number): boolean => chosen === null || chosen.includes(id);
  const change = (id: number, learn: boolean): void => {
    const next = ids.filter((own) => (own === id ? learn : learns(own)));
    onChange(next.length === ids.length ? null : next);
  };
  return (
    <details className={styles.options}>
      <summary>Sources{chosen && ` (${chosen.length} of ${ids.length})`}</summary>
      {sources.map(({ id, name }) => (
        <Checkbox key={id} label={name} checked={learns(id)} onChange={(event) => change(id, event.target.checked)} />
      ))}
      <p className={styles.fine}>
        A model that learns from some sources alone can be measured on all labelled slices of another, on the Evaluation
        screen.
      </p>
    </details>
  );
}
