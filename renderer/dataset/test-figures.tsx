import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { EVALUATION_FIGURES, FIGURE_WORDS } from '../../src/statistics/evaluation-statistics.ts';
import { Notice } from '../ui/notice.tsx';
import { proportionWord } from '../words.ts';
import styles from './roles-card.module.css';

/** The figures of a look under its heading, with what makes them worth less. No slice is named, so nothing is unblinded. */
export function TestFigures({ measured }: { readonly measured: MeasuredModel }) {
  const { evidence, accuracy, sensitivity, specificity, figures, warnings } = measured;
  const counted = { accuracy, sensitivity, specificity };
  const further = EVALUATION_FIGURES.filter((name) => !(name in counted) && figures[name].value !== null);
  return (
    <>
      <strong>{evidence.heading}</strong>
      <dl className={styles.figures} aria-label="Figures of the look">
        {(['accuracy', 'sensitivity', 'specificity'] as const).map((name) => {
          // The interval of the figure heeds groups; that of the bare proportion does not.
          const { low, high } = figures[name];
          return (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{FIGURE_WORDS[name]}</dt>
              <dd>{proportionWord({ ...counted[name], low, high })}</dd>
            </div>
          );
        })}
        {further.map((name) => {
          const { value, low, high } = figures[name];
          const interval = low === null || high === null ? '' : ` (95 % CI ${low.toFixed(3)} to ${high.toFixed(3)})`;
          return (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{FIGURE_WORDS[name]}</dt>
              <dd>
                {(value ?? 0).toFixed(3)}
                {interval}
              </dd>
            </div>
          );
        })}
      </dl>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
    </>
  );
}
