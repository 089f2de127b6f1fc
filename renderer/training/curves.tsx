import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TrainingRun } from '../../src/contract/training-methods.ts';
import { curveColumns, lastNetwork } from '../state/training-runs.ts';
import { CHART_AXIS } from '../ui/chart-axis.ts';
import styles from './curves.module.css';

interface CurveProps {
  readonly run: TrainingRun;
  readonly figure: 'loss' | 'accuracy';
}

const HEIGHT_PX = 190;

function options(run: TrainingRun, figure: CurveProps['figure'], width: number): uPlot.Options {
  const point = { show: true, size: 5 };
  return {
    width,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { x: true, y: false, drag: { x: false, y: false } },
    padding: [8, 12, 0, 0],
    scales: {
      x: { time: false, range: [1, Math.max(2, run.settings.rounds)] },
      y: figure === 'accuracy' ? { range: [0, 1] } : { range: (_, __, max) => [0, Math.max(max * 1.05, 0.1)] },
    },
    axes: [
      { ...CHART_AXIS, size: 24, incrs: [1, 2, 5, 10, 20, 50, 100] },
      { ...CHART_AXIS, size: 48, values: (_, ticks) => ticks.map(tickWord) },
    ],
    series: [
      {},
      { label: 'Training', stroke: '#7cb3ff', width: 2, points: point },
      { label: 'Validation', stroke: '#e8c46a', width: 2, dash: [6, 4], points: point, spanGaps: true },
    ],
  };
}

/** A tick in at most five characters: a loss that runs away is a large number. */
function tickWord(tick: number): string {
  return Math.abs(tick) >= 1000 ? tick.toExponential(0).replace('+', '') : String(Number(tick.toFixed(3)));
}

function lastWord(run: TrainingRun, figure: CurveProps['figure']): string {
  const last = run.epochs.at(-1);
  if (!last) return 'no round yet';
  const validation = figure === 'loss' ? last.validationLoss : last.validationAccuracy;
  const said = `training ${last[figure].toFixed(3)}`;
  return validation === null ? said : `${said}, validation ${validation.toFixed(3)}`;
}

/** One figure by round of the network under way (or the last), for training (solid) and validation (dashed). */
export function Curve({ run, figure }: CurveProps) {
  const ref = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const title = figure === 'loss' ? 'Loss' : 'Accuracy';
  const { id } = run;
  const { rounds } = run.settings;
  const { epochs } = lastNetwork(run);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot for a new run or span only; new rounds are set below
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const made = new uPlot(options(run, figure, element.clientWidth), curveColumns(epochs, figure), element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [id, rounds, figure]);

  useEffect(() => plot.current?.setData(curveColumns(lastNetwork(run).epochs, figure)), [run, figure]);

  return (
    <figure className={styles.curve} aria-label={`${title}: ${lastWord(run, figure)}`}>
      <figcaption className={styles.caption}>
        <strong>{title}</strong>
        <span>{lastWord(run, figure)}</span>
      </figcaption>
      <div ref={ref} className={styles.plot} />
    </figure>
  );
}

/** Which line is which. */
export function CurveLegend() {
  return (
    <p className={styles.legend} aria-hidden>
      <span className={styles.training} /> Training
      <span className={styles.validation} /> Validation
    </p>
  );
}
