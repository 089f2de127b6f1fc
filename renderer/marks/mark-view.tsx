import { useEffect, useRef, useState } from 'react';
import { figureLines, markWord } from '../../src/marks/figure-words.ts';
import type { MarkFigures } from '../../src/marks/mark-figures.ts';
import type { MarkShape } from '../../src/marks/mark-shape.ts';
import { classNames } from '../class-names.ts';
import { type DrawnMark, selectMark, useMarks } from '../state/marks-store.ts';
import { type DrawnShape, drawnShape, labelPlace, type ToScreen } from './mark-paths.ts';
import styles from './marks-layer.module.css';

/** How the picture lies on the screen. */
export interface Stage {
  readonly toScreen: ToScreen;
  readonly width: number;
  readonly height: number;
}

function linesOf(shape: MarkShape, figures: MarkFigures | null): string[] {
  if (shape.kind === 'arrow') return shape.text === '' ? [] : shape.text.split('\n');
  return figures ? figureLines(figures) : [];
}

function Label({
  shape,
  drawn,
  lines,
  stage,
}: {
  readonly shape: MarkShape;
  readonly drawn: DrawnShape;
  readonly lines: readonly string[];
  readonly stage: Stage;
}) {
  if (lines.length === 0) return null;
  const { x, y, width, height, lineHeight } = labelPlace(shape, drawn, lines, stage);
  return (
    <g className={styles.label} aria-hidden>
      <rect x={x} y={y} width={width} height={height} rx={4} />
      {lines.map((line, index) => (
        <text key={line} x={x + 6} y={y + 3 + lineHeight * (index + 0.75)}>
          {line}
        </text>
      ))}
    </g>
  );
}

/** The lines of a mark: light over dark, so that they read on bone and on air. */
function Outline({ path }: { readonly path: string }) {
  return (
    <>
      <path className={styles.under} d={path} />
      <path className={styles.line} d={path} />
    </>
  );
}

/** A mark that is being drawn, with what it measures so far. */
export function DraftView({
  shape,
  figures,
  stage,
}: {
  readonly shape: MarkShape;
  readonly figures: MarkFigures | null;
  readonly stage: Stage;
}) {
  const drawn = drawnShape(shape, stage.toScreen);
  if (!drawn) return null;
  return (
    <g className={styles.mark} aria-hidden>
      <Outline path={drawn.path} />
      <Label shape={shape} drawn={drawn} lines={linesOf(shape, figures)} stage={stage} />
    </g>
  );
}

const STATE_WORDS = { kept: '', saving: '', temporary: 'Not kept: reading only', failed: 'Not saved' } as const;

/** A mark with its label; with handles while it is selected. It takes the focus, and then keys move it. */
export function MarkView({ mark, stage }: { readonly mark: DrawnMark; readonly stage: Stage }) {
  const { key, shape, figures, state } = mark;
  const ref = useRef<SVGGElement>(null);
  const [focused, setFocused] = useState(false);
  const selected = useMarks((marks) => marks.selectedKey === key);
  const active = useMarks(({ activePoint }) => activePoint ?? shape.points.length - 1);
  const wantsFocus = useMarks((marks) => marks.focusKey === key);
  useEffect(() => {
    if (!wantsFocus) return;
    ref.current?.focus({ preventScroll: true });
    useMarks.setState({ focusKey: null });
  }, [wantsFocus]);
  const drawn = drawnShape(shape, stage.toScreen);
  if (!drawn) return null;
  const remark = STATE_WORDS[state.kind];
  const lines = [...linesOf(shape, figures), ...(remark === '' ? [] : [remark])];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawn figure that takes keys; SVG has no button
    <g
      ref={ref}
      role="button"
      tabIndex={0}
      aria-label={`${markWord(shape, figures)}${remark && `, ${remark.toLowerCase()}`}`}
      aria-description="Arrow keys move it, with Shift they move one point, Enter goes to the next point, Delete removes it"
      data-mark={key}
      data-kind={shape.kind}
      data-state={state.kind}
      className={classNames(styles.mark, (selected || focused) && styles.selected)}
      onFocus={() => {
        setFocused(true);
        selectMark(key);
      }}
      onBlur={() => setFocused(false)}
    >
      <path className={styles.hit} d={drawn.path} />
      <Outline path={drawn.path} />
      <Label shape={shape} drawn={drawn} lines={lines} stage={stage} />
      {selected &&
        drawn.handles.map(({ x, y }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a point of a mark has no other name than its place
          <g key={index} data-handle={index} className={classNames(focused && index === active && styles.activePoint)}>
            <circle className={styles.grip} cx={x} cy={y} r={13} />
            <circle className={styles.handle} cx={x} cy={y} r={5} />
          </g>
        ))}
    </g>
  );
}
