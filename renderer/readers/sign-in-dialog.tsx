import { useEffect, useState } from 'react';
import type { MethodOutput } from '../../src/contract/contract.ts';
import { setReader } from '../actions/reading.ts';
import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, TextField } from '../ui/field.tsx';
import styles from './readers.module.css';

type Account = MethodOutput<'reader.list'>['account'];

/** What the system's account says of who reads: it vouches for one name in a project, bound to it here for good. */
function AccountLine({ account, bind, onBind }: { account: Account; bind: boolean; onBind: (bind: boolean) => void }) {
  if (account === undefined) return null;
  const { name, vouchesFor } = account;
  if (vouchesFor !== null) {
    return (
      <p>
        Your account on this computer (“{name}”) vouches for <strong>{vouchesFor}</strong> in this project; any other
        name is a claim.
      </p>
    );
  }
  return (
    <Checkbox
      label={`Bind the name to my account on this computer (“${name}”) for good, so that the audit log says it is vouched for`}
      checked={bind}
      onChange={(event) => onBind(event.target.checked)}
    />
  );
}

/** Asks who reads: one of those who are known here, or somebody new. */
export function SignInDialog() {
  const current = usePreferences((state) => state.readerName);
  const [known, setKnown] = useState<readonly string[]>([]);
  const [name, setName] = useState('');
  const [account, setAccount] = useState<Account>(undefined);
  const [bind, setBind] = useState(false);
  useEffect(() => {
    call('reader.list', {})
      .then(({ readers, account: here }) => {
        setKnown(readers.map((reader) => reader.name));
        setAccount(here);
      })
      .catch((error: unknown) => say('problem', messageOf(error)));
  }, []);
  const signIn = async (chosen: string) => {
    // First: what lies behind is on record as shown to whoever reads when the question is gone.
    await setReader(chosen.trim(), bind && chosen !== '');
    closeDialog();
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
          hint="A name, not a password: without your account behind it it is taken on trust. It stands beside each read in the audit log. You see your own reads and nobody else’s."
          value={name}
          maxLength={200}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
      </form>
      <AccountLine account={account} bind={bind} onBind={setBind} />
    </Dialog>
  );
}
