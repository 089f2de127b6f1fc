import type { DisplayWindow } from '../../src/study/window.ts';
import { COMPARE_WORDS, type CompareKind } from '../../src/viewing/compare-kind.ts';
import type { Placed } from '../../src/viewing/compared-slice.ts';
import { linkedView } from '../../src/viewing/linked-view.ts';
import { mirroredView } from '../../src/viewing/mirror-axis.ts';
import { applyAffine, type Point, type Size, viewTransform } from '../../src/viewing/view.ts';
import type { ViewportFacts } from '../state/viewer-store.ts';
import { differencePictureOf, mirrorAxisOf } from './mirror-of-picture.ts';
import type { Picture } from './picture.ts';
import type { Look } from './picture-canvas.ts';

/** What is drawn beside a slice. */
export interface ComparedPicture {
  readonly picture: Picture;
  readonly look: Look;
}

/**
 * What stands beside a slice, in a look that follows the slice's own: zoom, place, flips and turn, and the window where
 * both have the same unit.
 * @param own the slice on the screen and how it is drawn
 * @param element the element beside
 * @param beside the other window of a slice that stands beside itself; its own where there is none
 * @param apartMm where another slice's middle lies, as `linkedView` takes it
 */
export function comparedPicture(
  kind: CompareKind,
  own: { readonly picture: Picture; readonly facts: ViewportFacts },
  other: Picture,
  element: Size,
  beside: DisplayWindow | null = null,
  apartMm: Point | null = null,
): ComparedPicture {
  const { facts } = own;
  const grid = own.picture.metadata;
  const { windowCenter, windowWidth, invert, table } = facts;
  const window = { windowCenter, windowWidth, invert, table };
  switch (kind) {
    case 'mirror': {
      const axis = mirrorAxisOf(other);
      const onScreen = applyAffine(viewTransform(facts.view, grid, element), axis.point);
      return { picture: other, look: { ...window, view: mirroredView(facts.view, grid, element, axis, onScreen) } };
    }
    case 'difference': {
      const plain = { windowCenter: 0, windowWidth: Math.max(1, windowWidth), invert: false, table: null };
      const look = { ...plain, view: facts.view };
      return { picture: differencePictureOf(other), look };
    }
    case 'window': {
      const another = beside && { windowCenter: beside.center, windowWidth: beside.width, table: null };
      return { picture: other, look: { ...window, ...another, view: facts.view } };
    }
    case 'heatmap':
      return { picture: other, look: { ...window, view: facts.view } };
    case 'previous':
    case 'next':
    case 'other': {
      const { metadata } = other;
      const view = linkedView(facts.view, grid, metadata, element, apartMm);
      const theirs = {
        windowCenter: metadata.windowCenter,
        windowWidth: metadata.windowWidth,
        invert: metadata.invert,
        table: metadata.startsWithTable ? 0 : null,
      };
      return { picture: other, look: { ...(metadata.unit === grid.unit ? window : theirs), view } };
    }
  }
}

function distanceWords(awayMm: number): string {
  const tenths = Math.round(awayMm * 10);
  return `${tenths > 0 ? '+' : tenths < 0 ? '−' : ''}${(Math.abs(tenths) / 10).toFixed(1)} mm`;
}

const degreesWords = (degrees: number): string => `${Math.max(1, Math.round(degrees))}°`;

/** How what stands beside lies to the slice; null where there is nothing to say. */
function placedWords(kind: CompareKind, placed: Placed): string | null {
  switch (placed.kind) {
    case 'itself':
      return null;
    case 'near':
      if (placed.tiltDegrees === 0) return distanceWords(placed.awayMm);
      return `${distanceWords(placed.awayMm)} at the picture’s centre, tilted by ${degreesWords(placed.tiltDegrees)}`;
    case 'across':
      return `in another plane, turned by ${degreesWords(placed.tiltDegrees)}`;
    case 'share':
      return 'by its place in the series: no common coordinates';
    case 'unknown':
      return kind === 'other' ? 'no common coordinates' : null;
  }
}

/** What stands beside, in words: also how far away, or about which line it was mirrored. */
export function comparedWords(kind: CompareKind, picture: Picture, placed: Placed): string {
  const where = placedWords(kind, placed);
  if (kind !== 'mirror' && kind !== 'difference') return `${COMPARE_WORDS[kind]}${where === null ? '' : ` (${where})`}`;
  const about =
    mirrorAxisOf(picture).kind === 'head'
      ? 'the head’s own midline'
      : 'the middle of the picture: no midline was found';
  if (kind === 'mirror') return `Mirrored about ${about}`;
  return `Brighter or darker than across ${about}. Grey: alike`;
}
