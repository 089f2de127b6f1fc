import {
  applyAffine,
  fitScale,
  movedView,
  type Point,
  type Size,
  type SliceGrid,
  type View,
  viewTransform,
} from './view.ts';

const finerMm = ({ rowSpacingMm, columnSpacingMm }: SliceGrid): number | null =>
  rowSpacingMm && columnSpacingMm ? Math.min(rowSpacingMm, columnSpacingMm) : null;

/**
 * The view of another slice beside one: the same flips, turn and place, and a millimetre as long as in the first where both
 * spacings are known; else both zoomed by the same share of what fits.
 * @param apartMm how far the other's middle lies from the first's along rows and columns: then the same point of the patient
 *   lies at the same place in both. Their middles do where it is null, or a spacing is not known
 */
export function linkedView(
  view: View,
  own: SliceGrid,
  other: SliceGrid,
  element: Size,
  apartMm: Point | null = null,
): View {
  const [ownMm, otherMm] = [finerMm(own), finerMm(other)];
  const inMm = ownMm !== null && otherMm !== null;
  const ratio = inMm ? otherMm / ownMm : fitScale(view, other, element) / fitScale(view, own, element);
  const { x, y } = view.translation;
  const linked = { ...view, scale: view.scale * ratio, translation: { x: x / ratio, y: y / ratio } };
  if (!inMm || apartMm === null) return linked;
  const middle = {
    x: own.columns / 2 + apartMm.x / (own.columnSpacingMm ?? ownMm),
    y: own.rows / 2 + apartMm.y / (own.rowSpacingMm ?? ownMm),
  };
  const onScreen = applyAffine(viewTransform(view, own, element), middle);
  return movedView(linked, other, element, { x: other.columns / 2, y: other.rows / 2 }, onScreen);
}

/**
 * The point of a slice's element that is as far from the middle as a point of the element beside it is from that one's: zoomed
 * about it, the slice and what is linked to it both keep what lies there. Points and sizes in CSS pixels.
 */
export function pointOnOwn(at: Point, beside: Size, own: Size): Point {
  return { x: at.x + (own.width - beside.width) / 2, y: at.y + (own.height - beside.height) / 2 };
}
