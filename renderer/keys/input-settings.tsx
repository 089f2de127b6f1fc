import { closeDialog } from '../state/dialog-store.ts';
import { Dialog } from '../ui/dialog.tsx';
import styles from './input-settings.module.css';
import { KeySettings } from './key-settings.tsx';
import { MouseSettings } from './mouse-settings.tsx';

/** Which key and which mouse button does what; kept for this account as soon as it is changed. */
export function InputSettings() {
  return (
    <Dialog title="Keys and mouse" width="l" onClose={closeDialog}>
      <div className={styles.columns}>
        <KeySettings />
        <MouseSettings />
      </div>
    </Dialog>
  );
}
