import { ChartNoAxesColumn } from 'lucide-react';
import { useEffect } from 'react';
import type { MeasuredModel, Model } from '../../src/contract/training-methods.ts';
import { showTab } from '../state/app-store.ts';
import { evaluateModel, useEvaluation } from '../state/evaluation-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { loadTraining, useTraining } from '../state/training-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card, Page } from '../ui/page.tsx';
import { countWord, intervalWord, percentWord } from '../words.ts';
import { ExportCardButton } from './card-export.tsx';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import styles from './evaluation-screen.module.css';
import { FurtherFigures } from './further-figures.tsx';
import { OutcomeGallery } from './outcome-gallery.tsx';

const FIGURES = [
  { key: 'sensitivity', word: 'Sensitivity', of: 'haemorrhages found' },
  { key: 'specificity', word: 'Specificity', of: 'clear slices called clear' },
  { key: 'accuracy', word: 'Accuracy', of: 'calls right' },
] as const;

type FigureEnds = Pick<MeasuredModel['figures']['accuracy'], 'value' | 'low' | 'high'>;

/** The interval on a line from 0 to 100 %, the figure as a tick on it. */
function Interval({ value, low, high }: FigureEnds) {
  if (value === null || low === null || high === null) return null;
  return (
    <span className={styles.line} aria-hidden>
      <span className={styles.band} style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
      <span className={styles.tick} style={{ left: `${value * 100}%` }} />
    </span>
  );
}

function Figures({ evaluation }: { readonly evaluation: MeasuredModel }) {
  return (
    <dl className={styles.figures} aria-label="Figures">
      {FIGURES.map(({ key, word, of }) => {
        const proportion = evaluation[key];
        const figure = evaluation.figures[key];
        return (
          <div key={key} className={styles.figure}>
            <dt>{word}</dt>
            <dd>
              <span className={styles.value}>{percentWord(proportion.value)}</span>
              <Interval value={figure.value} low={figure.low} high={figure.high} />
              <span className={styles.interval} title={figure.method}>
                {intervalWord(figure)}
              </span>
              <span className={styles.fine}>
                {proportion.k} of {proportion.n} {of}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Measured({ evaluation }: { readonly evaluation: MeasuredModel }) {
  const { n, unsure, excluded, datasetName, threshold, missing } = evaluation;
  return (
    <>
      {missing.length > 0 && (
        <Notice tone="warning">
          {countWord(missing.length, 'held-out slice')} could not be read and {missing.length === 1 ? 'is' : 'are'} not
          in these figures: {missing.map(({ file, message }) => `${file} (${message})`).join('; ')}
        </Notice>
      )}
      {n < 30 && (
        <Notice tone="info">
          With {countWord(n, 'slice')}, the intervals are wide. Read the intervals, not the figures.
        </Notice>
      )}
      <div className={styles.top}>
        <Card title={`Held-out slices of ${datasetName}`}>
          <ConfusionMatrix evaluation={evaluation} />
          <p className={styles.fine} data-testid="not-scored">
            {countWord(n, 'slice')} at threshold {threshold.toFixed(2)}. Not scored: {unsure} unsure, {excluded}{' '}
            excluded.
          </p>
        </Card>
        <Card title="Figures with their 95 % intervals">
          <Figures evaluation={evaluation} />
          {evaluation.warnings.map((warning) => (
            <p key={warning} className={styles.fine}>
              {warning}
            </p>
          ))}
        </Card>
      </div>
      <OutcomeGallery evaluation={evaluation} />
      <Card title="Further figures">
        <FurtherFigures measured={evaluation} />
      </Card>
    </>
  );
}

function ModelChoice({ models }: { readonly models: readonly Model[] }) {
  const modelId = useEvaluation((state) => state.modelId);
  return (
    <div className={styles.choice}>
      <label htmlFor="evaluated-model">Model</label>
      <select
        id="evaluated-model"
        className={styles.select}
        value={modelId ?? ''}
        onChange={(event) => void evaluateModel(Number(event.target.value))}
      >
        {models.map(({ id, name, current, weightsFound }) => (
          <option key={id} value={id} disabled={!weightsFound}>
            {name}
            {current ? ' (current)' : ''}
          </option>
        ))}
      </select>
      {modelId !== null && <Button onClick={() => void evaluateModel(modelId)}>Measure again</Button>}
      {modelId !== null && <ExportCardButton modelId={modelId} />}
    </div>
  );
}

/** How good a model is on slices that it never learnt from. */
export function EvaluationScreen() {
  const { models } = useTraining();
  const { evaluation, modelId } = useEvaluation();
  useEffect(() => void loadTraining(), []);
  const list = loadedValue(models);
  useEffect(() => {
    const first = list?.find(({ current }) => current) ?? list?.[0];
    if (first && useEvaluation.getState().modelId === null) void evaluateModel(first.id);
  }, [list]);
  return (
    <Page title="Evaluation">
      <Loaded of={models} what="models" onRetry={() => void loadTraining()}>
        {(value) =>
          value.length === 0 ? (
            <EmptyState
              icon={ChartNoAxesColumn}
              title="No model to measure yet"
              actions={<Button onClick={() => showTab('training')}>Go to Training</Button>}
            >
              Train a model first. It is measured on slices that were held out from its training.
            </EmptyState>
          ) : (
            <>
              <ModelChoice models={value} />
              <Loaded of={evaluation} what="figures" onRetry={() => modelId !== null && void evaluateModel(modelId)}>
                {(measured) => <Measured evaluation={measured} />}
              </Loaded>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
