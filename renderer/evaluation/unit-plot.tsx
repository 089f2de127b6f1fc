import type { ReactNode } from 'react';
import styles from './unit-plot.module.css';

const WIDTH = 320;
const HEIGHT = 292;
const LEFT = 44;
const TOP = 8;
const SIDE_X = WIDTH - LEFT - 10;
const SIDE_Y = HEIGHT - TOP - 44;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** A place of the diagram, both coordinates 0..1. */
export type UnitPoint = readonly [x: number, y: number];

/** Pixels from the left for a share 0..1. */
export const plotX = (share: number): number => LEFT + share * SIDE_X;
/** Pixels from the top for a share 0..1; 1 is at the top. */
export const plotY = (share: number): number => TOP + (1 - share) * SIDE_Y;

/** The `points` of an SVG polyline or polygon. */
export function plotPoints(points: readonly UnitPoint[]): string {
  return points.map(([x, y]) => `${plotX(x).toFixed(1)},${plotY(y).toFixed(1)}`).join(' ');
}

function Axes({ xWord, yWord }: { readonly xWord: string; readonly yWord: string }) {
  return (
    <g>
      {TICKS.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={plotX(tick)} x2={plotX(tick)} y1={plotY(0)} y2={plotY(1)} />
          <line className={styles.grid} x1={plotX(0)} x2={plotX(1)} y1={plotY(tick)} y2={plotY(tick)} />
          <text className={styles.tick} x={plotX(tick)} y={plotY(0) + 16} textAnchor="middle">
            {tick.toFixed(1)}
          </text>
          <text className={styles.tick} x={LEFT - 6} y={plotY(tick) + 4} textAnchor="end">
            {tick.toFixed(1)}
          </text>
        </g>
      ))}
      <text className={styles.axis} x={plotX(0.5)} y={HEIGHT - 8} textAnchor="middle">
        {xWord}
      </text>
      <text className={styles.axis} transform={`translate(12 ${plotY(0.5)}) rotate(-90)`} textAnchor="middle">
        {yWord}
      </text>
    </g>
  );
}

interface UnitPlotProps {
  readonly title: string;
  readonly xWord: string;
  readonly yWord: string;
  /** Under the diagram, and its description for who does not see it: n, figures, intervals. */
  readonly words: string;
  readonly children: ReactNode;
}

/** A diagram whose axes both run from 0 to 1. */
export function UnitPlot({ title, xWord, yWord, words, children }: UnitPlotProps) {
  return (
    <figure className={styles.figure}>
      <h3>{title}</h3>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}. ${words}`} className={styles.plot}>
        <Axes xWord={xWord} yWord={yWord} />
        {children}
      </svg>
      <figcaption className={styles.words}>{words}</figcaption>
    </figure>
  );
}

/** The operating point, marked by a ring, never by its colour alone. */
export function OperatingMark({ at }: { readonly at: UnitPoint }) {
  return (
    <circle className={styles.operating} cx={plotX(at[0])} cy={plotY(at[1])} r={5.5} data-testid="operating-point" />
  );
}

/** Curves of several repeats, or the one curve. */
export function Curves({ curves }: { readonly curves: readonly (readonly UnitPoint[])[] }) {
  return curves.map((curve, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a repeat has no other name than its place
    <polyline key={place} className={curves.length > 1 ? styles.thin : styles.curve} points={plotPoints(curve)} />
  ));
}
