import { useState } from 'react';
import type { ShortcutAudit } from '../../src/contract/shortcut-methods.ts';
import type { ShortcutName } from '../../src/shortcuts/shortcut-classifiers.ts';
import type { Figure } from '../../src/statistics/figure.ts';
import { Button } from '../ui/button.tsx';
import styles from './shortcut-classifier.module.css';

type Classifier = ShortcutAudit['classifiers'][number];
type Feature = Classifier['features'][number];

const TITLES: Record<ShortcutName, string> = {
  'picture-facts': 'Picture alone: size, border, overall brightness',
  'brain-statistics': 'Brightness and symmetry of the brain alone',
};
const FIGURES = [
  { name: 'accuracy', word: 'Accuracy' },
  { name: 'auc', word: 'Area under the ROC curve' },
] as const;
/** Features that are listed before the rest is asked for. */
const SHOWN = 6;

const fixed = (value: number | null): string => (value === null ? 'n/a' : value.toFixed(3));

/** A figure, its interval as text and as a band on a line from 0 to 1, with chance as a tick. */
function FigureLine({ word, figure }: { readonly word: string; readonly figure: Figure }) {
  const { value, low, high, n, method, reason } = figure;
  return (
    <div>
      <dt>{word}</dt>
      <dd>
        <span className={styles.value}>{fixed(value)}</span>
        <span className={styles.line} aria-hidden>
          <span className={styles.chance} />
          {low !== null && high !== null && (
            <span className={styles.band} style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
          )}
          {value !== null && <span className={styles.tick} style={{ left: `${value * 100}%` }} />}
        </span>
        <span className={styles.fine} title={method}>
          {low === null || high === null ? reason : `95 % CI ${fixed(low)} to ${fixed(high)}`}, {n} slices
        </span>
      </dd>
    </div>
  );
}

function influenceWord(classifier: ShortcutName, influence: number): string {
  if (classifier === 'picture-facts') return `${(influence * 100).toFixed(0)} %`;
  return `${influence > 0 ? '+' : influence < 0 ? '−' : ''}${Math.abs(influence).toFixed(2)}`;
}

interface FeatureRowProps {
  readonly classifier: ShortcutName;
  readonly feature: Feature;
  readonly most: number;
}

function FeatureRow({ classifier, feature, most }: FeatureRowProps) {
  const { word, unit, meaning, influence } = feature;
  const share = most > 0 ? Math.abs(influence) / most : 0;
  return (
    <tr title={`${meaning} Unit: ${unit}.`}>
      <th scope="row">{word}</th>
      <td className={styles.bars} aria-hidden>
        <span className={influence < 0 ? styles.against : styles.towards} style={{ width: `${share * 100}%` }} />
      </td>
      <td className={styles.number}>{influenceWord(classifier, influence)}</td>
    </tr>
  );
}

/** One classifier that sees no bleed: what it reaches, and by which properties. */
export function ShortcutClassifier({ classifier }: { readonly classifier: Classifier }) {
  const [all, setAll] = useState(false);
  const { name, figures, features, settings, words } = classifier;
  const trees = name === 'picture-facts';
  const most = Math.max(...features.map(({ influence }) => Math.abs(influence)));
  return (
    <section className={styles.classifier} aria-label={TITLES[name]}>
      <h3>{TITLES[name]}</h3>
      <p className={styles.words}>{words}</p>
      <dl className={styles.figures}>
        {FIGURES.map(({ name: figure, word }) => (
          <FigureLine key={figure} word={word} figure={figures[figure]} />
        ))}
      </dl>
      <table className={styles.features}>
        <caption>
          {trees
            ? 'Which property tells: its share in what the trees gained'
            : 'Which property tells: weight of one standard deviation, + towards haemorrhage (solid), − towards none (striped)'}
        </caption>
        <tbody>
          {features.slice(0, all ? features.length : SHOWN).map((feature) => (
            <FeatureRow key={feature.name} classifier={name} feature={feature} most={most} />
          ))}
        </tbody>
      </table>
      {features.length > SHOWN && (
        <Button look="quiet" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${features.length}`}
        </Button>
      )}
      <p className={styles.fine}>
        {settings}.
        {!trees &&
          ' Levels: 0 is the median of the brain, 1 is bone. Properties that go together share their weight, or take opposite signs.'}
      </p>
    </section>
  );
}
