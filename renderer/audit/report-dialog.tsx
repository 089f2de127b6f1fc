import { useState } from 'react';
import type { Identifiers } from '../../src/contract/export-methods.ts';
import { call } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from '../ui/dialog-body.module.css';
import { Segmented, SelectField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useFolderExport } from '../ui/use-folder-export.ts';

const WORDS: Readonly<Record<Identifiers, string>> = {
  pseudonyms:
    'Patient and study are named by the project’s pseudonyms, UIDs are mapped, dates are left out. What you typed as a reason goes along as it is.',
  originals:
    'Patient name, number, dates and UIDs stand in the reports as in the pictures, so that an archive files them with the study. Treat them as you treat the pictures.',
};

/** Writes the reader's reads as DICOM Structured Reports, one for each study of a source. */
export function ReportDialog() {
  const sources = useApp((state) => state.project?.sources ?? []);
  const shown = useWorklist((state) => state.sourceId);
  const reader = usePreferences((state) => state.readerName);
  const [sourceId, setSourceId] = useState(shown ?? sources[0]?.id ?? null);
  const [identifiers, setIdentifiers] = useState<Identifiers>('pseudonyms');
  const { busy, problem, start } = useFolderExport(async (folder) => {
    if (sourceId !== null) await call('report.export', { sourceId, folder, identifiers });
  });
  return (
    <Dialog
      title="Structured reports"
      width="s"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button look="primary" disabled={busy || sourceId === null} onClick={() => void start()}>
            Choose folder and write
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>
          One DICOM Structured Report (TID 1500) for each study that {reader || 'you'} read: every standing read with
          its confidence, reason, and whether the AI had been seen.
        </p>
        <SelectField
          label="Source"
          value={sourceId ?? ''}
          onChange={(event) => setSourceId(Number(event.target.value))}
        >
          {sources.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <Segmented
          label="Names"
          value={identifiers}
          options={[
            { value: 'pseudonyms', word: 'Pseudonyms' },
            { value: 'originals', word: 'As in the pictures' },
          ]}
          onChange={setIdentifiers}
        />
        <p>{WORDS[identifiers]}</p>
        {problem && <Notice tone="problem">{problem}</Notice>}
      </div>
    </Dialog>
  );
}
