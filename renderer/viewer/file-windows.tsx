import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { useViewer } from '../state/viewer-store.ts';
import { leaveField } from '../ui/keep-focus.ts';
import styles from './file-windows.module.css';

/** The windows and tables that come with the picture, to choose from; nothing where the file has at most one window. */
export function FileWindows({ metadata }: { readonly metadata: ImageMetadata }) {
  const commands = useViewer((state) => state.commands);
  const viewport = useViewer((state) => state.viewport);
  if (metadata.windows.length < 2 && metadata.voiTables.length === 0) return null;
  const { windows, voiTables } = metadata;
  const window = windows.findIndex(
    ({ center, width }) => viewport?.windowCenter === center && viewport.windowWidth === width,
  );
  const table = viewport?.table ?? null;
  const value = table !== null ? `table ${table}` : window >= 0 ? `window ${window}` : '';
  const choose = (chosen: string): void => {
    const index = Number(chosen.split(' ')[1]);
    const own = windows[index];
    if (chosen.startsWith('table')) commands?.setTable(index);
    else if (own) commands?.setWindow(own.center, own.width);
  };
  return (
    <select
      className={styles.choice}
      aria-label="Windows of the file"
      title="Windows and tables that come with this picture"
      value={value}
      onChange={(event) => {
        leaveField();
        choose(event.target.value);
      }}
    >
      <option value="" disabled>
        File's windows
      </option>
      {windows.map(({ name, center, width }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the file's own order, which never changes
        <option key={`window ${index}`} value={`window ${index}`}>
          {name} ({Math.round(width)}/{Math.round(center)})
        </option>
      ))}
      {voiTables.map(({ name }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <option key={`table ${index}`} value={`table ${index}`}>
          {name} (table)
        </option>
      ))}
    </select>
  );
}
