import { FileText } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { closeDialog, openDialog } from '../state/dialog-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { useTraining } from '../state/training-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from '../ui/dialog-body.module.css';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useFolderExport } from '../ui/use-folder-export.ts';
import { typedPrevalence } from './prevalence.ts';

/** Opens the export of a model's card. */
export function ExportCardButton({ modelId }: { readonly modelId: number }) {
  const name = useTraining(({ models }) => loadedValue(models)?.find(({ id }) => id === modelId)?.name);
  const project = useApp((state) => state.project);
  if (name === undefined) return null;
  return (
    <Button
      icon={FileText}
      disabled={project?.readOnly ?? true}
      title={project?.readOnlyReason ?? undefined}
      onClick={() => openDialog({ kind: 'export-card', modelId, name })}
    >
      Export model card…
    </Button>
  );
}

/** Asks for the prevalence and a folder, then has the card written. */
export function ExportCardDialog({ modelId, name }: { readonly modelId: number; readonly name: string }) {
  const [text, setText] = useState('');
  const prevalence = typedPrevalence(text);
  const { busy, problem, start } = useFolderExport(async (folder) => {
    if (prevalence.kind !== 'wrong') await call('model.exportCard', { modelId, folder, prevalence: prevalence.share });
  });
  return (
    <Dialog
      title={`Export the model card of ${name}`}
      width="s"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button look="primary" disabled={busy || prevalence.kind === 'wrong'} onClick={() => void start()}>
            Choose folder and export
          </Button>
        </>
      }
    >
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          if (prevalence.kind !== 'wrong') void start();
        }}
      >
        <p>
          Writes a page that opens in any browser (model-card.html), its figures as a table (figures.csv) and all of it
          as JSON into a new folder. It names no file and no patient.
        </p>
        <TextField
          label="Prevalence where the model is to be used, in %"
          hint="For the predictive values (PPV, NPV). Left empty, they stay open in the card."
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-invalid={prevalence.kind === 'wrong'}
          onChange={(event) => setText(event.target.value)}
        />
        {prevalence.kind === 'wrong' && (
          <Notice tone="problem">The prevalence is a percentage above 0 and below 100, such as 10.</Notice>
        )}
        {problem && <Notice tone="problem">{problem}</Notice>}
      </form>
    </Dialog>
  );
}
