import { useEffect, useState } from 'react';
import type { Identifiers } from '../../src/contract/export-methods.ts';
import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Segmented } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useFolderExport } from '../ui/use-folder-export.ts';
import styles from './dataset-screen.module.css';
import { LookAtPictures } from './look-at-pictures.tsx';

/** Writes a frozen version to a folder: images, labels.csv, manifest.json. */
export function ExportDialog({ datasetId, name }: { readonly datasetId: number; readonly name: string }) {
  const [images, setImages] = useState<'copy' | 'link'>('copy');
  const [identifiers, setIdentifiers] = useState<Identifiers>('pseudonyms');
  const [dicom, setDicom] = useState<readonly number[] | null>(null);
  const [picturesSeen, setPicturesSeen] = useState(false);
  const [unknown, setUnknown] = useState<string | null>(null);
  useEffect(() => {
    call('dataset.pictures', { datasetId })
      .then(({ sliceIds }) => setDicom(sliceIds))
      .catch((error) => setUnknown(messageOf(error)));
  }, [datasetId]);
  const looks = identifiers === 'pseudonyms' && dicom !== null && dicom.length > 0;
  const { busy, problem, start } = useFolderExport((folder) =>
    call('dataset.export', { datasetId, folder, images, identifiers, picturesSeen }),
  );
  return (
    <Dialog
      title={`Export ${name}`}
      width={looks ? 'l' : 's'}
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button
            look="primary"
            disabled={busy || dicom === null || (looks && !picturesSeen)}
            onClick={() => void start()}
          >
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
        <Segmented
          label="Names"
          value={identifiers}
          options={[
            { value: 'pseudonyms', word: 'De-identified' },
            { value: 'originals', word: 'As in the files' },
          ]}
          onChange={setIdentifiers}
        />
        <p className={styles.fine}>
          {identifiers === 'pseudonyms'
            ? 'DICOM headers go by the basic profile of PS3.15, PNGs without their texts; files that had to be changed are copied.'
            : 'The files go as they are, with every name in their headers. Treat them as you treat the originals.'}
        </p>
        {looks && <LookAtPictures sliceIds={dicom} seen={picturesSeen} onSeen={setPicturesSeen} />}
        {unknown && <Notice tone="problem">{unknown}</Notice>}
        {problem && <Notice tone="problem">{problem}</Notice>}
      </div>
    </Dialog>
  );
}
