import { UserRound } from 'lucide-react';
import { runCommand } from '../keys/run-command.ts';
import { useKeyTitle } from '../keys/use-key-hint.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { Button } from '../ui/button.tsx';
import styles from './readers.module.css';

/** Who is signed in, and the way to somebody else. */
export function ReaderSwitch() {
  const readerName = usePreferences((state) => state.readerName);
  const title = useKeyTitle('reader', 'Sign in as another reader');
  const word = readerName === '' ? 'Nobody signed in' : readerName;
  return (
    <Button
      look="quiet"
      icon={UserRound}
      className={styles.switch}
      aria-label={`Reader: ${word}`}
      title={title}
      onClick={() => runCommand('reader')}
    >
      <span className={styles.name}>{word}</span>
    </Button>
  );
}
