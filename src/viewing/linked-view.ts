import { fitScale, type Size, type SliceGrid, type View } from './view.ts';

const finerMm = ({ rowSpacingMm, columnSpacingMm }: SliceGrid): number | null =>
  rowSpacingMm && columnSpacingMm ? Math.min(rowSpacingMm, columnSpacingMm) : null;

/**
 * The view of another slice beside one: the same flips, turn and place, and a millimetre as long as in the first where both
 * spacings are known; else both zoomed by the same share of what fits.
 */
export function linkedView(view: View, own: SliceGrid, other: SliceGrid, element: Size): View {
  const [ownMm, otherMm] = [finerMm(own), finerMm(other)];
  const ratio =
    ownMm !== null && otherMm !== null
      ? otherMm / ownMm
      : fitScale(view, other, element) / fitScale(view, own, element);
  const { x, y } = view.translation;
  return { ...view, scale: view.scale * ratio, translation: { x: x / ratio, y: y / ratio } };
}
