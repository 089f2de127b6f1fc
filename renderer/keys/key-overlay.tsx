import { closeDialog } from '../state/dialog-store.ts';
import { Key } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KEY_BINDINGS, MOUSE_BINDINGS } from './key-bindings.ts';
import styles from './key-overlay.module.css';

const GROUPS = ['Move', 'Select', 'Read', 'Picture', 'Help'] as const;

/** Every key, and what the mouse does on the picture. */
export function KeyOverlay() {
  return (
    <Dialog title="Keys" width="l" onClose={closeDialog}>
      <div className={styles.columns}>
        {GROUPS.map((group) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            <dl>
              {KEY_BINDINGS.filter((binding) => binding.group === group).map(({ command, shown, does }) => (
                <div key={command} className={styles.row}>
                  <dt>
                    {shown.map((key) => (
                      <Key key={key}>{key}</Key>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section className={styles.group}>
          <h3>Mouse on the picture</h3>
          <dl>
            {MOUSE_BINDINGS.map(({ shown, does }) => (
              <div key={shown} className={styles.row}>
                <dt>{shown}</dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <p className={styles.note}>Keys are off while you type in a field; Escape leaves the field.</p>
    </Dialog>
  );
}
