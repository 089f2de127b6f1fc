import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Distributions } from '../../src/contract/shortcut-methods.ts';
import { binEdge, type GreyHistogram } from '../../src/shortcuts/grey-histogram.ts';
import { CHART_AXIS } from '../ui/chart-axis.ts';
import { labelWord, percentWord } from '../words.ts';
import styles from './level-curves.module.css';

interface LevelCurvesProps {
  readonly unit: GreyHistogram['unit'];
  readonly distributions: Distributions;
}

const HEIGHT_PX = 200;
const LABELS = ['haemorrhage', 'none'] as const;

/** What the first and the last bin hold: they tower above the rest, so they are said and not drawn. */
const ENDS = {
  grey: { low: 'black', high: 'white' },
  HU: { low: 'below -100 HU', high: '148 HU and above' },
};

/** Middles of the inner bins, then for each label the mean share of pixels in each, in percent. */
function columns(unit: GreyHistogram['unit'], distributions: Distributions): uPlot.AlignedData {
  const sharesOf = (label: (typeof LABELS)[number]) => distributions[label].levels[unit].shares.slice(1, -1);
  const middles = sharesOf('none').map((_, bin) => (binEdge(unit, bin + 1) + binEdge(unit, bin + 2)) / 2);
  return [middles, ...LABELS.map((label) => sharesOf(label).map((share) => share * 100))] as uPlot.AlignedData;
}

function options(unit: GreyHistogram['unit'], width: number): uPlot.Options {
  const series = { width: 2, points: { show: false } };
  return {
    width,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { x: true, y: false, drag: { x: false, y: false } },
    padding: [8, 12, 0, 0],
    scales: {
      x: { time: false, range: [binEdge(unit, 1), binEdge(unit, 63)] },
      y: { range: (_, __, most) => [0, Math.max(most * 1.05, 0.1)] },
    },
    axes: [
      { ...CHART_AXIS, size: 24 },
      { ...CHART_AXIS, size: 48, values: (_, ticks) => ticks.map((tick) => `${Number(tick.toFixed(2))} %`) },
    ],
    series: [
      {},
      { ...series, label: labelWord('haemorrhage'), stroke: '#f2a65a' },
      { ...series, label: labelWord('none'), stroke: '#b8b8b8', dash: [6, 4] },
    ],
  };
}

/** The curve in words: its ends, and the middle of what lies between them. */
function inWords(unit: GreyHistogram['unit'], { n, shares }: Distributions['none']['levels']['grey']): string {
  if (n === 0) return 'no slice';
  const inner = shares.slice(1, -1);
  const total = inner.reduce((sum, share) => sum + share, 0);
  let [passed, median] = [0, 0];
  while (median < inner.length - 1 && passed + (inner[median] ?? 0) < total / 2) passed += inner[median++] ?? 0;
  const { low, high } = ENDS[unit];
  const middle = (binEdge(unit, median + 1) + binEdge(unit, median + 2)) / 2;
  return (
    `${percentWord(shares[0] ?? 0)} ${low}, ${percentWord(shares.at(-1) ?? 0)} ${high}, ` +
    `median of the rest ${middle.toFixed(0)}${unit === 'HU' ? ' HU' : ''} (${n} slices)`
  );
}

/** Grey levels of the two labels, one curve over the other: haemorrhage solid, none dashed. */
export function LevelCurves({ unit, distributions }: LevelCurvesProps) {
  const ref = useRef<HTMLDivElement>(null);
  const title = unit === 'HU' ? 'CT, Hounsfield units' : 'Pictures, grey level 0 to 255';
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const made = new uPlot(options(unit, element.clientWidth), columns(unit, distributions), element);
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [unit, distributions]);
  return (
    <figure className={styles.curve} aria-label={title}>
      <figcaption>
        <strong>{title}</strong>, mean share of a slice’s pixels
      </figcaption>
      <div ref={ref} className={styles.plot} aria-hidden />
      <ul className={styles.legend}>
        {LABELS.map((label) => (
          <li key={label}>
            <span className={styles[label]} aria-hidden />
            <span className={styles.word}>{labelWord(label)}:</span>{' '}
            <span className={styles.fine}>{inWords(unit, distributions[label].levels[unit])}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
