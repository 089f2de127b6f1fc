import { z } from 'zod';
import { trainableLabelSchema } from '../review/label.ts';
import { CINE_MODES, LEAST_FPS, MOST_FPS } from './cine.ts';
import { COMPARE_KINDS } from './compare-kind.ts';
import { HEAT_COLOUR_MAPS } from './heat-colour-maps.ts';
import { HU_WINDOWS, namedWindowsSchema, PERCENT_WINDOWS } from './named-window.ts';

/** How a reader has the viewer; a part of the preferences. */
export const viewerPreferencesSchema = z.object({
  /** For CT in HU. */
  huWindows: namedWindowsSchema,
  /** For pictures without HU, in per cent of their full range. */
  percentWindows: namedWindowsSchema,
  cineFps: z.number().int().min(LEAST_FPS).max(MOST_FPS),
  cineMode: z.enum(CINE_MODES),
  /** Whether the facts in the picture's corners are drawn; orientation letters always are. */
  overlaysOn: z.boolean(),
  compareOn: z.boolean(),
  compareWith: z.enum(COMPARE_KINDS),
  /** By id, of each list: the window that the same slice stands beside in. */
  compareWindows: z.object({ huWindows: z.string().max(60), percentWindows: z.string().max(60) }),
  heatmapColours: z.enum(HEAT_COLOUR_MAPS),
  /** The share of full heat below which nothing is drawn. */
  heatmapFloor: z.number().min(0).max(0.95),
  /** The answer that the map explains. */
  heatmapClass: trainableLabelSchema,
});
export type ViewerPreferences = z.infer<typeof viewerPreferencesSchema>;

export const VIEWER_DEFAULTS: ViewerPreferences = {
  huWindows: [...HU_WINDOWS],
  percentWindows: [...PERCENT_WINDOWS],
  cineFps: 10,
  cineMode: 'loop',
  overlaysOn: true,
  compareOn: false,
  compareWith: 'mirror',
  compareWindows: { huWindows: 'subdural', percentWindows: 'dark' },
  heatmapColours: 'ember',
  heatmapFloor: 0,
  heatmapClass: 'haemorrhage',
};
