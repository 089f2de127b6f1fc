import { z } from 'zod';

/**
 * An affine map of the plane: x' = xx * x + xy * y + x0, y' = yx * x + yy * y + y0. Positions are in pixels from the
 * upper left corner (pixel p covers p to p + 1), x along the columns.
 */
export const affineSchema = z.object({
  xx: z.number(),
  xy: z.number(),
  x0: z.number(),
  yx: z.number(),
  yy: z.number(),
  y0: z.number(),
});
export type Affine = z.infer<typeof affineSchema>;

/** First `inner`, then `outer`. */
export function composeAffine(outer: Affine, inner: Affine): Affine {
  return {
    xx: outer.xx * inner.xx + outer.xy * inner.yx,
    xy: outer.xx * inner.xy + outer.xy * inner.yy,
    x0: outer.xx * inner.x0 + outer.xy * inner.y0 + outer.x0,
    yx: outer.yx * inner.xx + outer.yy * inner.yx,
    yy: outer.yx * inner.xy + outer.yy * inner.yy,
    y0: outer.yx * inner.x0 + outer.yy * inner.y0 + outer.y0,
  };
}

/**
 * The map that undoes another.
 * @throws RangeError where the map has no inverse
 */
export function invertAffine({ xx, xy, x0, yx, yy, y0 }: Affine): Affine {
  const determinant = xx * yy - xy * yx;
  if (determinant === 0) throw new RangeError('A map that flattens the plane cannot be undone.');
  const inverse = { xx: yy / determinant, xy: -xy / determinant, yx: -yx / determinant, yy: xx / determinant };
  return {
    ...inverse,
    x0: -(inverse.xx * x0 + inverse.xy * y0),
    y0: -(inverse.yx * x0 + inverse.yy * y0),
  };
}

/** Each axis scaled by its own factor about the corner, then shifted. */
export function scaleAndShift(xScale: number, yScale: number, x0 = 0, y0 = 0): Affine {
  return { xx: xScale, xy: 0, x0, yx: 0, yy: yScale, y0 };
}

/** A linear map about the middle of a square picture instead of its corner, then a shift in pixels. */
export function aboutCenter(
  side: number,
  { xx, xy, yx, yy }: Pick<Affine, 'xx' | 'xy' | 'yx' | 'yy'>,
  xShift = 0,
  yShift = 0,
): Affine {
  const center = side / 2;
  const x0 = center - xx * center - xy * center + xShift;
  return { xx, xy, x0, yx, yy, y0: center - yx * center - yy * center + yShift };
}

/** The linear part of a turn: positive angles turn the x axis towards the y axis (clockwise on a screen). */
export function turn(degrees: number): Pick<Affine, 'xx' | 'xy' | 'yx' | 'yy'> {
  const radians = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  return { xx: cosine, xy: -sine, yx: sine, yy: cosine };
}
