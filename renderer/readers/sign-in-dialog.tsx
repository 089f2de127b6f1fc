import { useEffect, useState } from 'react';
import { setReader } from '../actions/reading.ts';
import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import styles from './readers.module.css';

/** Asks who reads: one of those who are known here, or somebody new. */
export function SignInDialog() {
  const current = usePreferences((state) => state.readerName);
  const [known, setKnown] = useState<readonly string[]>([]);
  const [name, setName] = useState('');
  useEffect(() => {
    call('reader.list', {})
      .then(({ readers }) => setKnown(readers.map((reader) => reader.name)))
      .catch((error: unknown) => say('problem', messageOf(error)));
  }, []);
  const signIn = async (chosen: string) => {
    closeDialog();
    await setReader(chosen.trim());
  };
  const ready = name.trim() !== '';
  return (
    <Dialog
      title="Who is reading?"
      width="s"
      onClose={closeDialog}
      actions={
        <>
          {current !== '' && (
            <Button look="quiet" onClick={() => void signIn('')}>
              Sign out
            </Button>
          )}
          <Button look="primary" disabled={!ready} onClick={() => void signIn(name)}>
            Sign in
          </Button>
        </>
      }
    >
      {known.length > 0 && (
        <ul className={styles.known} aria-label="Readers of this project">
          {known.map((reader) => (
            <li key={reader}>
              <Button aria-pressed={reader === current} onClick={() => void signIn(reader)}>
                {reader}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void signIn(name);
        }}
      >
        <TextField
          label={known.length > 0 ? 'Somebody else' : 'Your name'}
          hint="A name, not a password: it is taken on trust, and stands beside each read in the audit log. You see your own reads and nobody else’s."
          value={name}
          maxLength={200}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
