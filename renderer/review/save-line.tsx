import { CircleAlert, CircleCheck, Loader, Redo2, Undo2 } from 'lucide-react';
import { redoLast, undoLast } from '../actions/reading.ts';
import { classNames } from '../class-names.ts';
import { useKeyTitle } from '../keys/use-key-hint.ts';
import { useApp } from '../state/app-store.ts';
import { type Saving, useReview } from '../state/review-store.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './finding-panel.module.css';

function SavingText({ saving }: { readonly saving: Saving }) {
  switch (saving.kind) {
    case 'idle':
      return <span className={styles.saveText} />;
    case 'saving':
      return (
        // Not read aloud: what was saved follows at once, and is.
        <>
          <Loader size={16} strokeWidth={1.75} aria-hidden />
          <span className={styles.saveText} aria-hidden>
            Saving…
          </span>
        </>
      );
    case 'saved':
      return (
        <>
          <CircleCheck size={16} strokeWidth={1.75} aria-hidden />
          <span className={styles.saveText}>
            Saved, audit entry {saving.auditSequence}
            <small>{saving.text}</small>
          </span>
        </>
      );
    case 'failed':
      return (
        <>
          <CircleAlert size={16} strokeWidth={1.75} aria-hidden />
          <span className={styles.saveText}>Not saved: {saving.message}</span>
        </>
      );
  }
}

/** Says saved only when it is, with the number of the audit entry; undo and redo beside it. */
export function SaveLine() {
  const saving = useReview((state) => state.saving);
  const canUndo = useReview((state) => state.canUndo);
  const canRedo = useReview((state) => state.canRedo);
  const undoTitle = useKeyTitle('undo', 'Undo');
  const redoTitle = useKeyTitle('redo', 'Redo');
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  return (
    <div className={classNames(styles.save, saving.kind === 'failed' && styles.failed)}>
      <span role="status" aria-label="Saving" className={styles.saveStatus}>
        <SavingText saving={saving} />
      </span>
      <IconButton
        icon={Undo2}
        label="Undo"
        title={undoTitle}
        disabled={readOnly || !canUndo}
        onClick={() => void undoLast()}
      />
      <IconButton
        icon={Redo2}
        label="Redo"
        title={redoTitle}
        disabled={readOnly || !canRedo}
        onClick={() => void redoLast()}
      />
    </div>
  );
}
