import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import { PROJECT_ROOT } from './setup/paths.mjs';

// Draws assets/icon.png: a head slice (skull, brain, a bleed at the rim) under a reader's ring. Run by hand.

const SIZE = 1024;
const SAMPLES = 3;

/** Colours from the top layer down; the first shape that holds the point wins. Coordinates run from -1 to 1. */
const LAYERS = [
  { colour: [255, 176, 32, 255], holds: (x, y) => Math.abs(Math.hypot(x - 0.27, y + 0.22) - 0.34) < 0.035 },
  { colour: [236, 236, 236, 255], holds: (x, y) => Math.hypot((x - 0.27) / 0.13, (y + 0.22) / 0.2) < 1 },
  { colour: [44, 48, 54, 255], holds: (x, y) => Math.hypot((Math.abs(x) - 0.1) / 0.06, (y + 0.02) / 0.2) < 1 },
  { colour: [112, 118, 126, 255], holds: (x, y) => Math.hypot(x / 0.52, y / 0.66) < 1 },
  { colour: [244, 244, 244, 255], holds: (x, y) => Math.hypot(x / 0.6, y / 0.74) < 1 },
  { colour: [23, 26, 30, 255], holds: (x, y) => (Math.abs(x) ** 5 + Math.abs(y) ** 5) ** 0.2 < 0.92 },
];

function colourAt(x, y) {
  return LAYERS.find((layer) => layer.holds(x, y))?.colour ?? [0, 0, 0, 0];
}

const data = new Uint8Array(SIZE * SIZE * 4);
for (let row = 0; row < SIZE; row += 1) {
  for (let column = 0; column < SIZE; column += 1) {
    const sum = [0, 0, 0, 0];
    for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
      const x = ((column + ((sample % SAMPLES) + 0.5) / SAMPLES) / SIZE) * 2 - 1;
      const y = ((row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / SIZE) * 2 - 1;
      const [red, green, blue, alpha] = colourAt(x, y);
      sum[0] += red * alpha;
      sum[1] += green * alpha;
      sum[2] += blue * alpha;
      sum[3] += alpha;
    }
    const at = (row * SIZE + column) * 4;
    for (let channel = 0; channel < 3; channel += 1) data[at + channel] = sum[3] === 0 ? 0 : sum[channel] / sum[3];
    data[at + 3] = sum[3] / SAMPLES ** 2;
  }
}
const file = path.join(PROJECT_ROOT, 'assets', 'icon.png');
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, encode({ width: SIZE, height: SIZE, data, channels: 4, depth: 8 }));
