import type { Preferences } from '../../src/contract/project-methods.ts';
import { HEATMAP_METHOD_WORDS, HEATMAP_METHODS } from '../../src/explanation/heatmap-method.ts';
import { COMPARE_KINDS, COMPARE_WORDS } from '../../src/viewing/compare-kind.ts';
import { HEAT_COLOUR_MAPS, HEAT_COLOUR_WORDS } from '../../src/viewing/heat-colour-maps.ts';
import { whyNotInReview } from '../keys/why-not.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { compareWithKind, heatmapPlace, putHeatmap } from '../viewer/viewer-commands.ts';
import { offered, type PaletteEntry } from './palette-entry.ts';

/** Shares that a slider is set to by name, in per cent. */
const STEPS = [25, 50, 75] as const;

interface Look {
  readonly id: string;
  readonly title: string;
  readonly words?: string;
  readonly set: Partial<Preferences>;
  /** Whether it says something while the heatmap is off. */
  readonly always?: boolean;
}

const HEAT_LOOKS: readonly Look[] = [
  ...HEAT_COLOUR_MAPS.map((map) => ({
    id: `heat-colours ${map}`,
    title: `Heatmap colours: ${HEAT_COLOUR_WORDS[map]}`,
    words: 'colour map',
    set: { heatmapColours: map },
  })),
  ...HEATMAP_METHODS.map((method) => ({
    id: `heat-method ${method}`,
    title: `Heatmap method: ${HEATMAP_METHOD_WORDS[method]}`,
    set: { heatmapMethod: method },
    always: true,
  })),
  {
    id: 'heat-class haemorrhage',
    title: 'Heatmap for haemorrhage',
    words: 'class answer',
    set: { heatmapClass: 'haemorrhage' },
    always: true,
  },
  {
    id: 'heat-class none',
    title: 'Heatmap for no haemorrhage',
    words: 'class answer none',
    set: { heatmapClass: 'none' },
    always: true,
  },
  ...[...STEPS, 100].map((percent) => ({
    id: `heat-opacity ${percent}`,
    title: `Heatmap opacity: ${percent} %`,
    set: { heatmapOpacity: percent / 100 },
  })),
  ...[0, ...STEPS].map((percent) => ({
    id: `heat-floor ${percent}`,
    title: `Draw the heatmap from ${percent} % of full heat`,
    words: 'floor',
    set: { heatmapFloor: percent / 100 },
  })),
  ...STEPS.map((percent) => ({
    id: `hot-edge ${percent}`,
    title: `Hot edge from ${percent} % of full heat`,
    words: 'heatmap threshold contour',
    set: { contourThreshold: percent / 100 },
  })),
];

const SO_NOW = 'It is so now.';

function isSo(set: Partial<Preferences>): boolean {
  const now = usePreferences.getState();
  return (Object.keys(set) as (keyof Preferences)[]).every((key) => now[key] === set[key]);
}

/** How the heatmap is drawn and what stands beside the slice, each by its name. */
export function lookEntries(): PaletteEntry[] {
  const elsewhere = whyNotInReview();
  const { heatmapOn, compareOn, compareWith } = usePreferences.getState();
  const looks = HEAT_LOOKS.map(({ id, title, words = '', set, always = false }) => {
    const off = heatmapOn || always ? null : 'The heatmap is off.';
    const why = elsewhere ?? off ?? (isSo(set) ? SO_NOW : null);
    return offered({ id, group: 'Heatmap', title, words, why, run: () => changePreferences(set) });
  });
  const places = (['over', 'beside'] as const).map((place) =>
    offered({
      id: `heat-place ${place}`,
      group: 'Heatmap',
      title: place === 'over' ? 'Heatmap over the picture' : 'Heatmap beside the picture',
      why: elsewhere ?? (heatmapPlace() === place ? SO_NOW : null),
      run: () => putHeatmap(place),
    }),
  );
  const beside = COMPARE_KINDS.filter((kind) => kind !== 'heatmap').map((kind) =>
    offered({
      id: `beside ${kind}`,
      group: 'Picture',
      title: `Beside the slice: ${COMPARE_WORDS[kind].toLowerCase()}`,
      words: 'compare side',
      why: elsewhere ?? (compareOn && compareWith === kind ? SO_NOW : null),
      run: () => compareWithKind(kind),
    }),
  );
  return [...looks, ...places, ...beside];
}
