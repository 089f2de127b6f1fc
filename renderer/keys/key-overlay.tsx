import { mouseMapOf } from '../../src/input/mouse-profile.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { Button, Key } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { bindingsInForce } from './bindings-in-force.ts';
import { fixedCaps, LENS_KEYS, MARK_KEYS } from './fixed-keys.ts';
import { KEY_GROUPS } from './key-bindings.ts';
import styles from './key-overlay.module.css';
import { mouseLines, PROFILE_WORDS } from './mouse-words.ts';
import { runCommand } from './run-command.ts';
import { shownKeys } from './shown-keys.ts';

function GroupOfKeys({ group }: { readonly group: (typeof KEY_GROUPS)[number] }) {
  const keyOverrides = usePreferences((state) => state.keyOverrides);
  const keyed = bindingsInForce(keyOverrides).commands.filter(
    (bound) => bound.group === group && bound.keys.length > 0,
  );
  if (keyed.length === 0) return null;
  return (
    <section className={styles.group}>
      <h3>{group}</h3>
      <dl>
        {keyed.map(({ command, keys, does }) => (
          <div key={command} className={styles.row}>
            <dt>
              {shownKeys(keys[0] ?? '').map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Keys that cannot be set, of what has the focus on the picture. */
function FixedKeys({ title, fixed }: { readonly title: string; readonly fixed: typeof MARK_KEYS | typeof LENS_KEYS }) {
  return (
    <section className={styles.group}>
      <h3>{title}</h3>
      <dl>
        {fixed.map((one) => (
          <div key={one.act} className={styles.row}>
            <dt>
              {fixedCaps(one).map((cap) => (
                <Key key={cap}>{cap}</Key>
              ))}
            </dt>
            <dd>{one.does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function MouseLines() {
  const { mouseProfile, customMouse } = usePreferences();
  return (
    <section className={styles.group}>
      <h3>Mouse on the picture: {PROFILE_WORDS[mouseProfile]}</h3>
      <dl>
        {mouseLines(mouseMapOf({ mouseProfile, customMouse })).map(({ shown, does }) => (
          <div key={shown} className={styles.mouseRow}>
            <dt>{shown}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Every key in force, and what the mouse does on the picture. */
export function KeyOverlay() {
  return (
    <Dialog
      title="Keys"
      width="l"
      textAlone
      onClose={closeDialog}
      actions={<Button onClick={() => runCommand('settings')}>Set keys and mouse…</Button>}
    >
      <div className={styles.columns}>
        {KEY_GROUPS.map((group) => (
          <GroupOfKeys key={group} group={group} />
        ))}
        <FixedKeys title="Fixed, on the mark in focus" fixed={MARK_KEYS} />
        <FixedKeys title="Fixed, while keys hold the lens" fixed={LENS_KEYS} />
        <MouseLines />
      </div>
      <p className={styles.note}>
        Keys that type something are off while you type in a field; Escape leaves the field. Letters go by what the key
        types, digits and letters of other scripts by where the key is.
      </p>
    </Dialog>
  );
}
