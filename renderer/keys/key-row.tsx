import { useEffect, useRef } from 'react';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { Button, Key } from '../ui/button.tsx';
import type { BoundCommand } from './bindings-in-force.ts';
import styles from './input-settings.module.css';
import { type Chord, chordToKeep, pressOf } from './key-chord.ts';
import { holderOf, rebind, resetKeys, unbind } from './rebind.ts';
import { chordWord, IS_MAC, shownKeys } from './shown-keys.ts';
import { whyNotAKey } from './unusable-keys.ts';

/** What a row is at: waiting for a key, or with one that another command has or that cannot be had. */
export type Recording =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'taken'; readonly chord: Chord; readonly by: string }
  | { readonly kind: 'refused'; readonly word: string };

interface KeyRowProps {
  readonly bound: BoundCommand;
  readonly recording: Recording | null;
  readonly onRecording: (recording: Recording | null) => void;
}

function keep(bound: BoundCommand, chord: Chord, swap: boolean): void {
  const { keyOverrides } = usePreferences.getState();
  void changePreferences({ keyOverrides: asStored(rebind(keyOverrides, bound.command, chord, swap)) });
}

/** Preferences hold arrays that can be written to. */
function asStored(overrides: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(overrides).map(([command, keys]) => [command, [...keys]]));
}

/** Takes the next key that is pressed, before anything else in the window does. Escape and Tab end the waiting. */
function useRecorder(bound: BoundCommand, recording: Recording | null, onRecording: KeyRowProps['onRecording']): void {
  const waits = recording !== null && recording.kind !== 'taken';
  useEffect(() => {
    if (!waits) return undefined;
    const take = (event: KeyboardEvent) => {
      if (event.key === 'Tab') return onRecording(null);
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') return onRecording(null);
      const chord = chordToKeep(pressOf(event), IS_MAC);
      if (chord === null || event.repeat) return;
      const why = whyNotAKey(chord);
      const holder = holderOf(usePreferences.getState().keyOverrides, bound.command, chord);
      if (why !== null) return onRecording({ kind: 'refused', word: `${chordWord(chord)} cannot be had: ${why}.` });
      if (holder) return onRecording({ kind: 'taken', chord, by: holder.does });
      keep(bound, chord, false);
      onRecording(null);
    };
    window.addEventListener('keydown', take, { capture: true });
    return () => window.removeEventListener('keydown', take, { capture: true });
  }, [waits, bound, onRecording]);
}

function Keys({ keys }: { readonly keys: readonly Chord[] }) {
  if (keys.length === 0) return <span className={styles.none}>No key</span>;
  return (
    <span className={styles.chords}>
      {keys.map((chord) => (
        <span key={chord} className={styles.chord}>
          {shownKeys(chord).map((cap) => (
            <Key key={cap}>{cap}</Key>
          ))}
        </span>
      ))}
    </span>
  );
}

interface TakenProps {
  readonly chord: Chord;
  readonly by: string;
  readonly onSwap: () => void;
  readonly onTake: () => void;
  readonly onLeave: () => void;
}

/** A key that another command has: whose it is, and what can be done. */
function Taken({ chord, by, onSwap, onTake, onLeave }: TakenProps) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <fieldset className={styles.taken} aria-label={`${chordWord(chord)} is taken`}>
      <span role="alert">
        {chordWord(chord)} is the key of “{by}”.
      </span>
      <Button ref={first} onClick={onSwap}>
        Swap the keys
      </Button>
      <Button onClick={onTake}>Take it away</Button>
      <Button look="quiet" onClick={onLeave}>
        Leave it
      </Button>
    </fieldset>
  );
}

/** A command with its keys, and the ways to change them. */
export function KeyRow({ bound, recording, onRecording }: KeyRowProps) {
  const change = useRef<HTMLButtonElement>(null);
  const { command, does, keys, changed } = bound;
  const end = (next: Recording | null) => {
    onRecording(next);
    if (next === null) change.current?.focus();
  };
  const settle = (chord: Chord, swap: boolean) => {
    keep(bound, chord, swap);
    end(null);
  };
  useRecorder(bound, recording, end);
  const overrides = () => usePreferences.getState().keyOverrides;
  const waiting = recording !== null && recording.kind !== 'taken';
  return (
    <li className={styles.row}>
      <span>{does}</span>
      <Keys keys={keys} />
      <span className={styles.buttons}>
        <Button
          ref={change}
          look={waiting ? 'primary' : 'plain'}
          onClick={() => onRecording(waiting ? null : { kind: 'waiting' })}
          onBlur={() => waiting && onRecording(null)}
        >
          {waiting ? 'Press the' : 'Change'}
          <span className="spoken-only"> key of {does}</span>
        </Button>
        <Button
          look="quiet"
          disabled={keys.length === 0}
          onClick={() => void changePreferences({ keyOverrides: asStored(unbind(overrides(), command)) })}
        >
          None<span className="spoken-only"> as key of {does}</span>
        </Button>
        <Button
          look="quiet"
          disabled={!changed}
          onClick={() => void changePreferences({ keyOverrides: asStored(resetKeys(overrides(), command)) })}
        >
          Default<span className="spoken-only"> key of {does}</span>
        </Button>
      </span>
      {recording?.kind === 'taken' && (
        <Taken
          {...recording}
          onSwap={() => settle(recording.chord, true)}
          onTake={() => settle(recording.chord, false)}
          onLeave={() => end(null)}
        />
      )}
      <p role="status" className={styles.refused}>
        {recording?.kind === 'refused' && recording.word}
      </p>
    </li>
  );
}
