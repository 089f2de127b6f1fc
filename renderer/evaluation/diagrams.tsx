import { useMemo } from 'react';
import { precisionRecallPoints } from '../../src/statistics/average-precision.ts';
import { reliabilityBins } from '../../src/statistics/calibration.ts';
import type { Confusion } from '../../src/statistics/confusion.ts';
import { type BandPoint, precisionRecallBand, rocBand } from '../../src/statistics/curve-bands.ts';
import type { Figure } from '../../src/statistics/figure.ts';
import { rocPoints } from '../../src/statistics/roc.ts';
import type { RankedScores } from '../../src/statistics/scored-slices.ts';
import { Card } from '../ui/page.tsx';
import { countWord } from '../words.ts';
import styles from './diagrams.module.css';
import type { EvaluationView } from './evaluation-view.ts';
import plotStyles from './unit-plot.module.css';
import { Curves, OperatingMark, plotPoints, plotX, plotY, UnitPlot, type UnitPoint } from './unit-plot.tsx';

const BAND_SEED = 1;

interface DiagramProps {
  readonly view: EvaluationView;
  readonly confusion: Confusion;
}

/** `0.912, 95 % interval 0.861 to 0.948`. */
function figureWord({ value, low, high, reason }: Figure): string {
  if (value === null) return `not defined (${reason ?? 'no slices'})`;
  if (low === null || high === null) return `${value.toFixed(3)}, no interval (${reason ?? 'not defined'})`;
  return `${value.toFixed(3)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
}

function sizeWord({ slices, measured }: EvaluationView): string {
  const [first] = measured;
  const positives = slices.filter(({ label }) => label === 'haemorrhage').length;
  const groups = first && !first.slicesAreIndependent ? ` in ${countWord(first.groupCount, 'group')}` : '';
  const repeats = measured.length > 1 ? `, one line for each of ${measured.length} repeats` : '';
  return `${countWord(slices.length, 'slice')}${groups}, ${positives} with haemorrhage${repeats}`;
}

function bandWord(view: EvaluationView): string {
  if (view.measured.length > 1) return '';
  const unit = view.measured[0]?.slicesAreIndependent === false ? 'groups' : 'slices';
  return ` Band: pointwise 95 % over 1000 resamples of ${unit}.`;
}

function Band({ band }: { readonly band: readonly BandPoint[] }) {
  if (band.length === 0) return null;
  const upper = band.map(({ x, high }): UnitPoint => [x, high]);
  const lower = band.map(({ x, low }): UnitPoint => [x, low]).reverse();
  return <polygon className={plotStyles.band} points={plotPoints([...upper, ...lower])} />;
}

/** The band of a single curve; several repeats draw their lines instead. */
function useBand(view: EvaluationView, make: typeof rocBand): BandPoint[] {
  return useMemo(() => {
    const [only, ...more] = view.ranked;
    return only && more.length === 0 ? make(only, { seed: BAND_SEED }) : [];
  }, [view, make]);
}

function Roc({ view, confusion }: DiagramProps) {
  const curves = useMemo(
    () =>
      view.ranked.map((ranked) =>
        rocPoints(ranked).map(({ sensitivity, specificity }): UnitPoint => [1 - specificity, sensitivity]),
      ),
    [view],
  );
  const band = useBand(view, rocBand);
  const { truePositives: tp, falseNegatives: fn, falsePositives: fp, trueNegatives: tn } = confusion;
  const words = `Area ${figureWord(view.figures.auc)}. ${sizeWord(view)}.${bandWord(view)}`;
  return (
    <UnitPlot title="ROC curve" xWord="1 - specificity" yWord="Sensitivity" words={words}>
      <polyline
        className={plotStyles.even}
        points={plotPoints([
          [0, 0],
          [1, 1],
        ])}
      />
      <Band band={band} />
      <Curves curves={curves} />
      {tp + fn > 0 && fp + tn > 0 && <OperatingMark at={[fp / (fp + tn), tp / (tp + fn)]} />}
    </UnitPlot>
  );
}

/** Precision holds from one recall to the next: drawn as steps, without a slope between them that no threshold reaches. */
function precisionSteps(ranked: RankedScores): UnitPoint[] {
  const points = precisionRecallPoints(ranked);
  return points.flatMap(({ recall, precision }, place): UnitPoint[] => {
    const before = points[place - 1];
    return before
      ? [
          [before.recall, precision],
          [recall, precision],
        ]
      : [[recall, precision]];
  });
}

function PrecisionRecall({ view, confusion }: DiagramProps) {
  const curves = useMemo(() => view.ranked.map(precisionSteps), [view]);
  const band = useBand(view, precisionRecallBand);
  const { truePositives: tp, falseNegatives: fn, falsePositives: fp } = confusion;
  const share = view.slices.length === 0 ? 0 : (tp + fn) / view.slices.length;
  const words =
    `Average precision ${figureWord(view.figures.averagePrecision)}; by chance ${share.toFixed(3)}, ` +
    `the share with haemorrhage here. ${sizeWord(view)}.${bandWord(view)}`;
  return (
    <UnitPlot title="Precision and recall" xWord="Recall (sensitivity)" yWord="Precision" words={words}>
      <polyline
        className={plotStyles.even}
        points={plotPoints([
          [0, share],
          [1, share],
        ])}
      />
      <Band band={band} />
      <Curves curves={curves} />
      {tp + fp > 0 && tp + fn > 0 && <OperatingMark at={[tp / (tp + fn), tp / (tp + fp)]} />}
    </UnitPlot>
  );
}

function Bins({ ranked }: { readonly ranked: RankedScores }) {
  const bins = useMemo(() => reliabilityBins(ranked), [ranked]);
  const most = Math.max(1, ...bins.map(({ n }) => n));
  return bins.map(({ low, high, n, meanProbability, observed }) => {
    if (n === 0 || meanProbability === null || observed.value === null) return null;
    const top = (n / most) * 0.14;
    const x = plotX(meanProbability);
    return (
      <g key={low}>
        <rect
          className={plotStyles.counts}
          x={plotX(low) + 1}
          width={plotX(high) - plotX(low) - 2}
          y={plotY(top)}
          height={plotY(0) - plotY(top)}
        />
        <text className={plotStyles.count} x={plotX((low + high) / 2)} y={plotY(top) - 2} textAnchor="middle">
          {n}
        </text>
        <line
          className={plotStyles.whisker}
          x1={x}
          x2={x}
          y1={plotY(observed.low ?? 0)}
          y2={plotY(observed.high ?? 0)}
        />
        <circle className={plotStyles.bin} cx={x} cy={plotY(observed.value)} r={3.5} />
      </g>
    );
  });
}

function reliabilityLine(ranked: RankedScores): UnitPoint[] {
  return reliabilityBins(ranked).flatMap(({ meanProbability, observed }): UnitPoint[] =>
    meanProbability === null || observed.value === null ? [] : [[meanProbability, observed.value]],
  );
}

function Reliability({ view, threshold }: { readonly view: EvaluationView; readonly threshold: number }) {
  const [only, ...more] = view.ranked;
  const single = more.length === 0 ? only : undefined;
  const lines = useMemo(() => view.ranked.map(reliabilityLine), [view]);
  const whiskers = single
    ? ` Whiskers: 95 % Wilson${view.measured[0]?.slicesAreIndependent === false ? ', too short here, for slices of a group are not independent' : ''}; grey: slices in each bin.`
    : '';
  const words = `Calibration error ${figureWord(view.figures.ece)}; Brier ${figureWord(view.figures.brier)}. ${sizeWord(view)}.${whiskers}`;
  return (
    <UnitPlot title="Reliability" xWord="Probability said" yWord="Share with haemorrhage" words={words}>
      <polyline
        className={plotStyles.even}
        points={plotPoints([
          [0, 0],
          [1, 1],
        ])}
      />
      {single && <Bins ranked={single} />}
      <Curves curves={lines} />
      <line
        className={plotStyles.threshold}
        x1={plotX(threshold)}
        x2={plotX(threshold)}
        y1={plotY(0)}
        y2={plotY(1)}
        data-testid="operating-point"
      />
    </UnitPlot>
  );
}

/** ROC, precision-recall and reliability diagram, each with the operating point. */
export function Diagrams({ view, confusion, threshold }: DiagramProps & { readonly threshold: number }) {
  return (
    <Card
      title="Curves"
      aside={<span className={styles.legend}>Ring and dashed line: threshold {threshold.toFixed(3)}</span>}
    >
      <div className={styles.diagrams}>
        <Roc view={view} confusion={confusion} />
        <PrecisionRecall view={view} confusion={confusion} />
        <Reliability view={view} threshold={threshold} />
      </div>
    </Card>
  );
}
