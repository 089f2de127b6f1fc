import { useRef, useState } from 'react';
import { exportKeys, importKeys } from '../actions/key-files.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { type BoundCommand, bindingsInForce } from './bindings-in-force.ts';
import styles from './input-settings.module.css';
import { type Command, KEY_GROUPS } from './key-bindings.ts';
import { KeyRow, type Recording } from './key-row.tsx';
import { chordWord } from './shown-keys.ts';

/** Whether a search finds a command, by what it does or by its key. */
function isFound({ does, keys }: BoundCommand, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return does.toLowerCase().includes(wanted) || keys.some((chord) => chordWord(chord).toLowerCase() === wanted);
}

/** Every command with its keys, to be searched and changed. */
export function KeySettings() {
  const keyOverrides = usePreferences((state) => state.keyOverrides);
  const { commands, ignored } = bindingsInForce(keyOverrides);
  const chooser = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState<{ readonly command: Command; readonly recording: Recording } | null>(null);
  const found = commands.filter((bound) => isFound(bound, typed));
  return (
    <section aria-label="Keys" className={styles.section}>
      <div className={styles.head}>
        <h3>Keys</h3>
        <Button onClick={() => void exportKeys()}>Export my keys</Button>
        <Button onClick={() => chooser.current?.click()}>Import keys</Button>
        <input
          ref={chooser}
          type="file"
          accept=".json,application/json"
          aria-label="File of keys"
          hidden
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) void importKeys(file);
            target.value = '';
          }}
        />
        <Button
          disabled={Object.keys(keyOverrides).length === 0}
          onClick={() => void changePreferences({ keyOverrides: {} })}
        >
          Give every command its default key
        </Button>
      </div>
      {ignored.length > 0 && <Notice tone="warning">{ignored.join(' ')}</Notice>}
      <TextField
        label="Search"
        type="search"
        placeholder="What it does, or its key"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <div className={styles.list}>
        <p role="status" className={styles.none}>
          {found.length === 0 ? 'No command is called that, or has that key.' : ''}
        </p>
        {KEY_GROUPS.map((group) => {
          const own = found.filter((bound) => bound.group === group);
          return own.length === 0 ? null : (
            <section key={group} aria-label={group}>
              <h4 className={styles.group}>{group}</h4>
              <ul>
                {own.map((bound) => (
                  <KeyRow
                    key={bound.command}
                    bound={bound}
                    recording={at?.command === bound.command ? at.recording : null}
                    onRecording={(recording) => setAt(recording && { command: bound.command, recording })}
                  />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </section>
  );
}
