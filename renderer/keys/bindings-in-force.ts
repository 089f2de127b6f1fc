import type { KeyOverrides } from '../../src/input/key-file.ts';
import { type Command, KEY_BINDINGS, type KeyBinding } from './key-bindings.ts';
import { type Chord, parseChord } from './key-chord.ts';
import { IS_MAC } from './shown-keys.ts';
import { whyNotAKey } from './unusable-keys.ts';

/** A command with the keys that it has now. */
export interface BoundCommand extends Omit<KeyBinding, 'command' | 'keys' | 'shown'> {
  readonly command: Command;
  readonly keys: readonly Chord[];
  /** Whether the reader has changed its keys. */
  readonly changed: boolean;
}

export interface BindingsInForce {
  readonly commands: readonly BoundCommand[];
  readonly byCommand: ReadonlyMap<Command, BoundCommand>;
  readonly byChord: ReadonlyMap<Chord, BoundCommand>;
  /** What of the overrides could not be taken, one sentence each. */
  readonly ignored: readonly string[];
}

const isCommandName = (name: string): boolean => KEY_BINDINGS.some(({ command }) => command === name);

/** The keys of a command as they come with the app, each once. */
export function defaultKeys(command: Command): readonly Chord[] {
  const keys = KEY_BINDINGS.find((binding) => binding.command === command)?.keys ?? [];
  return [...new Set(keys.flatMap((key) => parseChord(key, IS_MAC) ?? []))];
}

/** An override's keys that can be used, and a sentence on each that cannot. */
function usableKeys(
  command: string,
  written: readonly string[],
): { keys: readonly Chord[]; ignored: readonly string[] } {
  const keys = new Set<Chord>();
  const ignored: string[] = [];
  for (const one of written) {
    const chord = parseChord(one, IS_MAC);
    const why = chord === null ? 'it is not the name of a key' : whyNotAKey(chord);
    if (chord !== null && why === null) keys.add(chord);
    else ignored.push(`The key “${one}” of “${command}” was ignored: ${why}.`);
  }
  return { keys: [...keys], ignored };
}

function resolve(overrides: KeyOverrides): BindingsInForce {
  const ignored = Object.keys(overrides)
    .filter((name) => !isCommandName(name))
    .map((name) => `Keys of “${name}” were ignored: there is no such command.`);
  const taken = new Map<Chord, Command>();
  const own = new Map<Command, readonly Chord[]>();
  for (const { command } of KEY_BINDINGS) {
    const written = overrides[command];
    if (written === undefined) continue;
    const usable = usableKeys(command, written);
    ignored.push(...usable.ignored);
    const free = usable.keys.filter((chord) => !taken.has(chord));
    for (const chord of usable.keys) {
      if (taken.has(chord))
        ignored.push(`The key “${chord}” of “${command}” was ignored: “${taken.get(chord)}” has it.`);
    }
    for (const chord of free) taken.set(chord, command);
    own.set(command, free);
  }
  const commands = KEY_BINDINGS.map(({ command, shown: _, ...rest }) => {
    const keys = own.get(command) ?? defaultKeys(command).filter((chord) => !taken.has(chord));
    return { ...rest, command, keys, changed: keys.join(' ') !== defaultKeys(command).join(' ') };
  });
  const byCommand = new Map(commands.map((bound) => [bound.command, bound] as const));
  const byChord = new Map(commands.flatMap((bound) => bound.keys.map((chord) => [chord, bound] as const)));
  return { commands, byCommand, byChord, ignored };
}

let last: { readonly overrides: KeyOverrides; readonly inForce: BindingsInForce } | null = null;

/**
 * Every command with its keys: the defaults, the reader's own before them. A key that a command was given is taken from the
 * command that has it by default, so no key ever has two meanings. What cannot be used is ignored and said.
 */
export function bindingsInForce(overrides: KeyOverrides): BindingsInForce {
  if (last?.overrides !== overrides) last = { overrides, inForce: resolve(overrides) };
  return last.inForce;
}
