import tableStyles from '../ui/table.module.css';
import { methodRemark, openRemarks, type RemarkedRow } from './figure-remarks.ts';

interface FigureNotesProps {
  /** The name of the table. */
  readonly of: string;
  readonly rows: readonly RemarkedRow[];
  /** What is to be said of the table besides. */
  readonly about?: string;
}

/** Below a table of figures: why one is missing, and how the intervals were made. */
export function FigureNotes({ of, rows, about }: FigureNotesProps) {
  const method = methodRemark(rows);
  const notes = [...(about ? [about] : []), ...openRemarks(rows), ...(method ? [method] : [])];
  if (notes.length === 0) return null;
  return (
    <ul className={tableStyles.notes} aria-label={`Notes on ${of}`}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
