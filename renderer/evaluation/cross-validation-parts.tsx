import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import { Card } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord } from '../words.ts';
import { choiceCounts, spreadOf } from './cross-validation-facts.ts';
import styles from './cross-validation-parts.module.css';
import { FigureTable, SHOWN_FIGURES } from './figure-table.tsx';
import { ShortcutComparison } from './shortcut-comparison.tsx';
import { GROUPING_WORDS, recipesWord } from './subject-words.ts';

function Repeats({ result }: { readonly result: CrossValidationResult }) {
  const { repeats, figures } = result;
  if (repeats.length < 2) return null;
  const n = repeats[0]?.n ?? 0;
  const rows = repeats.map((repeat, place) => ({
    key: place,
    name: `Repeat ${place + 1}`,
    n: repeat.n,
    figures: repeat.figures,
  }));
  const spreads = SHOWN_FIGURES.flatMap(({ name, word }) => {
    const spread = spreadOf(repeats.map((repeat) => repeat.figures[name].value));
    return spread === null ? [] : [`${word} ${spread.low.toFixed(3)} to ${spread.high.toFixed(3)}`];
  });
  return (
    <Card title="Repeats" flush>
      <FigureTable label="Repeats" rows={[...rows, { key: 'mean', name: 'Mean', n, figures }]} />
      <p className={styles.note}>
        From repeat to repeat: {spreads.join('; ')}. Repeats are not counted as more cases: every interval rests on{' '}
        {countWord(n, 'slice')}, each counted once.
      </p>
    </Card>
  );
}

function PerSource({ result }: { readonly result: CrossValidationResult }) {
  if (result.perSource.length === 0) return null;
  const rows = result.perSource.map(({ sourceId, name, n, figures }) => ({ key: sourceId, name, n, figures }));
  return (
    <Card title="By source" flush>
      <FigureTable label="Source" rows={rows} />
    </Card>
  );
}

function Calibration({ calibration }: Pick<CrossValidationResult, 'calibration'>) {
  const { before, after, temperatures } = calibration;
  const spread = spreadOf(temperatures);
  const rows = [
    { key: 'brier', word: 'Brier score' },
    { key: 'ece', word: 'Calibration error (ECE)' },
    { key: 'logLoss', word: 'Log loss (nats)' },
  ] as const;
  return (
    <Card title="Calibration" flush>
      <table className={tableStyles.table} aria-label="Calibration before and after temperature scaling">
        <thead>
          <tr>
            <th>Lower is better</th>
            <th className={tableStyles.number}>As the network says</th>
            <th className={tableStyles.number}>With temperature</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, word }) => (
            <tr key={key}>
              <td>{word}</td>
              <td className={tableStyles.number}>{before[key].toFixed(3)}</td>
              <td className={tableStyles.number}>{after[key].toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        Temperatures were fitted on the other folds
        {spread &&
          `: ${spread.low.toFixed(2)} to ${spread.high.toFixed(2)} over ${countWord(temperatures.length, 'fold')}`}
        . Above 1 the network was too sure. Calls, ROC curve and AUC of a fold do not change with them.
      </p>
    </Card>
  );
}

function Choices({ result }: { readonly result: CrossValidationResult }) {
  const { run, choices } = result;
  if (choices.length === 0) return null;
  return (
    <Card title="Chosen inside the folds">
      <ul className={styles.list}>
        {choiceCounts(result).map(({ name, count }) => (
          <li key={name}>
            {name}: in {count} of {choices.length} folds
          </li>
        ))}
      </ul>
      <p className={styles.fine}>
        Each fold chose by a cross-validation of its own ({run.innerFolds ?? 0} folds) among its training slices, so the
        choice had no part in the slices it is judged on.
      </p>
      <table className={tableStyles.table} aria-label="Choice of each fold">
        <tbody>
          {Array.from({ length: run.repeats }, (_, repeat) => repeat).map((repeat) => (
            <tr key={repeat}>
              <th scope="row">Repeat {repeat + 1}</th>
              {choices
                .filter((choice) => choice.repeat === repeat)
                .map(({ fold, recipe }) => (
                  <td key={fold}>
                    {fold + 1}: {run.recipes[recipe]?.architecture.name ?? '?'}
                  </td>
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** What only a cross-validation has to tell: repeats and their spread, sources, shortcuts, calibration, what each fold chose. */
export function CrossValidationParts({ result }: { readonly result: CrossValidationResult }) {
  return (
    <>
      <Repeats result={result} />
      <PerSource result={result} />
      <ShortcutComparison result={result} />
      <Calibration calibration={result.calibration} />
      <Choices result={result} />
    </>
  );
}

/** How it was made, in a line. */
export function CrossValidationLine({ result }: { readonly result: CrossValidationResult }) {
  const { run } = result;
  return (
    <p className={styles.fine}>
      Cross-validation {run.id} on {run.datasetName}: {recipesWord(run)}, {countWord(run.folds, 'fold')},{' '}
      {countWord(run.repeats, 'repeat')}, seed {run.seed}. {GROUPING_WORDS[run.grouping]}.
    </p>
  );
}
