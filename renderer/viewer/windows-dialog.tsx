import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import {
  changeWindows,
  HU_WINDOWS,
  MOST_WINDOWS,
  type NamedWindow,
  PERCENT_WINDOWS,
  typedWindowNumber,
  type WindowChange,
} from '../../src/viewing/named-window.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { Button, IconButton, Key } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { asNamedWindow, type WindowList, windowListOf } from './offered-windows.ts';
import styles from './windows-dialog.module.css';

interface CellProps {
  readonly label: string;
  readonly value: string;
  readonly wrong: (text: string) => string | null;
  readonly onTake: (text: string) => void;
}

/** A field that takes what is typed on Enter or when it is left; what cannot be taken stays, with the reason. */
function Cell({ label, value, wrong, onTake }: CellProps) {
  const [text, setText] = useState<string | null>(null);
  const why = text === null ? null : wrong(text);
  const take = (): void => {
    if (text === null || why !== null) return;
    if (text.trim() !== value) onTake(text.trim());
    setText(null);
  };
  return (
    <input
      className={styles.cell}
      aria-label={label}
      aria-invalid={why !== null}
      title={why ?? label}
      value={text ?? value}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}

const wrongName = (text: string): string | null =>
  text.trim().length >= 1 && text.trim().length <= 24 ? null : 'A name has 1 to 24 letters.';

function wrongNumber(what: 'width' | 'center') {
  return (text: string): string | null => {
    const read = typedWindowNumber(text, what);
    return read.kind === 'wrong' ? read.why : null;
  };
}

interface RowProps {
  readonly window: NamedWindow;
  readonly index: number;
  readonly count: number;
  readonly unit: string;
  readonly onChange: (change: WindowChange) => void;
}

function Row({ window, index, count, unit, onChange }: RowProps) {
  const { id, name, width, center } = window;
  const edit = (to: Partial<NamedWindow>) => onChange({ kind: 'edit', id, to });
  const number = (text: string, what: 'width' | 'center') => {
    const read = typedWindowNumber(text, what);
    if (read.kind === 'number') edit({ [what]: read.value });
  };
  return (
    <tr>
      <td>{index < 9 && <Key>{index + 1}</Key>}</td>
      <td>
        <Cell label={`Name of ${name}`} value={name} wrong={wrongName} onTake={(text) => edit({ name: text })} />
      </td>
      <td>
        <Cell
          label={`Width of ${name} in ${unit}`}
          value={String(width)}
          wrong={wrongNumber('width')}
          onTake={(text) => number(text, 'width')}
        />
      </td>
      <td>
        <Cell
          label={`Level of ${name} in ${unit}`}
          value={String(center)}
          wrong={wrongNumber('center')}
          onTake={(text) => number(text, 'center')}
        />
      </td>
      <td className={styles.buttons}>
        <IconButton
          icon={ArrowUp}
          label={`Move ${name} up`}
          disabled={index === 0}
          onClick={() => onChange({ kind: 'move', id, by: -1 })}
        />
        <IconButton
          icon={ArrowDown}
          label={`Move ${name} down`}
          disabled={index === count - 1}
          onClick={() => onChange({ kind: 'move', id, by: 1 })}
        />
        <IconButton icon={Trash2} label={`Delete ${name}`} onClick={() => onChange({ kind: 'delete', id })} />
      </td>
    </tr>
  );
}

/** The window on the screen as a new entry, where the picture goes by the list; else the first default again. */
function newWindow(list: WindowList, windows: readonly NamedWindow[]): NamedWindow {
  const { picture, viewport } = useViewer.getState();
  const id = `own-${Date.now()}-${windows.length}`;
  const name = `Own ${windows.filter((window) => window.id.startsWith('own-')).length + 1}`;
  if (picture.kind === 'ready' && viewport && windowListOf(picture.metadata) === list) {
    return asNamedWindow(picture.metadata, viewport, id, name);
  }
  return { id, name, width: 100, center: 50 };
}

/** The reader's windows: added, edited, renamed, put in another order, deleted, and as they came. */
export function WindowsDialog({ list }: { readonly list: WindowList }) {
  const windows = usePreferences((state) => state[list]);
  const isHu = list === 'huWindows';
  const unit = isHu ? 'HU' : '%';
  const keep = (next: readonly NamedWindow[]): void => void changePreferences({ [list]: [...next] });
  const change = (one: WindowChange): void => keep(changeWindows(windows, one));
  return (
    <Dialog
      title={isHu ? 'CT windows' : 'Windows for pictures without HU'}
      width="m"
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={() => keep(isHu ? HU_WINDOWS : PERCENT_WINDOWS)}>Reset to the defaults</Button>
          <Button
            icon={Plus}
            disabled={windows.length >= MOST_WINDOWS}
            onClick={() => change({ kind: 'add', window: newWindow(list, windows) })}
          >
            Add the window on the screen
          </Button>
          <Button look="primary" onClick={closeDialog}>
            Done
          </Button>
        </>
      }
    >
      <p className={styles.note}>
        {isHu
          ? 'Width and level in HU.'
          : 'Width and level in per cent of the picture’s range: 0 is its black, 100 its white.'}{' '}
        The keys 1 to 9 go by this order. Changes are kept at once.
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Name</th>
            <th scope="col">Width ({unit})</th>
            <th scope="col">Level ({unit})</th>
            <th scope="col">
              <span className={styles.hidden}>Order</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {windows.map((window, index) => (
            <Row key={window.id} window={window} index={index} count={windows.length} unit={unit} onChange={change} />
          ))}
        </tbody>
      </table>
      {windows.length === 0 && <p className={styles.note}>No window is kept. Add one, or reset to the defaults.</p>}
    </Dialog>
  );
}
