import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const TOKENS = new Map(
  [...readFileSync('renderer/tokens.css', 'utf8').matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(
    ([, name = '', colour = '']) => [name, colour],
  ),
);

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminanceOf(name: string): number {
  const colour = TOKENS.get(name) ?? expect.fail(`There is no --${name}.`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(text: string, ground: string): number {
  const [light, dark] = [luminanceOf(text), luminanceOf(ground)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

// Where text stands: the grounds of windows, cards, rows that are pointed at, chosen or marked.
const GROUNDS = ['surface-0', 'surface-1', 'surface-2', 'surface-3', 'surface-4', 'accent-soft'];

test.each([
  ...GROUNDS.flatMap((ground) => ['ink-1', 'ink-2', 'ink-3', 'accent'].map((text) => [text, ground] as const)),
  ['accent-ink', 'accent'],
  ['problem', 'problem-soft'],
  ['warning', 'warning-soft'],
  ['suspicious', 'suspicious-soft'],
] as const)('--%s is read on --%s: no less than 4.5 to 1', (text, ground) => {
  expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
});
