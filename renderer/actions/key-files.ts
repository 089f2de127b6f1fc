import { MOST_KEY_FILE_BYTES, parseKeyFile } from '../../src/input/key-file.ts';
import { call, messageOf } from '../api.ts';
import { bindingsInForce } from '../keys/bindings-in-force.ts';
import { changePreferences } from '../state/preferences-store.ts';
import { say } from '../state/toast-store.ts';

/** Writes the reader's own keys into a folder that they choose. */
export async function exportKeys(): Promise<void> {
  try {
    const { path } = await call('keys.export', {});
    if (path !== null) say('done', `Wrote ${path}.`);
  } catch (error) {
    say('problem', `The keys were not written: ${messageOf(error)}`);
  }
}

/** Takes the keys of a file in place of the reader's own; says which could not be taken and why. */
export async function importKeys(file: Pick<File, 'name' | 'size' | 'text'>): Promise<void> {
  // What is too large is not even read.
  const text = file.size > MOST_KEY_FILE_BYTES ? ' '.repeat(MOST_KEY_FILE_BYTES + 1) : await file.text();
  const read = parseKeyFile(file.name, text);
  if (read.kind === 'refused') {
    say('problem', read.why);
    return;
  }
  const { commands, ignored } = bindingsInForce(read.keys);
  const usable = commands.flatMap(({ command, keys }) =>
    read.keys[command] ? [[command, [...keys]] as [string, string[]]] : [],
  );
  await changePreferences({ keyOverrides: Object.fromEntries(usable) });
  if (ignored.length === 0) say('done', `Took the keys of "${file.name}".`);
  else say('info', `Took the keys of "${file.name}", but for some. ${ignored.join(' ')}`);
}
