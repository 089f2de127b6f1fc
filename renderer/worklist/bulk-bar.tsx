import { X } from 'lucide-react';
import type { Label } from '../../src/review/label.ts';
import { askBulkRead, markListed, markUnread, whyNoBulkRead } from '../actions/bulk.ts';
import { useApp } from '../state/app-store.ts';
import { clearMarks, useWorklist } from '../state/worklist-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { countWord } from '../words.ts';
import styles from './bulk-bar.module.css';

const CHOICES: readonly { readonly label: Label; readonly word: string; readonly keyHint: string }[] = [
  { label: 'haemorrhage', word: 'Haemorrhage', keyHint: 'Y' },
  { label: 'none', word: 'None', keyHint: 'N' },
  { label: 'unsure', word: 'Unsure', keyHint: 'U' },
  { label: 'excluded', word: 'Exclude', keyHint: 'X' },
];

/** What can be done with the marked slices, while any are. */
export function BulkBar() {
  const count = useWorklist((state) => state.marked.size);
  const listed = useWorklist((state) => state.order.length);
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const blind = useWorklist(whyNoBulkRead);
  const whyNot = readOnly ? 'This project is open for reading only' : blind;
  if (count === 0) return null;
  return (
    <section className={styles.bar} aria-label="Selected slices">
      <div className={styles.head}>
        <strong role="status">{countWord(count, 'slice')} selected</strong>
        <IconButton icon={X} label="Clear the selection" title="Clear the selection (Esc)" onClick={clearMarks} />
      </div>
      <div className={styles.actions}>
        {CHOICES.map(({ label, word, keyHint }) => (
          <Button
            key={label}
            keyHint={keyHint}
            disabled={whyNot !== null}
            title={whyNot ?? `Label the selected slices: ${word}`}
            onClick={() => askBulkRead(label)}
          >
            {word}
          </Button>
        ))}
      </div>
      {blind !== null && <p className={styles.why}>{blind}</p>}
      <div className={styles.more}>
        <Button look="quiet" onClick={markUnread}>
          Select all unread
        </Button>
        {count < listed && (
          <Button look="quiet" onClick={markListed}>
            Select all {listed.toLocaleString('en-GB')}
          </Button>
        )}
      </div>
    </section>
  );
}
