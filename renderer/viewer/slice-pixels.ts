import { type HeatColourMap, heatTable } from '../../src/viewing/heat-colour-maps.ts';

/** How heat is coloured, and how much of the grey below it hides. */
export interface HeatLook {
  readonly colours: HeatColourMap;
  /** What is below this share of full heat is wholly clear. */
  readonly floor: number;
  /** 0 clear to 1. */
  readonly opacity: number;
}

/**
 * Grey with heat laid over it ("source over" of Porter and Duff, SIGGRAPH 1984, on an opaque ground).
 * @returns 256 rows, one for each heat, of 256 pixels, one for each grey: RGBA in the byte order of little-endian machines
 */
export function blendTable({ colours, floor, opacity }: HeatLook): Uint32Array {
  const table = new Uint8ClampedArray(256 * 256 * 4);
  const heats = heatTable(colours, floor);
  for (let heat = 0; heat < 256; heat += 1) {
    const cover = ((heats[heat * 4 + 3] ?? 0) / 255) * opacity;
    for (let grey = 0; grey < 256; grey += 1) {
      const at = (heat * 256 + grey) * 4;
      for (let channel = 0; channel < 3; channel += 1)
        table[at + channel] = grey * (1 - cover) + (heats[heat * 4 + channel] ?? 0) * cover;
      table[at + 3] = 255;
    }
  }
  return new Uint32Array(table.buffer);
}

/** Stored samples of a slice and the grey of each: `levels[i]` belongs to the sample `lowest + i`. */
export interface GreySamples {
  readonly samples: ArrayLike<number>;
  readonly lowest: number;
  readonly levels: Uint8ClampedArray;
}

/** Heat over the samples of a slice: a byte for each, and how it looks over each grey, as `blendTable` makes it. */
export interface BlendedHeat {
  readonly heat: Uint8Array;
  readonly table: Uint32Array;
}

const OPAQUE = 0xff000000;
const GREY = 0x010101;

/** Pixels of a slice as they are drawn, one RGBA word for each sample, into `words`. */
export function paintSamples(
  { samples, lowest, levels }: GreySamples,
  blended: BlendedHeat | null,
  words: Uint32Array,
): void {
  if (blended === null) {
    for (let at = 0; at < words.length; at += 1)
      words[at] = OPAQUE | ((levels[(samples[at] ?? 0) - lowest] ?? 0) * GREY);
    return;
  }
  const { heat, table } = blended;
  for (let at = 0; at < words.length; at += 1) {
    const grey = levels[(samples[at] ?? 0) - lowest] ?? 0;
    words[at] = table[((heat[at] ?? 0) << 8) | grey] ?? 0;
  }
}
