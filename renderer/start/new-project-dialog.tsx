import { FolderOpen } from 'lucide-react';
import { useId, useState } from 'react';
import { DEFAULT_READING_MODE } from '../../src/review/reading-mode.ts';
import { createProject } from '../actions/folders.ts';
import { projectFolder } from '../actions/project-folder.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { closeDialog, type OpenDialog } from '../state/dialog-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { lastPart } from '../words.ts';
import styles from './new-project-dialog.module.css';
import { ReadingModeChoice } from './reading-mode-choice.tsx';

type NewProject = Extract<OpenDialog, { kind: 'new-project' }>;

/** Makes a project before the first folder goes into one: a name that is there already, and where to keep it. */
export function NewProjectDialog({ next }: Pick<NewProject, 'next'>) {
  const formId = useId();
  const suggested = useApp((state) => state.defaultProjectsFolder);
  const [name, setName] = useState(next ? lastPart(next.folder) : 'Head CT');
  const [parent, setParent] = useState(suggested);
  const [readingMode, setReadingMode] = useState(DEFAULT_READING_MODE);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const ready = name.trim() !== '' && parent !== null && !busy;

  const choose = async () => {
    try {
      const { path } = await call('dialog.choose-folder', { purpose: 'new-project' });
      if (path !== null) setParent(path);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const create = async () => {
    if (parent === null) return;
    setBusy(true);
    try {
      await createProject(projectFolder(parent, name), name.trim(), next, readingMode);
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title="New project"
      width="s"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button type="submit" form={formId} look="primary" disabled={!ready}>
            {next ? 'Create and open' : 'Create project'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void create();
        }}
      >
        {next && (
          <p className={styles.why}>
            {next.purpose === 'study' ? 'The study' : 'The set'} {lastPart(next.folder)} needs a project that keeps its
            reads, models and audit log. The slices themselves stay where they are.
          </p>
        )}
        <TextField label="Name" value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        <div className={styles.place}>
          <TextField
            label="Keep in"
            readOnly
            value={parent ?? ''}
            placeholder="Choose a folder"
            hint={parent === null ? undefined : `Makes ${projectFolder(parent, name)}`}
          />
          <Button icon={FolderOpen} className={styles.choose} onClick={() => void choose()}>
            Choose
          </Button>
        </div>
        <ReadingModeChoice value={readingMode} onChange={setReadingMode} />
        {problem && <Notice tone="problem">{problem}</Notice>}
      </form>
    </Dialog>
  );
}
