import { type FormEvent, useState } from 'react';
import { openDialog } from '../state/dialog-store.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import styles from './audit-screen.module.css';

/** From a row of an exported report back to its moment: the entry's number or hash, typed or pasted. */
export function FindMoment() {
  const [entry, setEntry] = useState('');
  const show = (event: FormEvent) => {
    event.preventDefault();
    if (entry.trim() !== '') openDialog({ kind: 'moment', entry: entry.trim() });
  };
  return (
    <form className={styles.find} onSubmit={show}>
      <TextField
        label="Entry number or hash"
        value={entry}
        maxLength={100}
        onChange={(event) => setEntry(event.target.value)}
      />
      <Button type="submit" disabled={entry.trim() === ''}>
        Show the moment
      </Button>
    </form>
  );
}
