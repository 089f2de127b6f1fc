import { describe, expect, it } from 'vitest';
import { bindingsInForce, defaultKeys } from '../../../renderer/keys/bindings-in-force.ts';
import { type Command, KEY_BINDINGS } from '../../../renderer/keys/key-bindings.ts';
import { holderOf, rebind, resetKeys, unbind } from '../../../renderer/keys/rebind.ts';
import { shownKeys } from '../../../renderer/keys/shown-keys.ts';
import type { KeyOverrides } from '../../../src/input/key-file.ts';

const keys = (overrides: KeyOverrides, command: Command) =>
  bindingsInForce(overrides).commands.find((bound) => bound.command === command)?.keys;
const owner = (overrides: KeyOverrides, chord: string) => bindingsInForce(overrides).byChord.get(chord)?.command;

describe('bindingsInForce', () => {
  it('gives no default key two meanings, and each is drawn as it is spelt', () => {
    const all = KEY_BINDINGS.flatMap(({ command }) => [...defaultKeys(command)]);
    expect(new Set(all).size).toBe(all.length);
    for (const { command, shown } of KEY_BINDINGS) {
      const [chord] = defaultKeys(command);
      if (chord !== undefined) expect(shownKeys(chord, false), command).toEqual(shown);
    }
    expect(bindingsInForce({}).ignored).toEqual([]);
  });

  it('takes a key that the reader gave away from the command that has it by default', () => {
    const overrides = { heatmap: ['z'] };
    expect(owner(overrides, 'z')).toBe('heatmap');
    expect(keys(overrides, 'undo')).toEqual([]);
    expect(owner(overrides, 'h')).toBeUndefined();
  });

  it('ignores unknown commands, unusable keys and a key given twice, with a word each', () => {
    const { ignored, byChord } = bindingsInForce({
      fly: ['F9'],
      heatmap: ['Tab', 'no key', 'g'],
      invert: ['g'],
      contour: ['$mod+v'],
    });
    expect(ignored).toEqual([
      'Keys of “fly” were ignored: there is no such command.',
      'The key “Tab” of “heatmap” was ignored: Tab moves through the window and works its controls.',
      'The key “no key” of “heatmap” was ignored: it is not the name of a key.',
      'The key “$mod+v” of “contour” was ignored: the window and its text fields need it.',
      'The key “g” of “invert” was ignored: “heatmap” has it.',
    ]);
    expect([byChord.get('g')?.command, byChord.has('Tab'), byChord.has('F9')]).toEqual(['heatmap', false, false]);
  });
});

describe('rebind', () => {
  it('gives a free key in place of the old one', () => {
    const overrides = rebind({}, 'heatmap', 'w', false);
    expect([keys(overrides, 'heatmap'), owner(overrides, 'h')]).toEqual([['w'], undefined]);
  });

  it('swaps with the command that has the key, or takes it away', () => {
    expect(holderOf({}, 'heatmap', 'i')?.command).toBe('invert');
    const swapped = rebind({}, 'heatmap', 'i', true);
    expect([keys(swapped, 'heatmap'), keys(swapped, 'invert')]).toEqual([['i'], ['h']]);
    const taken = rebind({}, 'heatmap', 'i', false);
    expect([keys(taken, 'heatmap'), keys(taken, 'invert')]).toEqual([['i'], []]);
  });

  it('leaves no override behind once swapped back', () => {
    expect(rebind(rebind({}, 'heatmap', 'i', true), 'heatmap', 'h', true)).toEqual({});
  });

  it('resets one command, which gets its key back from whoever has it', () => {
    const overrides = rebind({}, 'heatmap', 'z', false);
    const back = resetKeys(overrides, 'undo');
    expect([keys(back, 'undo'), keys(back, 'heatmap')]).toEqual([['z'], []]);
    expect(resetKeys(back, 'heatmap')).toEqual({});
  });

  it('can leave a command without a key', () => {
    expect(keys(unbind({}, 'excluded'), 'excluded')).toEqual([]);
  });
});
