import type { Confusion } from '../../src/statistics/confusion.ts';
import type { EvaluationFigureName } from '../../src/statistics/evaluation-statistics.ts';
import { predictiveValuesAt } from '../../src/statistics/predictive-values.ts';
import { proportionInWords } from '../../src/statistics/small-sample.ts';
import { percentWord } from '../words.ts';
import type { Figures } from './evaluation-view.ts';
import styles from './live-figures.module.css';

interface LiveFigure {
  readonly name: EvaluationFigureName;
  readonly word: string;
  readonly value: number | null;
  /** What the value rests on, in words. */
  readonly of: string;
}

const share = (k: number, n: number): number | null => (n === 0 ? null : k / n);
const count = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

/** The large figures at a threshold. For the mean over repeats the counts are means. */
function liveFigures(confusion: Confusion, prevalence: number | null): LiveFigure[] {
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = confusion;
  const sensitivity = share(tp, tp + fn);
  const specificity = share(tn, tn + fp);
  const predictive =
    prevalence === null || sensitivity === null || specificity === null
      ? { ppv: null, npv: null }
      : predictiveValuesAt(sensitivity, specificity, prevalence);
  const stated = prevalence === null ? 'state a prevalence below' : `at ${Number((prevalence * 100).toFixed(2))} %`;
  return [
    {
      name: 'sensitivity',
      word: 'Sensitivity',
      value: sensitivity,
      of: `${count(tp)} of ${count(tp + fn)} haemorrhages found`,
    },
    {
      name: 'specificity',
      word: 'Specificity',
      value: specificity,
      of: `${count(tn)} of ${count(tn + fp)} clear slices called clear`,
    },
    {
      name: 'accuracy',
      word: 'Accuracy',
      value: share(tp + tn, tp + tn + fp + fn),
      of: `${count(tp + tn)} of ${count(tp + tn + fp + fn)} calls right`,
    },
    { name: 'ppv', word: 'PPV', value: predictive.ppv, of: stated },
    { name: 'npv', word: 'NPV', value: predictive.npv, of: stated },
  ];
}

/** The interval on a line from 0 to 100 %, the figure as a tick on it. */
function Interval({
  value,
  low,
  high,
}: {
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
}) {
  return (
    <span className={styles.line} aria-hidden>
      <span className={styles.band} style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
      {value !== null && <span className={styles.tick} style={{ left: `${value * 100}%` }} />}
    </span>
  );
}

function IntervalOf({ live, figures }: { readonly live: LiveFigure; readonly figures: Figures | null }) {
  const figure = figures?.[live.name];
  if (live.value === null) return null;
  if (!figure) {
    return (
      <>
        <span className={styles.line} aria-hidden />
        <span>Interval follows…</span>
      </>
    );
  }
  const { low, high, reason } = figure;
  if (low === null || high === null) return <span className={styles.fine}>{reason}</span>;
  return (
    <>
      <Interval value={live.value} low={low} high={high} />
      <span>
        {(low * 100).toFixed(1)} to {(high * 100).toFixed(1)} %
      </span>
    </>
  );
}

/** Few slices in words: what n of n, or none of n, allows to say. By groups where these hold several slices. */
function InWords({ confusion, figures }: { readonly confusion: Confusion; readonly figures: Figures | null }) {
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = confusion;
  const word = (name: 'sensitivity' | 'specificity', k: number, n: number): string => {
    if (figures === null) return `${count(k)}/${n} …`;
    const { value, low, high } = figures[name];
    return proportionInWords({ k, n, value, low, high });
  };
  return (
    <p className={styles.words} data-testid="in-words">
      What so many slices allow to say: sensitivity {word('sensitivity', tp, tp + fn)}; specificity{' '}
      {word('specificity', tn, tn + fp)}.
    </p>
  );
}

interface LiveFiguresProps {
  readonly confusion: Confusion;
  readonly prevalence: number | null;
  /** Null while they are being made. */
  readonly figures: Figures | null;
}

/** Sensitivity, specificity, accuracy and predictive values; values follow the threshold at once, intervals when it rests. */
export function LiveFigures({ confusion, prevalence, figures }: LiveFiguresProps) {
  return (
    <>
      <dl className={styles.figures} aria-label="Figures">
        {liveFigures(confusion, prevalence).map((live) => (
          <div key={live.name} className={styles.figure}>
            <dt>{live.word}</dt>
            <dd>
              <span className={styles.value}>{live.value === null ? '-' : percentWord(live.value)}</span>
              <IntervalOf live={live} figures={figures} />
              <span className={styles.fine}>{live.of}</span>
            </dd>
          </div>
        ))}
      </dl>
      <InWords confusion={confusion} figures={figures} />
    </>
  );
}
