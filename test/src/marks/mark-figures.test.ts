import { describe, expect, test } from 'vitest';
import { figureLines } from '../../../src/marks/figure-words.ts';
import { type MarkFigures, type MeasuredPicture, measureMark } from '../../../src/marks/mark-figures.ts';
import { type MarkKind, shapeOf } from '../../../src/marks/mark-shape.ts';

const ROWS = 40;
const COLUMNS = 60;
const PADDING = -2000;

/** The picture that numpy made the expected figures of: see the formula; six columns of padding on the left. */
const ct: MeasuredPicture = {
  rows: ROWS,
  columns: COLUMNS,
  color: false,
  pixels: Int16Array.from({ length: ROWS * COLUMNS }, (_, index) => {
    const [x, y] = [index % COLUMNS, Math.floor(index / COLUMNS)];
    return x < 6 ? PADDING : (x * 37 + y * 91 + ((x * y) % 23) * 5) % 400;
  }),
  slope: 2,
  intercept: -300,
  unit: 'HU',
  padding: { min: PADDING, max: PADDING },
  rowsMissing: 0,
  rowSpacingMm: 0.9,
  columnSpacingMm: 0.4,
  pixelAspect: 2.25,
};

const png: MeasuredPicture = {
  ...{ ...ct, slope: 1, intercept: 0, unit: 'grey' },
  ...{ rowSpacingMm: null, columnSpacingMm: null, pixelAspect: 1 },
};

function measure(kind: MarkKind, points: readonly (readonly [number, number])[], picture = ct): MarkFigures {
  const shape = shapeOf(
    kind,
    points.map(([x, y]) => ({ x, y })),
  );
  if (!shape) throw new Error('No such mark');
  return measureMark(shape, picture);
}

const area = (kind: 'ellipse' | 'rectangle', from: readonly [number, number], to: readonly [number, number]) => {
  const figures = measure(kind, [from, to]);
  if (figures.kind !== 'area') throw new Error('No area');
  return figures;
};

// numpy 2.4.6 (mean, std with ddof 0, min, max) over masks of scikit-image 0.26.0 (draw.ellipse) and of pixel centres.
describe('the pixels inside are those of scikit-image and their statistics those of numpy', () => {
  test.each([
    ['ellipse', [3.3, 5.1], [41.7, 33.4], 827, 27, 115.11487303506651, 230.72406947665124, -296, 498],
    ['ellipse', [44.2, -9.7], [70.9, 14.6], 196, 0, 100.77551020408163, 232.0013428274054, -298, 496],
    ['rectangle', [2.6, 9.8], [21.2, 30.7], 315, 63, 116.82539682539682, 222.32241278831322, -296, 498],
    ['rectangle', [30, 15], [20, 10], 50, 0, 86.8, 229.1343710576831, -274, 488],
  ] as const)('%s %j %j', (kind, from, to, pixels, paddingPixels, mean, sd, min, max) => {
    const figures = area(kind, from, to);
    expect(figures).toMatchObject({ pixels, paddingPixels, min, max, unit: 'HU' });
    expect(figures.mean).toBeCloseTo(mean, 9);
    expect(figures.sd).toBeCloseTo(sd, 9);
  });
});

describe('areas', () => {
  test('are those of the drawn figure, whatever the pixels: pi a b, and width times height', () => {
    expect(area('ellipse', [10, 10], [20, 14]).areaPx).toBeCloseTo(Math.PI * 5 * 2, 12);
    expect(area('ellipse', [10, 10], [20, 14]).areaMm2).toBeCloseTo(Math.PI * 5 * 2 * 0.36, 12);
    expect(area('rectangle', [10, 10], [20, 14]).areaMm2).toBeCloseTo(40 * 0.36, 12);
  });

  test('have no statistics where no pixel has its centre inside, or all are padding', () => {
    const nothing = { pixels: 0, mean: null, sd: null, min: null, max: null };
    expect(area('rectangle', [10.6, 10.6], [11.4, 11.4])).toMatchObject({ ...nothing, paddingPixels: 0 });
    const padding = area('rectangle', [0, 0], [6, 2]);
    expect(padding).toMatchObject({ ...nothing, paddingPixels: 12 });
    expect(figureLines(padding)).toEqual([
      '4.3 mm², n 0 px, 12 without a value left out',
      'No pixel has its centre inside',
    ]);
  });
});

