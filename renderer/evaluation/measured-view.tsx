import { memo, useDeferredValue, useMemo } from 'react';
import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import { smallSampleWarning } from '../../src/statistics/small-sample.ts';
import { type Evaluated, type Subject, useEvaluation } from '../state/evaluation-store.ts';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { countWord } from '../words.ts';
import { CalibrationFigures } from './calibration-figures.tsx';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { CrossValidationLine, CrossValidationParts } from './cross-validation-parts.tsx';
import { Diagrams } from './diagrams.tsx';
import { DoubtCard } from './doubt-card.tsx';
import styles from './evaluation-screen.module.css';
import { confusionAtThreshold, type EvaluationView, viewOfCrossValidation, viewOfMeasured } from './evaluation-view.ts';
import { FurtherFigures } from './further-figures.tsx';
import { LiveFigures } from './live-figures.tsx';
import { OutcomeGallery } from './outcome-gallery.tsx';
import { RereadCard } from './reread-card.tsx';
import { SlicesGate } from './slices-gate.tsx';
import { ThresholdControl } from './threshold-control.tsx';
import { useFigures } from './use-figures.ts';

interface ViewProps {
  readonly view: EvaluationView;
  /** Where a cross-validation is shown. */
  readonly result: CrossValidationResult | null;
}

interface FollowingProps extends ViewProps {
  readonly threshold: number | null;
}

function Heading({ view, result }: ViewProps) {
  return (
    <header className={styles.heading}>
      <h2>{view.heading}</h2>
      {result && <CrossValidationLine result={result} />}
    </header>
  );
}

function Missing({ view }: { readonly view: EvaluationView }) {
  const missing = view.measured[0]?.missing ?? [];
  if (missing.length === 0) return null;
  return (
    <Notice tone="warning">
      {countWord(missing.length, 'slice')} could not be read and {missing.length === 1 ? 'is' : 'are'} not in these
      figures: {missing.map(({ file, message }) => `${file} (${message})`).join('; ')}
    </Notice>
  );
}

function NotScored({ view, threshold }: { readonly view: EvaluationView; readonly threshold: number }) {
  const [first, ...more] = view.measured;
  if (!first) return null;
  return (
    <p className={styles.fine} data-testid="not-scored">
      {countWord(view.slices.length, 'slice')} of {view.datasetName} at threshold {threshold.toFixed(3)}. Not scored:{' '}
      {first.unsure} unsure, {first.excluded} excluded.
      {more.length > 0 && ' Counts are means over the repeats; a cell lists a slice that lies in it in any of them.'}
    </p>
  );
}

/** The warnings of every repeat once. What the figures say themselves, at the threshold that is set, is left out. */
function warningsOf({ measured }: EvaluationView): string[] {
  const all = measured.flatMap(({ warnings, sensitivity, specificity }) => {
    const said = [smallSampleWarning('Sensitivity', sensitivity), smallSampleWarning('Specificity', specificity)];
    return warnings.filter((warning) => !said.includes(warning));
  });
  return [...new Set(all)];
}

function Warnings({ view }: { readonly view: EvaluationView }) {
  const warnings = warningsOf(view);
  if (view.slices.length < 30) {
    warnings.unshift(
      `With ${countWord(view.slices.length, 'slice')}, the intervals are wide. Read them, not the figures.`,
    );
  }
  if (warnings.length === 0) return null;
  return (
    <Notice tone="info">
      <ul aria-label="Warnings">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Notice>
  );
}

const Parts = memo(CrossValidationParts);
const Further = memo(FurtherFigures);

/** What follows the threshold a moment later, so that the slider and the figures never wait for it. */
const Following = memo(function Following({ view, result, threshold }: FollowingProps) {
  const confusion = useMemo(() => confusionAtThreshold(view, threshold), [view, threshold]);
  const at = threshold ?? view.storedThreshold;
  return (
    <>
      <Diagrams view={view} confusion={confusion} threshold={at} />
      <SlicesGate view={view}>
        <OutcomeGallery view={view} threshold={threshold} />
        <RereadCard view={view} result={result} threshold={at} />
      </SlicesGate>
    </>
  );
});

function Measured({ view, result }: ViewProps) {
  const { threshold, prevalence } = useEvaluation();
  const figures = useFigures(view, threshold, prevalence);
  const confusion = useMemo(() => confusionAtThreshold(view, threshold), [view, threshold]);
  const later = useDeferredValue(threshold);
  const model = result === null ? view.measured[0] : undefined;
  const at = threshold ?? view.storedThreshold;
  return (
    <>
      <Heading view={view} result={result} />
      <Missing view={view} />
      <Warnings view={view} />
      <div className={styles.top}>
        <Card title="Calls and labels">
          <ConfusionMatrix confusion={confusion} />
          <NotScored view={view} threshold={at} />
        </Card>
        <Card title="Figures with their 95 % intervals">
          <LiveFigures confusion={confusion} prevalence={prevalence} figures={figures} />
        </Card>
      </div>
      <Card title="Threshold">
        <ThresholdControl view={view} />
      </Card>
      <DoubtCard view={view} threshold={at} />
      <Following view={view} result={result} threshold={later} />
      {result && <Parts result={result} />}
      {model && <CalibrationFigures measured={model} />}
      <Card title="Further figures" flush>
        <Further figures={figures ?? view.figures} stale={figures === null} />
      </Card>
    </>
  );
}

/** A model, a cross-validation or a test, as it was chosen. */
export function MeasuredView({ evaluated, subject }: { readonly evaluated: Evaluated; readonly subject: Subject }) {
  const repeat = subject.kind === 'cross-validation' ? subject.repeat : null;
  const view = useMemo(
    () =>
      evaluated.kind === 'measured'
        ? viewOfMeasured(evaluated.measured)
        : viewOfCrossValidation(evaluated.result, repeat),
    [evaluated, repeat],
  );
  if (view === null) return <Notice tone="problem">This cross-validation has no such repeat.</Notice>;
  return <Measured view={view} result={evaluated.kind === 'cross-validation' ? evaluated.result : null} />;
}
