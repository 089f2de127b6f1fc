import type { Locator } from '@playwright/test';
import { painted } from './painted.ts';

export interface CanvasFacts {
  /** Pixels that are no grey, that are not black, and that are white. */
  readonly coloured: number;
  readonly lit: number;
  readonly white: number;
  /** How bright it is on the whole: the sum over all channels. */
  readonly sum: number;
}

/** What is on the first canvas inside, once what was asked for is painted. */
export async function canvasFacts(inside: Locator): Promise<CanvasFacts> {
  await painted(inside.page());
  return inside
    .locator('canvas')
    .first()
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      let [coloured, lit, white, sum] = [0, 0, 0, 0];
      for (let at = 0; at < pixels.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
        if (red !== green || green !== blue) coloured += 1;
        if (red + green + blue > 0) lit += 1;
        if (red === 255 && green === 255 && blue === 255) white += 1;
        sum += red + green + blue;
      }
      return { coloured, lit, white, sum };
    });
}
