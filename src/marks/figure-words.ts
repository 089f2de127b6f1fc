import type { MarkFigures, ValueUnit } from './mark-figures.ts';
import type { MarkKind, MarkShape } from './mark-shape.ts';

export const MARK_WORDS: Readonly<Record<MarkKind, string>> = {
  probe: 'Probe',
  length: 'Length',
  angle: 'Angle',
  ellipse: 'Ellipse',
  rectangle: 'Rectangle',
  arrow: 'Arrow',
};

/** A value with its unit: `37 HU`, `grey 128`, `luma 90.2`, `stored value 1200`. */
function valueWord(value: number, unit: ValueUnit): string {
  const written = numberWord(value);
  switch (unit) {
    case 'HU':
      return `${written} HU`;
    case 'grey':
      return `grey ${written}`;
    case 'colour':
      return `luma ${written}`;
    case 'stored':
      return `stored value ${written}`;
  }
}

const numberWord = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

const UNIT_WORDS: Readonly<Record<ValueUnit, string>> = {
  HU: 'HU',
  grey: 'grey levels',
  colour: 'luma',
  stored: 'stored values',
};

function areaLines(figures: Extract<MarkFigures, { kind: 'area' }>): string[] {
  const { mean, sd, min, max, pixels, paddingPixels, unit } = figures;
  const area =
    figures.areaMm2 === null ? `${figures.areaPx.toFixed(1)} px² (no mm)` : `${figures.areaMm2.toFixed(1)} mm²`;
  const padding = paddingPixels > 0 ? `, ${paddingPixels} without a value left out` : '';
  const lines = [`${area}, n ${pixels} px${padding}`];
  if (mean === null || sd === null || min === null || max === null) return [...lines, 'No pixel has its centre inside'];
  return [
    `Mean ${mean.toFixed(1)}, SD ${sd.toFixed(1)}`,
    `Min ${numberWord(min)}, max ${numberWord(max)} ${UNIT_WORDS[unit]}`,
    ...lines,
  ];
}

/** What pixels were taken for where nothing is in mm: as high by wide as the file says, or square. */
const pixelsWord = (aspect: number | undefined): string =>
  aspect === undefined ? 'square pixels' : `pixel aspect ${Number(aspect.toPrecision(3))}`;

/** The figures of a mark as they stand beside it, a line each. What is not in mm says so. */
export function figureLines(figures: MarkFigures): string[] {
  switch (figures.kind) {
    case 'probe':
      return [
        figures.value === null ? 'No value' : valueWord(figures.value, figures.unit),
        `x ${figures.column} y ${figures.row}`,
      ];
    case 'length':
      return [figures.mm === null ? `${figures.px.toFixed(1)} px (no mm)` : `${figures.mm.toFixed(1)} mm`];
    case 'angle':
      return [`${figures.degrees.toFixed(1)}°${figures.inMm ? '' : ` (${pixelsWord(figures.pixelAspect)})`}`];
    case 'area':
      return areaLines(figures);
    case 'none':
      return [];
  }
}

/** A mark in a sentence: `Length 45.2 mm`, `Arrow “old infarct”`. */
export function markWord(shape: MarkShape, figures: MarkFigures): string {
  const text = shape.kind === 'arrow' ? shape.text && `“${shape.text}”` : figureLines(figures).join(', ');
  return `${MARK_WORDS[shape.kind]} ${text}`.trim();
}
