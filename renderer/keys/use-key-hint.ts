import { usePreferences } from '../state/preferences-store.ts';
import { bindingsInForce } from './bindings-in-force.ts';
import type { Command } from './key-bindings.ts';
import { chordWord } from './shown-keys.ts';

function keyWord(overrides: Parameters<typeof bindingsInForce>[0], command: Command): string | undefined {
  const [chord] = bindingsInForce(overrides).byCommand.get(command)?.keys ?? [];
  return chord === undefined ? undefined : chordWord(chord);
}

/** The key that a command has now, to be drawn on its button; undefined where it has none, or there is no command. */
export function useKeyHint(command: Command | null): string | undefined {
  return usePreferences(({ keyOverrides }) => (command === null ? undefined : keyWord(keyOverrides, command)));
}

/** A tooltip with the key that the command has now: `Invert (I)`. */
export function useKeyTitle(command: Command | null, title: string): string {
  const key = useKeyHint(command);
  return key === undefined ? title : `${title} (${key})`;
}
