import { Download, Eye, EyeOff, RotateCw, Trash2, X } from 'lucide-react';
import { markWord } from '../../src/marks/figure-words.ts';
import { discardChange, exportMarks, keepMark, removeMark } from '../actions/marking.ts';
import { classNames } from '../class-names.ts';
import panel from '../review/finding-panel.module.css';
import { useApp } from '../state/app-store.ts';
import { type DrawnMark, useMarks } from '../state/marks-store.ts';
import { useTool } from '../state/tool-store.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';
import { IconButton } from '../ui/button.tsx';
import { countWord } from '../words.ts';
import styles from './mark-list.module.css';
import { HOW_TO_DRAW, markKindOf } from './mark-tool.ts';

function goTo({ key, sliceId }: DrawnMark): void {
  selectSlice(sliceId);
  useMarks.setState({ selectedKey: key, activePoint: null, hidden: false });
}

function Row({ mark, place }: { readonly mark: DrawnMark; readonly place: number | null }) {
  const { key, shape, figures, state } = mark;
  const selected = useMarks((marks) => marks.selectedKey === key);
  const word = markWord(shape, figures);
  return (
    <li className={classNames(styles.row, selected && styles.selected)}>
      <button type="button" className={styles.go} onClick={() => goTo(mark)}>
        {place !== null && <span className={styles.place}>Slice {place}</span>}
        {word}
        {state.kind === 'temporary' && <small>Not kept: the project is open for reading only</small>}
        {state.kind === 'failed' && <small className={styles.failed}>Not saved: {state.message}</small>}
      </button>
      {state.kind === 'failed' && (
        <>
          <IconButton icon={RotateCw} label={`Save ${word} again`} onClick={() => void keepMark(key)} />
          <IconButton icon={X} label={`Give up the change of ${word}`} onClick={() => discardChange(key)} />
        </>
      )}
      <IconButton icon={Trash2} label={`Delete ${word}`} onClick={() => void removeMark(key)} />
    </li>
  );
}

function Hint() {
  const kind = useTool(({ tool }) => markKindOf(tool));
  if (kind === null) return null;
  return (
    <p className={panel.quiet} data-testid="mark-hint">
      {HOW_TO_DRAW[kind]} Enter puts one in the middle.
    </p>
  );
}

function Heading() {
  const hidden = useMarks((state) => state.hidden);
  const open = useApp((state) => state.project !== null);
  const any = useMarks((state) => state.marks.size > 0) && open;
  return (
    <div className={panel.heading}>
      <h2 className={styles.title}>My marks</h2>
      <span>
        <IconButton
          icon={hidden ? EyeOff : Eye}
          label={hidden ? 'Show marks' : 'Hide marks'}
          aria-pressed={hidden}
          disabled={!any}
          onClick={() => useMarks.setState({ hidden: !hidden })}
        />
        <IconButton icon={Download} label="Export my marks" disabled={!any} onClick={() => void exportMarks()} />
      </span>
    </div>
  );
}

/** The reader's marks on this slice and on the others of its source; other readers' are not shown. */
export function MarkList() {
  return (
    <section className={panel.section} aria-label="Marks">
      <Heading />
      <Hint />
      <Lists />
    </section>
  );
}

function Lists() {
  const selectedId = useWorklist((state) => state.selectedId);
  const items = useWorklist((state) => state.items);
  const numbers = useWorklist((state) => state.numbers);
  const stack = useWorklist((state) => state.stack);
  const marks = useMarks((state) => state.marks);
  const hidden = useMarks((state) => state.hidden);
  const loading = useMarks((state) => state.loading);
  const here = [...marks.values()].filter(({ sliceId }) => sliceId === selectedId);
  const elsewhere = [...marks.values()]
    .filter(({ sliceId }) => sliceId !== selectedId && items.has(sliceId) && stack.includes(sliceId))
    .sort((a, b) => stack.indexOf(a.sliceId) - stack.indexOf(b.sliceId));
  return (
    <>
      {loading.kind === 'failed' && (
        <p className={panel.problem} role="alert">
          The marks could not be read: {loading.message}
        </p>
      )}
      {hidden && <p className={panel.quiet}>{countWord(marks.size, 'mark')} hidden.</p>}
      {here.length === 0 && <p className={panel.quiet}>None on this slice.</p>}
      {here.length > 0 && (
        <ul aria-label="Marks on this slice" className={styles.list}>
          {here.map((mark) => (
            <Row key={mark.key} mark={mark} place={null} />
          ))}
        </ul>
      )}
      {elsewhere.length > 0 && (
        <details className={styles.series}>
          <summary>{countWord(elsewhere.length, 'mark')} on other slices</summary>
          <ul aria-label="Marks on other slices" className={styles.list}>
            {elsewhere.map((mark) => (
              <Row key={mark.key} mark={mark} place={numbers.get(mark.sliceId)?.number ?? null} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
