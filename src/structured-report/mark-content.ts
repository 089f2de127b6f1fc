import type { MarkFigures } from '../marks/mark-figures.ts';
import type { MarkShape, Point } from '../marks/mark-shape.ts';
import { CONCEPTS, type CodedConcept } from './coded-concepts.ts';
import type { ReportFigure, ReportMark } from './measurement-report.ts';

type Pair = readonly [number, number];
const pair = ({ x, y }: Point): Pair => [x, y];

/** Where a mark lies, as DICOM draws it. */
function graphicOf(shape: MarkShape): Pick<ReportMark, 'graphicType' | 'points'> {
  switch (shape.kind) {
    case 'probe':
      return { graphicType: 'POINT', points: shape.points.map(pair) };
    case 'arrow':
      return { graphicType: 'POINT', points: [pair(shape.points[0])] };
    case 'length':
    case 'angle':
      return { graphicType: 'POLYLINE', points: shape.points.map(pair) };
    case 'ellipse':
      return { graphicType: 'ELLIPSE', points: axesOf(...shape.points) };
    case 'rectangle':
      return { graphicType: 'POLYLINE', points: cornersOf(...shape.points) };
  }
}

/** The ends of the long axis, then of the short one (PS3.3 C.18.6.1.2). */
function axesOf(a: Point, b: Point): Pair[] {
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const across: Pair[] = [
    [Math.min(a.x, b.x), y],
    [Math.max(a.x, b.x), y],
  ];
  const down: Pair[] = [
    [x, Math.min(a.y, b.y)],
    [x, Math.max(a.y, b.y)],
  ];
  return Math.abs(a.x - b.x) >= Math.abs(a.y - b.y) ? [...across, ...down] : [...down, ...across];
}

/** Closed: the first corner stands last again. */
const cornersOf = (a: Point, b: Point): Pair[] => [
  [a.x, a.y],
  [b.x, a.y],
  [b.x, b.y],
  [a.x, b.y],
  [a.x, a.y],
];

const figure = (concept: CodedConcept, value: number, units: CodedConcept): ReportFigure => ({ concept, value, units });

/** What a mark measures. Grey levels and stored values have no unit that DICOM knows, so only HU are told. */
function figuresOf(figures: MarkFigures): ReportFigure[] {
  switch (figures.kind) {
    case 'none':
      return [];
    case 'probe':
      return figures.value === null || figures.unit !== 'HU'
        ? []
        : [figure(CONCEPTS.attenuation, figures.value, CONCEPTS.hounsfield)];
    case 'length':
      return figures.mm === null
        ? [figure(CONCEPTS.length, figures.px, CONCEPTS.pixels)]
        : [figure(CONCEPTS.length, figures.mm, CONCEPTS.millimetre)];
    case 'angle':
      return [figure(CONCEPTS.angle, figures.degrees, CONCEPTS.degree)];
    case 'area':
      return areaFigures(figures);
  }
}

function areaFigures(figures: Extract<MarkFigures, { kind: 'area' }>): ReportFigure[] {
  const { areaMm2, areaPx, unit } = figures;
  const area =
    areaMm2 === null
      ? figure(CONCEPTS.area, areaPx, CONCEPTS.pixels)
      : figure(CONCEPTS.area, areaMm2, CONCEPTS.squareMillimetre);
  if (unit !== 'HU') return [area];
  const statistics = (['mean', 'sd', 'min', 'max'] as const).flatMap((name): ReportFigure[] => {
    const value = figures[name];
    if (value === null) return [];
    return [{ ...figure(CONCEPTS.attenuation, value, CONCEPTS.hounsfield), derivation: CONCEPTS[name] }];
  });
  return [area, ...statistics];
}

/** A mark's place, figures and text for a report. */
export function markContent(
  shape: MarkShape,
  figures: MarkFigures,
): Pick<ReportMark, 'graphicType' | 'points' | 'figures' | 'text'> {
  const text = shape.kind === 'arrow' && shape.text !== '' ? shape.text : null;
  return { ...graphicOf(shape), figures: figuresOf(figures), text };
}