describe('the rows that a cut-off file lacks', () => {
  const cut: MeasuredPicture = { ...ct, rowsMissing: 10 };

  test('are not measured: they are drawn dark, and have no value', () => {
    const across = measure(
      'rectangle',
      [
        [10, 28],
        [20, 33],
      ],
      cut,
    );
    const there = measure('rectangle', [
      [10, 28],
      [20, 30],
    ]);
    if (across.kind !== 'area' || there.kind !== 'area') throw new Error('No area');
    const { mean, sd, min, max } = there;
    expect(across).toMatchObject({ pixels: 20, paddingPixels: 30, mean, sd, min, max });
    expect(measure('probe', [[10, 30]], cut)).toMatchObject({ value: null });
    expect(measure('probe', [[10, 29.9]], cut)).toEqual(measure('probe', [[10, 29.9]]));
  });

  test('are not measured in colour either', () => {
    const rgba = { ...cut, rows: 2, columns: 1, rowsMissing: 1, color: true, unit: 'colour', padding: null } as const;
    const picture = { ...rgba, pixels: new Uint8Array(8).fill(60) };
    expect(measure('probe', [[0.5, 0.5]], picture)).toMatchObject({ value: 60 });
    expect(measure('probe', [[0.5, 1.5]], picture)).toMatchObject({ value: null });
  });
});

describe('lengths and angles', () => {
  const [a, b, c] = [
    [3.25, 30.5],
    [40.5, 8.75],
    [55, 36.2],
  ] as const;

  test('are in mm by row and column spacing (numpy)', () => {
    const length = measure('length', [a, b]);
    expect(length).toMatchObject({ kind: 'length', px: expect.closeTo(43.13496261734789, 9) });
    expect(length).toMatchObject({ mm: expect.closeTo(24.600622451474678, 9) });
    expect(measure('angle', [a, b, c])).toEqual({
      kind: 'angle',
      degrees: expect.closeTo(50.489560607012734, 9),
      inMm: true,
    });
  });

  test('without a spacing are in pixels, and say so', () => {
    const length = measure('length', [a, b], png);
    expect(length).toMatchObject({ mm: null });
    expect(figureLines(length)).toEqual(['43.1 px (no mm)']);
    const angle = measure('angle', [a, b, c], png);
    expect(angle).toEqual({ kind: 'angle', degrees: expect.closeTo(87.56415896610598, 9), inMm: false });
    expect(figureLines(angle)).toEqual(['87.6° (square pixels)']);
  });

  test('of a picture whose pixels have a known shape and no size are as it is drawn', () => {
    const oblong = { ...png, pixelAspect: 2.25 };
    // 0.9 by 0.4 mm are pixels of this shape.
    const angle = measure('angle', [a, b, c], oblong);
    expect(angle).toEqual({
      ...{ kind: 'angle', degrees: expect.closeTo(50.489560607012734, 9), inMm: false, pixelAspect: 2.25 },
    });
    expect(figureLines(angle)).toEqual(['50.5° (pixel aspect 2.25)']);
    const drawn = [
      [70, 50],
      [50, 50],
      [60, 55],
    ] as const;
    expect(measure('angle', drawn, { ...oblong, pixelAspect: 2 })).toMatchObject({ degrees: expect.closeTo(45, 9) });
    expect(figureLines(measure('length', [a, b], oblong))).toEqual(['43.1 px (no mm)']);
  });

  test('of a right and of a straight angle are exact', () => {
    const degrees = (end: readonly [number, number]) => measure('angle', [[20, 10], [10, 10], end]);
    expect(degrees([10, 30])).toMatchObject({ degrees: 90 });
    expect(degrees([0, 10])).toMatchObject({ degrees: 180 });
  });
});

describe('a probe', () => {
  test('names the pixel under it and its value: HU for CT, a grey level for a PNG', () => {
    const hu = measure('probe', [[10.9, 20.1]]);
    // (10 * 37 + 20 * 91 + (200 % 23) * 5) % 400 = 270; 270 * 2 - 300
    expect(hu).toEqual({ kind: 'probe', column: 10, row: 20, value: 240, unit: 'HU' });
    expect(figureLines(hu)).toEqual(['240 HU', 'x 10 y 20']);
    expect(figureLines(measure('probe', [[10.9, 20.1]], png))[0]).toBe('grey 270');
  });

  test('on padding has no value, and on the far edge is the last pixel', () => {
    expect(figureLines(measure('probe', [[2, 2]]))[0]).toBe('No value');
    expect(measure('probe', [[COLUMNS, ROWS]])).toMatchObject({ column: 59, row: 39 });
  });

  test('in colour gives luma, and a grey in colour its level', () => {
    const rgba = { ...png, rows: 1, columns: 2, color: true, unit: 'colour', padding: null } as const;
    const picture = { ...rgba, pixels: Uint8Array.from([200, 100, 50, 255, 77, 77, 77, 255]) };
    expect(measure('probe', [[0.5, 0.5]], picture)).toMatchObject({ value: expect.closeTo(124.2, 9) });
    expect(measure('probe', [[1.5, 0.5]], picture)).toMatchObject({ value: 77 });
  });
});
