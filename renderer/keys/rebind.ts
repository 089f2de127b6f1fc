import type { KeyOverrides } from '../../src/input/key-file.ts';
import { type BoundCommand, bindingsInForce, defaultKeys } from './bindings-in-force.ts';
import type { Command } from './key-bindings.ts';
import type { Chord } from './key-chord.ts';
import { whyNotAKey } from './unusable-keys.ts';

const same = (a: readonly Chord[], b: readonly Chord[]): boolean => a.join(' ') === b.join(' ');

/** Overrides with a command's keys set; keys as they come with the app need no entry. */
function withKeys(overrides: KeyOverrides, command: Command, keys: readonly Chord[]): KeyOverrides {
  const { [command]: _, ...rest } = overrides;
  return same(keys, defaultKeys(command)) ? rest : { ...rest, [command]: keys };
}

const keysOf = (overrides: KeyOverrides, command: Command): readonly Chord[] =>
  bindingsInForce(overrides).byCommand.get(command)?.keys ?? [];

/** The command, other than the given one, that has a key now. */
export function holderOf(overrides: KeyOverrides, command: Command, chord: Chord): BoundCommand | null {
  const holder = bindingsInForce(overrides).byChord.get(chord);
  return holder && holder.command !== command ? holder : null;
}

/** Gives a command one key in place of those it has. A command that had the key loses it; with `swap` it gets what this one had. */
export function rebind(overrides: KeyOverrides, command: Command, chord: Chord, swap: boolean): KeyOverrides {
  const before = keysOf(overrides, command).filter((key) => key !== chord);
  const holder = holderOf(overrides, command, chord);
  const next = withKeys(overrides, command, [chord]);
  if (!holder) return next;
  const left = holder.keys.filter((key) => key !== chord);
  return withKeys(next, holder.command, swap ? [...left, ...before.filter((key) => whyNotAKey(key) === null)] : left);
}

/** Takes every key from a command. */
export function unbind(overrides: KeyOverrides, command: Command): KeyOverrides {
  return withKeys(overrides, command, []);
}

/** Gives a command its default keys again; whichever command was given one of them meanwhile loses it. */
export function resetKeys(overrides: KeyOverrides, command: Command): KeyOverrides {
  let next = overrides;
  for (const chord of defaultKeys(command)) {
    const holder = holderOf(next, command, chord);
    if (holder)
      next = withKeys(
        next,
        holder.command,
        holder.keys.filter((key) => key !== chord),
      );
  }
  return withKeys(next, command, defaultKeys(command));
}
