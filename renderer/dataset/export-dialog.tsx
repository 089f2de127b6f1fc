import { useState } from 'react';
import { call } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Segmented } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useFolderExport } from '../ui/use-folder-export.ts';
import styles from './dataset-screen.module.css';

/** Writes a frozen version to a folder: images, labels.csv, manifest.json. */
export function ExportDialog({ datasetId, name }: { readonly datasetId: number; readonly name: string }) {
  const [images, setImages] = useState<'copy' | 'link'>('copy');
  const { busy, problem, start } = useFolderExport((folder) => call('dataset.export', { datasetId, folder, images }));
  return (
    <Dialog
      title={`Export ${name}`}
      width="s"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button look="primary" disabled={busy} onClick={() => void start()}>
            Choose folder and export
          </Button>
        </>
      }
    >
      <div className={styles.column}>
        <p>
          Writes labels.csv with 0 and 1 only, manifest.json with every hash, unsure and excluded slices included, and
          the images into a new folder.
        </p>
        <Segmented
          label="Images"
          value={images}
          options={[
            { value: 'copy', word: 'Copy images' },
            { value: 'link', word: 'Link images' },
          ]}
          onChange={setImages}
        />
        <p className={styles.fine}>
          {images === 'copy'
            ? 'A copy can be moved to another computer.'
            : 'Links take no space on the disk of the slices. On another disk they become copies.'}
        </p>
        {problem && <Notice tone="problem">{problem}</Notice>}
      </div>
    </Dialog>
  );
}
