import type { DataSet } from 'dicom-parser';
import type { FrameHeader, StoredWindow, VoiFunction } from '../../../../src/study/file-header.ts';
import { decimal, decimals, firstItem, string, strings } from './attributes.ts';

/** The macros of one frame: its own functional groups, then the shared ones, then the top level. */
class FrameAttributes {
  private readonly places: readonly (DataSet | null)[];
  private readonly top: DataSet;

  constructor(top: DataSet, shared: DataSet | null, own: DataSet | null) {
    this.top = top;
    this.places = [own, shared];
  }

  /** The data set that holds `tag`: inside the macro sequence of the frame or the shared groups, or the top level. */
  holding(macro: string, tag: string): DataSet {
    for (const place of this.places) {
      const item = firstItem(place, macro);
      if (item && (item.elements[tag]?.length ?? 0) > 0) return item;
    }
    return this.top;
  }
}

function allNumbers(values: readonly (number | null)[], length: number): number[] | null {
  const numbers = values.slice(0, length).filter((value) => value !== null);
  return numbers.length === length ? numbers : null;
}

function readPosition(dataSet: DataSet): FrameHeader['positionMm'] {
  const [x, y, z] = allNumbers(decimals(dataSet, 'x00200032'), 3) ?? [];
  return x === undefined || y === undefined || z === undefined ? null : [x, y, z];
}

/** ImageOrientationPatient, null unless it is two unit vectors at right angles (within writing precision). */
function readOrientation(dataSet: DataSet): FrameHeader['orientation'] {
  const values = allNumbers(decimals(dataSet, 'x00200037'), 6);
  if (values === null) return null;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
  const unit = Math.abs(Math.hypot(a, b, c) - 1) < 0.01 && Math.abs(Math.hypot(d, e, f) - 1) < 0.01;
  return unit && Math.abs(a * d + b * e + c * f) < 0.01 ? [a, b, c, d, e, f] : null;
}

function readPair(dataSet: DataSet, tag: string): { row: number; column: number } | null {
  const [row, column] = allNumbers(decimals(dataSet, tag), 2) ?? [];
  return row !== undefined && column !== undefined && row > 0 && column > 0 ? { row, column } : null;
}

/**
 * Height of a pixel by its width: by PixelSpacing; else by the spacing at the detector or on the film, which is true in
 * its ratio and not in mm of the patient; else by PixelAspectRatio (PS3.3 C.7.6.3.1.7).
 */
function readAspect(top: DataSet, spacing: FrameHeader['spacingMm']): number | null {
  const pair = spacing ?? readPair(top, 'x00181164') ?? readPair(top, 'x00182010') ?? readPair(top, 'x00280034');
  return pair && pair.row / pair.column;
}

const VOI_FUNCTIONS: Readonly<Record<string, VoiFunction>> = { LINEAR_EXACT: 'linear-exact', SIGMOID: 'sigmoid' };

/** Most windows of one frame: more than anybody chooses from, and all of them come with each of 65,536 frames. */
const MAX_WINDOWS = 16;

/** Windows; a width below 1 has no meaning for LINEAR, one of 0 or less none at all (PS3.3 C.11.2.1.3). */
function readWindows(dataSet: DataSet, voiFunction: VoiFunction): StoredWindow[] {
  const centers = decimals(dataSet, 'x00281050');
  const widths = decimals(dataSet, 'x00281051');
  const explanations = strings(dataSet, 'x00281055');
  return centers.slice(0, MAX_WINDOWS).flatMap((center, index) => {
    const width = widths[index];
    const least = voiFunction === 'linear' ? 1 : Number.MIN_VALUE;
    const usable = center !== null && width !== null && width !== undefined && width >= least;
    return usable ? [{ center, width, explanation: explanations[index] ?? null }] : [];
  });
}

function readRescale(dataSet: DataSet, modality: string | null, imageType: string[]): FrameHeader['rescale'] {
  const slope = decimal(dataSet, 'x00281053');
  const intercept = decimal(dataSet, 'x00281052');
  if (slope === null || intercept === null || slope === 0) return null;
  const type = string(dataSet, 'x00281054')?.toUpperCase() ?? 'HU';
  return { slope, intercept, toHu: modality === 'CT' && type === 'HU' && !imageType.includes('LOCALIZER') };
}

function readFrame(top: DataSet, attributes: FrameAttributes, modality: string | null): FrameHeader {
  const frameType = attributes.holding('x00189329', 'x00089007');
  const imageType = strings(frameType, frameType === top ? 'x00080008' : 'x00089007').map((word) => word.toUpperCase());
  const content = attributes.holding('x00209111', 'x00209156');
  const acquisition = content === top ? decimal(top, 'x00200012') : (content.uint16('x00209156') ?? null);
  const spacingMm = readPair(attributes.holding('x00289110', 'x00280030'), 'x00280030');
  const voi = attributes.holding('x00289132', 'x00281050');
  const voiFunction = VOI_FUNCTIONS[string(voi, 'x00281056') ?? ''] ?? 'linear';
  return {
    positionMm: readPosition(attributes.holding('x00209113', 'x00200032')),
    orientation: readOrientation(attributes.holding('x00209116', 'x00200037')),
    spacingMm,
    pixelAspect: readAspect(top, spacingMm),
    sliceThicknessMm: decimal(attributes.holding('x00289110', 'x00180050'), 'x00180050'),
    gantryTiltDegrees: decimal(attributes.holding('x00189304', 'x00181120'), 'x00181120'),
    rescale: readRescale(attributes.holding('x00289145', 'x00281053'), modality, imageType),
    windows: readWindows(voi, voiFunction),
    voiFunction,
    instanceNumber: decimal(top, 'x00200013'),
    acquisitionNumber: acquisition,
    imageType,
    rowsMissing: 0,
    coarseness: 1,
  };
}

/**
 * One header per frame, from the enhanced multi-frame functional groups (PS3.3 C.7.6.16) where a file has them, else
 * from the top level.
 */
export function readFrameHeaders(top: DataSet, frameCount: number, modality: string | null): FrameHeader[] {
  const shared = firstItem(top, 'x52009229');
  const perFrame = top.elements.x52009230?.items ?? [];
  // Read once for all frames that say nothing of their own: a header may promise many.
  const common = readFrame(top, new FrameAttributes(top, shared, null), modality);
  return Array.from({ length: frameCount }, (_, frame) => {
    const own = perFrame[frame]?.dataSet;
    return own ? readFrame(top, new FrameAttributes(top, shared, own), modality) : common;
  });
}

/** The data set that holds `tag` for a frame (0-based): in `macro` of its own or the shared groups, else the top level. */
export function frameItem(top: DataSet, frame: number, macro: string, tag: string): DataSet {
  const own = top.elements.x52009230?.items?.[frame]?.dataSet ?? null;
  return new FrameAttributes(top, firstItem(top, 'x52009229'), own).holding(macro, tag);
}
