import path from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './atomic-json.ts';

const placeSchema = z.object({
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  x: z.number().int().nullable(),
  y: z.number().int().nullable(),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof placeSchema>;

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const DEFAULT_PLACE: WindowPlace = { width: 1440, height: 900, x: null, y: null, maximized: false };

/**
 * Where the window stood last, fitted to the screens that are there now: never larger than the largest, and not where no
 * screen is (a monitor that was unplugged).
 */
export function fitPlace(place: WindowPlace, screens: readonly Area[]): WindowPlace {
  const widest = Math.max(...screens.map((area) => area.width), 400);
  const highest = Math.max(...screens.map((area) => area.height), 300);
  const { x, y } = place;
  const onScreen =
    x !== null &&
    y !== null &&
    screens.some(
      (area) => x >= area.x - 20 && y >= area.y - 20 && x < area.x + area.width - 100 && y < area.y + area.height - 50,
    );
  return {
    ...place,
    width: Math.min(place.width, widest),
    height: Math.min(place.height, highest),
    x: onScreen ? x : null,
    y: onScreen ? y : null,
  };
}

/** Remembers the window's place as window.json in the app's data folder of this account. */
export function openWindowPlace(folder: string): { get(): WindowPlace; set(place: WindowPlace): void } {
  const file = path.join(folder, 'window.json');
  return {
    get: () => readJsonFile(file, placeSchema, DEFAULT_PLACE),
    set: (place) => writeJsonFile(file, placeSchema.parse(place)),
  };
}
