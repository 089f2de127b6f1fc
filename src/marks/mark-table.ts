import type { ReaderVouched } from '../audit/audit-entry.ts';
import { type AuditHead, HEAD_COLUMN, headText } from '../audit/audit-head.ts';
import { inertText } from '../audit/inert-text.ts';
import { writeCsv } from '../dataset/write-csv.ts';
import type { MarkFigures } from './mark-figures.ts';
import type { SpacingMm } from './mark-geometry.ts';
import type { MarkShape, Point } from './mark-shape.ts';

/** A standing mark with what names its slice outside of the project: pseudonyms and hashes, no file name. */
export interface ExportedMark {
  readonly mark: number;
  readonly reader: string;
  /** Whether the system's account vouched for that name at the act that left the mark so; null where its entry does not say. */
  readonly readerVouched: ReaderVouched | null;
  readonly studyPseudonym: string;
  readonly seriesPseudonym: string;
  readonly fileSha256: string;
  /** 0-based. */
  readonly frame: number;
  /** Null where the file does not say it: then nothing is in mm. */
  readonly spacingMm: SpacingMm | null;
  readonly shape: MarkShape;
  readonly figures: MarkFigures;
  /** UTC, ISO 8601. */
  readonly recorded: string;
  /** The audit entry that holds the same shape and figures. */
  readonly auditSequence: number;
}

const HEADER = [
  ...['mark', 'reader', 'reader_vouched', 'study', 'series', 'slice', 'frame', 'file_sha256', 'kind', 'text'],
  ...['points_px', 'points_mm', 'row_spacing_mm', 'column_spacing_mm'],
  ...[
    'value',
    'value_unit',
    'length_px',
    'length_mm',
    'angle_degrees',
    'angle_in_mm',
    'angle_pixel_aspect',
    'area_px2',
    'area_mm2',
  ],
  ...['pixels', 'padding_or_missing_pixels', 'mean', 'sd', 'min', 'max', 'recorded_utc', 'audit_sequence', HEAD_COLUMN],
];

/** One record for each mark, with the head of the log that they come from. Points are `x y` pairs with `; ` between them; numbers as JSON writes them; text inert. */
export function markTable(marks: readonly ExportedMark[], head: AuditHead): string {
  const recordOf = (mark: ExportedMark): string[] => {
    const cells: Partial<Record<string, string>> = { ...cellsOf(mark), [HEAD_COLUMN]: headText(head) };
    return HEADER.map((name) => cells[name] ?? '');
  };
  return writeCsv([HEADER, ...marks.map(recordOf)]);
}

function cellsOf(mark: ExportedMark): Partial<Record<string, string>> {
  const { shape, spacingMm } = mark;
  const inMm = ({ x, y }: Point): Point => ({ x: x * (spacingMm?.column ?? 0), y: y * (spacingMm?.row ?? 0) });
  return {
    mark: String(mark.mark),
    reader: inertText(mark.reader),
    reader_vouched: mark.readerVouched ?? '',
    study: mark.studyPseudonym,
    series: mark.seriesPseudonym,
    slice: `${mark.fileSha256.slice(0, 16)}/${mark.frame}`,
    frame: String(mark.frame),
    file_sha256: mark.fileSha256,
    kind: shape.kind,
    text: shape.kind === 'arrow' ? inertText(shape.text) : '',
    points_px: pointsCell(shape.points),
    points_mm: spacingMm === null ? '' : pointsCell(shape.points.map(inMm)),
    row_spacing_mm: numberCell(spacingMm?.row ?? null),
    column_spacing_mm: numberCell(spacingMm?.column ?? null),
    ...figureCells(mark.figures),
    recorded_utc: mark.recorded,
    audit_sequence: String(mark.auditSequence),
  };
}

function figureCells(figures: MarkFigures): Partial<Record<string, string>> {
  switch (figures.kind) {
    case 'probe':
      return { value: numberCell(figures.value), value_unit: figures.unit };
    case 'length':
      return { length_px: numberCell(figures.px), length_mm: numberCell(figures.mm) };
    case 'angle':
      return {
        ...{ angle_degrees: numberCell(figures.degrees), angle_in_mm: figures.inMm ? 'yes' : 'no' },
        angle_pixel_aspect: numberCell(figures.inMm ? null : (figures.pixelAspect ?? 1)),
      };
    case 'area':
      return {
        ...{ area_px2: numberCell(figures.areaPx), area_mm2: numberCell(figures.areaMm2), value_unit: figures.unit },
        ...{ pixels: numberCell(figures.pixels), padding_or_missing_pixels: numberCell(figures.paddingPixels) },
        ...{ mean: numberCell(figures.mean), sd: numberCell(figures.sd) },
        ...{ min: numberCell(figures.min), max: numberCell(figures.max) },
      };
    case 'none':
      return {};
  }
}

const pointsCell = (points: readonly Point[]): string => points.map(({ x, y }) => `${cut(x)} ${cut(y)}`).join('; ');
/** Without the digits that binary arithmetic adds at the end. */
const cut = (value: number): number => Number(value.toPrecision(12));
const numberCell = (value: number | null): string => (value === null ? '' : JSON.stringify(cut(value)));
