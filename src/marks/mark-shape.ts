import { z } from 'zod';
import { cleanText } from '../review/clean-text.ts';

/** A coordinate in pixels of the slice, kept to a hundredth, so that figures can be computed again from what is written. */
const coordinate = z
  .number()
  .min(-1e6)
  .max(1e6)
  .transform((value) => Math.round(value * 100) / 100 + 0);

/** A point of the slice: x to the right in columns, y down in rows; the first pixel's centre is (0.5, 0.5). */
export const pointSchema = z.object({ x: coordinate, y: coordinate });
export type Point = z.infer<typeof pointSchema>;

const two = z.tuple([pointSchema, pointSchema]);

/** What a reader draws on a slice. */
export const markShapeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('probe'), points: z.tuple([pointSchema]) }),
  z.object({ kind: z.literal('length'), points: two }),
  /** End of one arm, corner, end of the other. */
  z.object({ kind: z.literal('angle'), points: z.tuple([pointSchema, pointSchema, pointSchema]) }),
  /** Two opposite corners of the upright box that holds the ellipse. */
  z.object({ kind: z.literal('ellipse'), points: two }),
  /** Two opposite corners. */
  z.object({ kind: z.literal('rectangle'), points: two }),
  /** The tip, then where the text stands. */
  z.object({ kind: z.literal('arrow'), points: two, text: z.string().max(500).transform(cleanText) }),
]);
export type MarkShape = z.infer<typeof markShapeSchema>;
export type MarkKind = MarkShape['kind'];

export const MARK_KINDS = ['probe', 'length', 'angle', 'ellipse', 'rectangle', 'arrow'] as const satisfies MarkKind[];

/** How many points a mark of each kind has. */
export const POINTS_OF: Readonly<Record<MarkKind, 1 | 2 | 3>> = {
  probe: 1,
  length: 2,
  angle: 3,
  ellipse: 2,
  rectangle: 2,
  arrow: 2,
};

/** A mark of a kind from its points; null when their number is not the kind's. */
export function shapeOf(kind: MarkKind, points: readonly Point[], text = ''): MarkShape | null {
  const parsed = markShapeSchema.safeParse({ kind, points, text });
  return parsed.success ? parsed.data : null;
}

/** The same mark with other points. */
export function withPoints<S extends MarkShape>(shape: S, points: readonly Point[]): S {
  const moved = shapeOf(shape.kind, points, shape.kind === 'arrow' ? shape.text : '');
  return (moved ?? shape) as S;
}

const SMALLEST_PX = 0.5;

/** Whether a mark has an extent: a click that drew nothing is not one. */
export function isDrawn({ kind, points }: MarkShape): boolean {
  if (kind === 'probe') return true;
  const [a, b] = points;
  const width = Math.abs(a.x - b.x);
  const height = Math.abs(a.y - b.y);
  if (kind === 'ellipse' || kind === 'rectangle') return width >= SMALLEST_PX && height >= SMALLEST_PX;
  if (Math.hypot(width, height) < SMALLEST_PX) return false;
  const last = points[2];
  return last === undefined || Math.hypot(last.x - b.x, last.y - b.y) >= SMALLEST_PX;
}

/** The same arrow with another text. */
export function withText(shape: Extract<MarkShape, { kind: 'arrow' }>, text: string): MarkShape {
  return shapeOf('arrow', shape.points, text) ?? shape;
}
