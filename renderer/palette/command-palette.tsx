import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { chordWord } from '../keys/shown-keys.ts';
import { useApp } from '../state/app-store.ts';
import { loadDataset, useDataset } from '../state/dataset-store.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { loadTraining, useTraining } from '../state/training-store.ts';
import { KeyHint } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import fieldStyles from '../ui/field.module.css';
import styles from './command-palette.module.css';
import { paletteEntries } from './palette-entries.ts';
import type { PaletteEntry } from './palette-entry.ts';
import { rankEntries, withRecent } from './rank-entries.ts';

function choose(entry: PaletteEntry): void {
  if (entry.why !== null) return;
  closeDialog();
  // Places to go to belong to one project; commands to them all.
  const isCommand = !entry.id.includes(':');
  if (isCommand) {
    const recentCommands = withRecent(usePreferences.getState().recentCommands, entry.id);
    void changePreferences({ recentCommands });
  }
  void entry.run();
}

function Row({ entry, id, current }: { readonly entry: PaletteEntry; readonly id: string; readonly current: boolean }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const [chord] = entry.keys;
  return (
    <div
      ref={ref}
      id={id}
      className={styles.row}
      role="option"
      tabIndex={-1}
      aria-selected={current}
      aria-disabled={entry.why !== null}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => choose(entry)}
      onKeyDown={() => undefined}
    >
      <span className={styles.title}>{entry.title}</span>
      <span className={styles.why}>{entry.why ?? ''}</span>
      <span className={styles.group}>{entry.group}</span>
      <span className={styles.keys}>{chord !== undefined && <KeyHint>{chordWord(chord)}</KeyHint>}</span>
    </div>
  );
}

/** Where a key moves the choice to; null for a key that does not. */
function moved(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at + count - 1) % count;
  if (key === 'PageDown') return Math.min(count - 1, at + 10);
  if (key === 'PageUp') return Math.max(0, at - 10);
  return null;
}

/** Everything that the app can do and every place in it, found by typing. */
export function CommandPalette() {
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [recent] = useState(usePreferences.getState().recentCommands);
  const models = useTraining((state) => state.models);
  const dataset = useDataset();
  useEffect(() => {
    if (!useApp.getState().project) return;
    if (useTraining.getState().models.kind === 'idle') void loadTraining();
    if (useDataset.getState().versions.kind === 'idle') void loadDataset();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: models and versions come while the palette is open
  const entries = useMemo(paletteEntries, [models, dataset]);
  const listed = useMemo(() => rankEntries(entries, typed, recent), [entries, typed, recent]);
  const current = listed[Math.min(at, listed.length - 1)];
  const press = (event: KeyboardEvent) => {
    const to = moved(event.key, at, listed.length);
    if (to !== null) setAt(to);
    else if (event.key === 'Enter' && current) choose(current);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Find a command" onClose={closeDialog}>
      <input
        className={fieldStyles.input}
        role="combobox"
        aria-label="Command or place"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={current && `${listId}-${listed.indexOf(current)}`}
        placeholder="Type a command, a source, a series, a model or a project"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id={listId} className={styles.list} role="listbox" aria-label="Commands and places">
        {listed.map((entry, index) => (
          <Row key={entry.id} id={`${listId}-${index}`} entry={entry} current={entry === current} />
        ))}
      </div>
      <p className={styles.none} role="status">
        {listed.length === 0 ? 'Nothing is called that.' : ''}
      </p>
    </Dialog>
  );
}
