import { KeyRound } from 'lucide-react';
import type { SigningState } from '../../src/contract/signing-methods.ts';
import { exportPublicKey } from '../actions/exports.ts';
import { call, messageOf } from '../api.ts';
import { say } from '../state/toast-store.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/field.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Card } from '../ui/page.tsx';
import styles from './audit-screen.module.css';

interface KeyProps {
  readonly state: SigningState & { readonly key: NonNullable<SigningState['key']> };
  readonly onMove: (place: 'key-store' | 'file') => void;
}

function Key({ state: { key, hasKeyStore, file }, onMove }: KeyProps) {
  const inFile = key.place === 'file';
  return (
    <>
      <p>
        Fingerprint <code>{key.fingerprint}</code>
      </p>
      <p>
        {inFile
          ? `The private key lies in ${file}, readable to your account alone${hasKeyStore ? '' : ': this system has no key store'}. The command line signs with it, too.`
          : 'The private key lies in the system’s key store. The command line does not reach it there.'}
      </p>
      <div className={styles.actions}>
        <Button icon={KeyRound} onClick={() => void exportPublicKey()}>
          Export public key
        </Button>
        {hasKeyStore && (
          <Button onClick={() => onMove(inFile ? 'key-store' : 'file')}>
            {inFile ? 'Keep it in the system’s key store' : 'Keep it in a file'}
          </Button>
        )}
      </div>
    </>
  );
}

/** Whether what this installation exports is signed, and with which key. */
export function SigningCard() {
  const { loaded: signing, reload, put } = useLoaded(() => call('signing.get', {}));
  const change = async (asked: Promise<SigningState>) => {
    try {
      put(await asked);
    } catch (error) {
      say('problem', `Signing was not changed: ${messageOf(error)}`);
    }
  };
  return (
    <Card title="Signed exports">
      <Loaded of={signing} what="the signing key" onRetry={reload}>
        {(state) => (
          <div className={styles.signing}>
            <Checkbox
              label="Sign what is exported on this computer: each file gets a signature beside it (.sig)"
              checked={state.enabled}
              onChange={(event) => void change(call('signing.set', { enabled: event.target.checked }))}
            />
            {state.key && (
              <Key
                state={{ ...state, key: state.key }}
                onMove={(place) => void change(call('signing.move', { place }))}
              />
            )}
          </div>
        )}
      </Loaded>
    </Card>
  );
}
