import type { LabelCounts } from '../../src/contract/shared.ts';
import { classNames } from '../class-names.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import { labelWord } from '../words.ts';
import styles from './counts-bar.module.css';

const PARTS = ['haemorrhage', 'none', 'unsure', 'excluded', 'unlabelled'] as const;

/** How many slices carry which label, as figures and as one bar. */
export function CountsBar({ counts }: { readonly counts: LabelCounts }) {
  return (
    <div>
      <div className={styles.bar} aria-hidden>
        {PARTS.map(
          (part) =>
            counts[part] > 0 && (
              <span key={part} className={classNames(styles.part, styles[part])} style={{ flexGrow: counts[part] }} />
            ),
        )}
      </div>
      <dl className={styles.counts} aria-label="Label counts">
        {PARTS.map((part) => {
          const label = part === 'unlabelled' ? null : part;
          return (
            <div key={part}>
              <dt>
                <span className={classNames(styles.swatch, styles[part])} />
                <LabelMark label={label} /> {labelWord(label)}
              </dt>
              <dd>{counts[part]}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
