import { z } from 'zod';

/** How a slice becomes a square, as three choices that do not depend on each other. */
export const framingChoicesSchema = z.object({
  /** Cut to the head's box first (see headBox). */
  cropToHead: z.boolean(),
  /** `stretch`: both axes to the side. `pad`: own proportions kept, the rest filled with background. */
  square: z.enum(['stretch', 'pad']),
  /** Then turned and moved so that the midline stands upright in the middle. */
  alignToMidline: z.boolean(),
});
export type FramingChoices = z.infer<typeof framingChoicesSchema>;

/** The framings that have a name; any other is written as its choices. */
const NAMED = {
  stretch: { cropToHead: false, square: 'stretch', alignToMidline: false },
  pad: { cropToHead: false, square: 'pad', alignToMidline: false },
  head: { cropToHead: true, square: 'pad', alignToMidline: false },
  'aligned-head': { cropToHead: true, square: 'pad', alignToMidline: true },
} as const satisfies Record<string, FramingChoices>;

export const FRAMING_NAMES = ['stretch', 'pad', 'head', 'aligned-head'] as const satisfies (keyof typeof NAMED)[];

/** A framing by its name or by its choices; nothing said is `stretch` (the notebook's resize). */
export const framingSchema = z.union([z.enum(FRAMING_NAMES), framingChoicesSchema]);
export type Framing = z.infer<typeof framingSchema>;

/** What a framing does. */
export function framingChoices(framing: Framing = 'stretch'): FramingChoices {
  return typeof framing === 'string' ? NAMED[framing] : framing;
}

/** The one way to write choices down: by name where they have one. */
export function framingOf({ cropToHead, square, alignToMidline }: FramingChoices): Framing {
  const name = FRAMING_NAMES.find((candidate) => {
    const named = NAMED[candidate];
    return named.cropToHead === cropToHead && named.square === square && named.alignToMidline === alignToMidline;
  });
  return name ?? { cropToHead, square, alignToMidline };
}
