import { UserRound } from 'lucide-react';
import { openDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { Button } from '../ui/button.tsx';
import styles from './readers.module.css';

/** Who is signed in, and the way to somebody else. */
export function ReaderSwitch() {
  const readerName = usePreferences((state) => state.readerName);
  const word = readerName === '' ? 'Nobody signed in' : readerName;
  return (
    <Button
      look="quiet"
      icon={UserRound}
      className={styles.switch}
      aria-label={`Reader: ${word}`}
      title="Sign in as another reader"
      onClick={() => openDialog({ kind: 'sign-in' })}
    >
      <span className={styles.name}>{word}</span>
    </Button>
  );
}
