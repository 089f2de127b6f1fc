import { useState } from 'react';
import { savePicture } from '../actions/save-picture.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from '../ui/dialog-body.module.css';
import { Segmented } from '../ui/field.tsx';

/** Asks how the picture on the screen is to be saved. */
export function SavePictureDialog() {
  const [overlay, setOverlay] = useState<'with' | 'without'>('with');
  const heatmap = useViewer((state) => state.heatmap.kind === 'here');
  const edge = usePreferences((state) => state.contourOn);
  return (
    <Dialog
      title="Save the picture"
      width="s"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button look="primary" onClick={() => void savePicture(overlay === 'with')}>
            Save as PNG
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>
          The picture as it is on the screen, with this window, zoom and place
          {heatmap ? `, and with the heatmap ${edge ? 'and its hot edge that lie' : 'that lies'} over it` : ''}. It is
          not for measuring.
        </p>
        <Segmented
          label="Writing and marks"
          value={overlay}
          options={[
            { value: 'with', word: 'Burnt in' },
            { value: 'without', word: 'Left out' },
          ]}
          onChange={setOverlay}
        />
      </div>
    </Dialog>
  );
}
