import type { ClassDistribution, Distributions, Spread } from '../../src/contract/shortcut-methods.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import { Card } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { percentWord } from '../words.ts';
import styles from './grey-levels.module.css';
import { LevelCurves } from './level-curves.tsx';

const LABELS = ['haemorrhage', 'none'] as const;

type Property = {
  readonly [K in keyof ClassDistribution]: ClassDistribution[K] extends Spread | null ? K : never;
}[keyof ClassDistribution];

const ROWS: readonly { readonly property: Property; readonly word: string; readonly digits: number }[] = [
  { property: 'width', word: 'Width, pixels', digits: 0 },
  { property: 'height', word: 'Height, pixels', digits: 0 },
  { property: 'aspect', word: 'Width to height', digits: 2 },
  { property: 'borderShare', word: 'Share outside the head’s box', digits: 2 },
  { property: 'meanGrey', word: 'Mean grey, 0 to 1', digits: 2 },
  { property: 'cornerBrightness', word: 'Brightness of the corners, 0 to 1', digits: 2 },
];

function SpreadCell({ spread, digits }: { readonly spread: Spread | null; readonly digits: number }) {
  if (spread === null) return <td className={tableStyles.number}>-</td>;
  const [least, lower, median, upper, most] = [
    ...[spread.least, spread.lower, spread.median, spread.upper, spread.most].map((value) => value.toFixed(digits)),
  ];
  return (
    <td className={tableStyles.number}>
      <strong>{median}</strong> <span className={tableStyles.fine}>{`${lower} to ${upper} (${least} to ${most})`}</span>
    </td>
  );
}

/** Whether there are slices whose levels are counted in this unit. */
function has(distributions: Distributions, unit: 'grey' | 'HU'): boolean {
  return LABELS.some((label) => distributions[label].levels[unit].n > 0);
}

/** How grey levels, sizes and colour of the two labels differ. */
export function GreyLevels({ distributions }: { readonly distributions: Distributions }) {
  return (
    <Card title="Grey levels and sizes" flush>
      <div className={styles.curves}>
        {has(distributions, 'grey') && <LevelCurves unit="grey" distributions={distributions} />}
        {has(distributions, 'HU') && <LevelCurves unit="HU" distributions={distributions} />}
        {!has(distributions, 'grey') && !has(distributions, 'HU') && <p>No slice could be measured.</p>}
      </div>
      <div className={tableStyles.wrap}>
        <table className={tableStyles.table} aria-label="Sizes and colour">
          <thead>
            <tr>
              <th>Median, middle half (range)</th>
              {LABELS.map((label) => (
                <th key={label} className={tableStyles.number}>
                  <LabelMark label={label} named />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(({ property, word, digits }) => (
              <tr key={property}>
                <td>{word}</td>
                {LABELS.map((label) => (
                  <SpreadCell key={label} spread={distributions[label][property]} digits={digits} />
                ))}
              </tr>
            ))}
            <tr>
              <td>Slices with coloured pixels</td>
              {LABELS.map((label) => {
                const { coloured, n, colourShare } = distributions[label];
                return (
                  <td key={label} className={tableStyles.number}>
                    <strong>
                      {coloured} of {n}
                    </strong>{' '}
                    <span className={tableStyles.fine}>
                      {coloured > 0 &&
                        `${percentWord(coloured / n)}; up to ${percentWord(colourShare?.most ?? 0)} of a slice`}
                    </span>
                  </td>
                );
              })}
            </tr>
          </tbody>
        </table>
      </div>
    </Card>
  );
}
