import { useMemo, useState } from 'react';
import { doubtZone, MOST_DOUBT } from '../../src/prediction/doubt-zone.ts';
import { doubtFigures } from '../../src/statistics/doubt-figures.ts';
import { setDoubt } from '../actions/set-doubt.ts';
import { useApp } from '../state/app-store.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { proportionWord } from '../words.ts';
import styles from './doubt-card.module.css';
import type { EvaluationView } from './evaluation-view.ts';

const STEP = 0.05;

/** The zone in which the app says that it cannot tell: what it does on these slices, and how wide it is. */
export function DoubtCard({ view, threshold }: { readonly view: EvaluationView; readonly threshold: number }) {
  const kept = useApp((state) => state.project?.doubtWidth ?? 0);
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const [tried, setTried] = useState<number | null>(null);
  const width = tried ?? kept;
  const figures = useMemo(() => doubtFigures(view.slices, threshold, width), [view, threshold, width]);
  const { low, high } = doubtZone(threshold, width);
  const keep = async () => {
    if (await setDoubt(width)) setTried(null);
  };
  return (
    <Card title="Where it cannot tell">
      <div className={styles.control}>
        <label className={styles.slider}>
          Width of the zone around the threshold
          <input
            type="range"
            min={0}
            max={MOST_DOUBT}
            step={STEP}
            value={width}
            aria-valuetext={`${width.toFixed(2)}: probabilities from ${low.toFixed(2)} to ${high.toFixed(2)}`}
            onChange={(event) => setTried(Number(event.target.value))}
          />
        </label>
        <span className={styles.zone} data-testid="doubt-zone">
          {width === 0 ? 'No zone: every slice gets a call' : `${low.toFixed(2)} to ${high.toFixed(2)}: can’t tell`}
        </span>
        <Button disabled={readOnly || width === kept} onClick={() => void keep()}>
          Use in this project
        </Button>
      </div>
      <table className={tableStyles.table} aria-label="Effect of the zone">
        <tbody>
          <tr>
            <th scope="row">Calls that are told</th>
            <td>{proportionWord(figures.told)}</td>
          </tr>
          <tr>
            <th scope="row">Right where told</th>
            <td>{proportionWord(figures.rightWhereTold)}</td>
          </tr>
          <tr>
            <th scope="row">Would be right where not told</th>
            <td>{proportionWord(figures.rightWhereNot)}</td>
          </tr>
        </tbody>
      </table>
      <p className={styles.fine}>
        Every other figure counts all slices at the threshold, told or not. A width chosen by these slices is chosen on
        them: state it with the result. Wilson intervals, slices taken for independent.
      </p>
    </Card>
  );
}
