import { closeDialog } from '../state/dialog-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { Dialog } from '../ui/dialog.tsx';
import tableStyles from '../ui/table.module.css';

/** Files that are not in the list because they could not be read, each with its reason. */
export function RefusedDialog() {
  const worklist = useWorklist((state) => state.worklist);
  const refused = worklist.kind === 'ready' ? worklist.value.refused : [];
  return (
    <Dialog title="Refused files" onClose={closeDialog}>
      <table className={tableStyles.table}>
        <thead>
          <tr>
            <th>File</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {refused.map(({ file, message }) => (
            <tr key={file}>
              <td>{file}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
