import { groupBy } from '../collections/group-by.ts';
import { dot, normalOf, type PatientVector, sameCosines } from './direction.ts';
import type { FileHeader, FrameHeader } from './file-header.ts';
import { naturalOrder } from './natural-order.ts';
import { SAME_PLACE_MM, type SeriesGap, seriesGaps } from './series-gaps.ts';

/** One inspected slice: a PNG, or one frame of a DICOM file. */
export interface InspectedSlice {
  /** Path below the opened folder, with forward slashes. */
  readonly path: string;
  /** 0-based. */
  readonly frame: number;
  readonly header: FileHeader;
}

/** Slices that belong together, in viewing order. */
export interface Series<T extends InspectedSlice> {
  /** Unique within its study, the same each time the same files are opened. */
  readonly key: string;
  readonly seriesUid: string | null;
  readonly number: number | null;
  readonly description: string | null;
  readonly modality: string | null;
  readonly slices: readonly T[];
  /** Empty for a series without positions. */
  readonly gaps: readonly SeriesGap[];
}

/** DICOM's study, or the PNGs of one folder. */
export interface Study<T extends InspectedSlice> {
  /** The study's UID, or the folder for what has none. */
  readonly key: string;
  readonly studyUid: string | null;
  readonly description: string | null;
  readonly date: string | null;
  readonly series: readonly Series<T>[];
}

function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '' : path.slice(0, end);
}

function frameOf(slice: InspectedSlice): FrameHeader | undefined {
  return slice.header.frames[slice.frame];
}

/** Normals whose parts differ by less, about 3 degrees, are of one series: writing precision splits nothing. */
const ONE_STACK_COSINE = 0.05;

/** Pictures of a folder are no scan: each may have a size of its own, and they stay together. */
function sizeKey({ header }: InspectedSlice): string {
  return header.seriesUid === null ? '' : `${header.columns}x${header.rows}`;
}

/** Slices of a scan by which way they lie: each goes with the first before it whose normal is its own; those that do not say, together. */
function splitByDirection<T extends InspectedSlice>(slices: readonly T[]): T[][] {
  const parts: { readonly normal: PatientVector | null; readonly slices: T[] }[] = [];
  for (const slice of slices) {
    const orientation = slice.header.seriesUid === null ? null : frameOf(slice)?.orientation;
    const normal = orientation ? normalOf(orientation) : null;
    const part = parts.find((one) =>
      one.normal && normal ? sameCosines(one.normal, normal, ONE_STACK_COSINE) : one.normal === normal,
    );
    if (part) part.slices.push(slice);
    else parts.push({ normal, slices: [slice] });
  }
  return parts.map((part) => part.slices);
}

/** Position along the series' normal in mm; null unless every slice has position and orientation. */
function placesOf(slices: readonly InspectedSlice[]): Map<InspectedSlice, number> | null {
  const first = slices[0] && frameOf(slices[0])?.orientation;
  if (!first) return null;
  const normal = normalOf(first);
  const places = new Map<InspectedSlice, number>();
  for (const slice of slices) {
    const position = frameOf(slice)?.positionMm;
    if (!position) return null;
    places.set(slice, dot(position, normal));
  }
  return places;
}

function order<T extends InspectedSlice>(slices: readonly T[]): { slices: T[]; placesMm: number[] | null } {
  const places = placesOf(slices);
  // Whole steps, so that the order stays consistent where positions differ by a rounding only.
  const place = (slice: T) => Math.round((places?.get(slice) ?? 0) / SAME_PLACE_MM);
  const sorted = [...slices].sort((a, b) => {
    const apart = place(a) - place(b);
    if (apart !== 0) return apart;
    const numberA = frameOf(a)?.instanceNumber ?? Number.POSITIVE_INFINITY;
    const numberB = frameOf(b)?.instanceNumber ?? Number.POSITIVE_INFINITY;
    if (numberA !== numberB) return numberA - numberB;
    return naturalOrder(a.path, b.path) || a.frame - b.frame;
  });
  return { slices: sorted, placesMm: places && sorted.map((slice) => places.get(slice) ?? 0) };
}

function hasDuplicates(slices: readonly InspectedSlice[]): boolean {
  const { placesMm } = order(slices);
  return placesMm !== null && seriesGaps(placesMm).some((gap) => gap.kind === 'duplicate');
}

/** Splits by acquisition where slices of one orientation lie on top of each other and acquisitions tell them apart. */
function splitByAcquisition<T extends InspectedSlice>(slices: readonly T[]): T[][] {
  if (!hasDuplicates(slices)) return [[...slices]];
  const groups = [...groupBy(slices, (slice) => String(frameOf(slice)?.acquisitionNumber ?? '')).values()];
  return groups.length > 1 && !groups.some(hasDuplicates) ? groups : [[...slices]];
}

function seriesOf<T extends InspectedSlice>(key: string, slices: readonly T[]): Series<T>[] {
  const parts = [...groupBy(slices, sizeKey).values()].flatMap(splitByDirection).flatMap(splitByAcquisition);
  return parts.map((part, index) => {
    const ordered = order(part);
    const header = ordered.slices[0]?.header;
    return {
      key: parts.length === 1 ? key : `${key} #${index + 1}`,
      seriesUid: header?.seriesUid ?? null,
      number: header?.seriesNumber ?? null,
      description: header?.seriesDescription ?? null,
      modality: header?.modality ?? null,
      slices: ordered.slices,
      gaps: ordered.placesMm ? seriesGaps(ordered.placesMm) : [],
    };
  });
}

/**
 * Groups inspected slices into studies and series and puts every series in viewing order: by position along the normal
 * (foot to head for axial slices), then instance number, then file name as people count, then frame. DICOM goes by its
 * UIDs, PNG by folder. A DICOM series is split where its slices differ in size or direction, and by acquisition where
 * that takes slices apart that lie at one place. The result does not depend on the order of the input.
 */
export function groupStudies<T extends InspectedSlice>(slices: readonly T[]): Study<T>[] {
  const sorted = [...slices].sort((a, b) => naturalOrder(a.path, b.path) || a.frame - b.frame);
  const studyKey = (slice: T) => slice.header.studyUid ?? `folder:${folderOf(slice.path)}`;
  const seriesKey = (slice: T) => slice.header.seriesUid ?? `folder:${folderOf(slice.path)}`;
  return [...groupBy(sorted, studyKey)].map(([key, own]) => {
    const header = own[0]?.header;
    const series = [...groupBy(own, seriesKey)].flatMap(([name, members]) => seriesOf(name, members));
    series.sort((a, b) => (a.number ?? Number.POSITIVE_INFINITY) - (b.number ?? Number.POSITIVE_INFINITY) || 0);
    return {
      key,
      studyUid: header?.studyUid ?? null,
      description: header?.studyDescription ?? null,
      date: header?.studyDate ?? null,
      series,
    };
  });
}
