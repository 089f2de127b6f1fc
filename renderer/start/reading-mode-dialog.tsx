import { useState } from 'react';
import type { ReadingMode } from '../../src/review/reading-mode.ts';
import { setReadingMode } from '../actions/reading.ts';
import { CallFailed, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { ReadingModeChoice } from './reading-mode-choice.tsx';

/** Changes how the open project is read. Where reads were made in another way that is said first, and asked for again. */
export function ReadingModeDialog() {
  const project = useApp((state) => state.project);
  const [mode, setMode] = useState<ReadingMode>(project?.readingMode ?? 'on');
  const [warning, setWarning] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const unchanged = mode === project?.readingMode;

  const choose = (chosen: ReadingMode) => {
    setMode(chosen);
    setWarning(null);
    setProblem(null);
  };
  const change = async () => {
    try {
      await setReadingMode(mode, warning !== null);
      closeDialog();
    } catch (error) {
      if (error instanceof CallFailed && error.code === 'mixed-reads') setWarning(messageOf(error));
      else setProblem(messageOf(error));
    }
  };
  return (
    <Dialog
      title="How slices are read"
      width="s"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button
            look="primary"
            disabled={unchanged || project?.readOnly === true || problem !== null}
            onClick={() => void change()}
          >
            {warning === null ? 'Change' : 'Change all the same'}
          </Button>
        </>
      }
    >
      <ReadingModeChoice value={mode} onChange={choose} />
      {warning && <Notice tone="warning">{warning}</Notice>}
      {problem && <Notice tone="problem">{problem}</Notice>}
    </Dialog>
  );
}
