import { useState } from 'react';
import type { BackupChoice } from '../../src/contract/backup-methods.ts';
import { restoreBackup } from '../actions/backups.ts';
import { leaveProject } from '../actions/leaving.ts';
import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox } from '../ui/field.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { countWord, timeWord } from '../words.ts';
import styles from './restore-dialog.module.css';

const REASON_WORDS: Readonly<Record<BackupChoice['reason'], string>> = {
  asked: 'asked for',
  'before-migration': 'before a newer Overread opened it',
  'before-restore': 'before a backup was restored',
};

function lossWords({ usable, lost }: BackupChoice): string {
  if (!usable) return 'Cannot be used: it is damaged, or of another project.';
  if (lost === null) return 'What was made since cannot be told, because the project cannot be read.';
  if (lost.entries === 0) return 'Nothing was made since.';
  return `Undoes ${countWord(lost.entries, 'entry', 'entries')} of the log made since, ${lost.acts} of them reads, marks or study calls.`;
}

function Choice({
  backup,
  chosen,
  choose,
}: {
  readonly backup: BackupChoice;
  readonly chosen: boolean;
  readonly choose: () => void;
}) {
  const { name, madeMs, reason, entries, usable } = backup;
  return (
    <label className={styles.choice}>
      <input type="radio" name="backup" value={name} checked={chosen} disabled={!usable} onChange={choose} />
      <span className={styles.text}>
        <span>
          {timeWord(madeMs)}, {REASON_WORDS[reason]}, {countWord(entries, 'entry', 'entries')} in its log
        </span>
        <span className={styles.fine}>{lossWords(backup)}</span>
      </span>
    </label>
  );
}

/** Chooses a backup of a project, says what it would undo, and takes the project back to it once that was confirmed. */
export function RestoreDialog({ folder }: { readonly folder: string }) {
  const { loaded: found, reload } = useLoaded(() => call('backup.list', { folder }), folder);
  const [chosen, setChosen] = useState<BackupChoice | null>(null);
  const [confirmed, setConfirmed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const choose = (backup: BackupChoice) => {
    setChosen(backup);
    setConfirmed(false);
    setProblem(null);
  };
  const restore = async (name: string) => {
    setBusy(true);
    try {
      await restoreBackup(folder, name);
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title="Restore a backup"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" disabled={busy} onClick={closeDialog}>
            Cancel
          </Button>
          <Button
            look="primary"
            disabled={busy || chosen === null || !confirmed}
            onClick={() => chosen && void leaveProject(() => restore(chosen.name))}
          >
            {busy ? 'Restoring…' : 'Restore'}
          </Button>
        </>
      }
    >
      <Loaded of={found} what="backups" onRetry={reload}>
        {({ fault, backups }) => (
          <div className={styles.body}>
            {fault !== null && <Notice tone="problem">The database is damaged: {fault}</Notice>}
            <p className={styles.fine}>{folder}</p>
            {backups.length === 0 ? (
              <p>There is no backup of this project. Put a copy of its folder in its place, if you have one.</p>
            ) : (
              <fieldset className={styles.list}>
                <legend className="spoken-only">Backups, newest first</legend>
                {backups.map((backup) => (
                  <Choice
                    key={backup.name}
                    backup={backup}
                    chosen={chosen?.name === backup.name}
                    choose={() => choose(backup)}
                  />
                ))}
              </fieldset>
            )}
            {chosen && (
              <Checkbox
                checked={confirmed}
                onChange={(event) => setConfirmed(event.target.checked)}
                label={
                  fault === null
                    ? 'Take the project back to this. What it is now is backed up first.'
                    : 'Take the project back to this. The damaged database is kept, with what can be read of its log.'
                }
              />
            )}
            {problem && <Notice tone="problem">{problem}</Notice>}
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
