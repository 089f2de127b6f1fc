import { expect, test } from 'vitest';
import { bindingsInForce } from '../../../renderer/keys/bindings-in-force.ts';
import type { Command } from '../../../renderer/keys/key-bindings.ts';

/** The keys that the design promises a reader, by default. */
const PROMISED: Readonly<Record<string, Command>> = {
  ArrowDown: 'list-next',
  ArrowUp: 'list-previous',
  ArrowRight: 'stack-next',
  ArrowLeft: 'stack-previous',
  Home: 'stack-first',
  End: 'stack-last',
  Space: 'next-unread',
  a: 'agree',
  1: 'window-1',
  2: 'window-2',
  3: 'window-3',
  4: 'window-4',
  5: 'window-5',
  6: 'window-6',
  h: 'heatmap',
  b: 'blind',
  y: 'haemorrhage',
  n: 'none',
  u: 'unsure',
  x: 'excluded',
  i: 'invert',
  r: 'reset',
  z: 'undo',
  'Shift+z': 'redo',
  '?': 'keys',
};

test('each key does by default what the design says', () => {
  const { byChord } = bindingsInForce({});
  const does = Object.keys(PROMISED).map((chord) => [chord, byChord.get(chord)?.command]);
  expect(Object.fromEntries(does)).toEqual(PROMISED);
});
