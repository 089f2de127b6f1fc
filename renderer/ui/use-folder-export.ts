import { useState } from 'react';
import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';

/** A dialog that asks for a folder and has something written there: closes when that is under way, says why it is not. */
export function useFolderExport(write: (folder: string) => Promise<unknown>): {
  readonly busy: boolean;
  readonly problem: string | null;
  readonly start: () => Promise<void>;
} {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const { path } = await call('dialog.choose-folder', { purpose: 'export' });
      if (path !== null) {
        await write(path);
        return closeDialog();
      }
    } catch (error) {
      setProblem(messageOf(error));
    }
    setBusy(false);
  };
  return { busy, problem, start };
}
