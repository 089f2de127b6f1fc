import { useEffect, useRef, useState } from 'react';
import { withText } from '../../src/marks/mark-shape.ts';
import { keepMark, reshapeMark } from '../actions/marking.ts';
import { type DrawnMark, useMarks } from '../state/marks-store.ts';
import { pictureElement } from './mark-tool.ts';
import type { Stage } from './mark-view.tsx';
import styles from './marks-layer.module.css';

const WIDTH_PX = 220;

/** The text of an arrow, typed where it stands. Enter keeps it, Escape leaves it as it was. */
export function ArrowText({ mark, stage }: { readonly mark: DrawnMark; readonly stage: Stage }) {
  const { key, shape } = mark;
  const ref = useRef<HTMLInputElement>(null);
  const before = shape.kind === 'arrow' ? shape.text : '';
  const [text, setText] = useState(before);
  useEffect(() => {
    const input = ref.current;
    if (!input) return undefined;
    input.focus({ preventScroll: true });
    const abort = new AbortController();
    // The picture below would take the pointer for a drag.
    const own = (event: Event): void => event.stopPropagation();
    input.addEventListener('pointerdown', own, { signal: abort.signal });
    input.addEventListener('dblclick', own, { signal: abort.signal });
    return () => abort.abort();
  }, []);
  const tail = shape.kind === 'arrow' ? stage.toScreen(shape.points[1]) : null;
  if (!tail || shape.kind !== 'arrow') return null;
  const end = (keep: boolean): void => {
    if (useMarks.getState().editingKey !== key) return;
    useMarks.setState({ editingKey: null });
    if (!keep || text.trim() === before) return;
    reshapeMark(key, withText(shape, text));
    void keepMark(key);
  };
  return (
    <input
      ref={ref}
      className={styles.text}
      aria-label="Text of the arrow"
      placeholder="What is here?"
      maxLength={500}
      value={text}
      style={{
        width: WIDTH_PX,
        left: Math.max(4, Math.min(tail.x + 10, stage.width - WIDTH_PX - 4)),
        top: Math.max(4, Math.min(tail.y - 14, stage.height - 32)),
      }}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.stopPropagation();
        end(event.key === 'Enter');
        pictureElement()?.focus({ preventScroll: true });
      }}
    />
  );
}
