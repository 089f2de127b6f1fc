import { useEffect, useRef } from 'react';
import { figureLines, markWord } from '../../src/marks/figure-words.ts';
import type { MarkFigures } from '../../src/marks/mark-figures.ts';
import type { MarkKind, MarkShape } from '../../src/marks/mark-shape.ts';
import { classNames } from '../class-names.ts';
import { markKeysSaid } from '../keys/fixed-keys.ts';
import { type DrawnMark, selectMark, useMarks } from '../state/marks-store.ts';
import { type DrawnShape, drawnShape, LABEL_LINE_PX, labelPlate, type Plate, type ToScreen } from './mark-paths.ts';
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

interface LabelProps {
  readonly kind: MarkKind;
  readonly lines: readonly string[];
  readonly plate: Plate;
  readonly selected?: boolean;
}

/** What a mark measures, on a dark plate. Read aloud it is the mark's own name. */
function Label({ kind, lines, plate, selected = false }: LabelProps) {
  const { x, y, width, height } = plate;
  return (
    <g className={classNames(styles.label, selected && styles.selectedLabel)} data-label={kind} aria-hidden>
      <rect x={x} y={y} width={width} height={height} rx={4} />
      {lines.map((line, index) => (
        <text key={line} x={x + 6} y={y + 3 + LABEL_LINE_PX * (index + 0.75)}>
          {line}
        </text>
      ))}
    </g>
  );
}

/** The labels of all marks, to be drawn over every line. */
export function MarkLabels({ marks }: { readonly marks: readonly LaidMark[] }) {
  const selectedKey = useMarks((state) => state.selectedKey);
  return marks.map(
    ({ mark, lines, plate }) =>
      plate && (
        <Label key={mark.key} kind={mark.shape.kind} lines={lines} plate={plate} selected={mark.key === selectedKey} />
      ),
  );
}

/** The lines of a mark: light over dark, so that they read on bone and on air. */
export function Outline({ path }: { readonly path: string }) {
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
  const lines = linesOf(shape, figures);
  return (
    <g className={styles.mark} aria-hidden>
      <Outline path={drawn.path} />
      {lines.length > 0 && <Label kind={shape.kind} lines={lines} plate={labelPlate(shape, drawn, lines, stage)} />}
    </g>
  );
}

const STATE_WORDS = { kept: '', saving: '', temporary: 'Not kept: reading only', failed: 'Not saved' } as const;

/** A mark where it lies on the screen, with its label's place. */
export interface LaidMark {
  readonly mark: DrawnMark;
  readonly drawn: DrawnShape;
  readonly lines: readonly string[];
  /** Null without a label. */
  readonly plate: Plate | null;
}

/** Places marks and their labels, so that labels do not cover each other. */
export function layMarks(marks: readonly DrawnMark[], stage: Stage): LaidMark[] {
  const taken: Plate[] = [];
  return marks.flatMap((mark) => {
    const drawn = drawnShape(mark.shape, stage.toScreen);
    if (!drawn) return [];
    const remark = STATE_WORDS[mark.state.kind];
    const lines = [...linesOf(mark.shape, mark.figures), ...(remark === '' ? [] : [remark])];
    const plate = lines.length === 0 ? null : labelPlate(mark.shape, drawn, lines, stage, taken);
    if (plate) taken.push(plate);
    return [{ mark, drawn, lines, plate }];
  });
}

/** A mark with its label; with handles while it is selected. It takes the focus, and then keys move it. */
export function MarkView({ laid }: { readonly laid: LaidMark }) {
  const { drawn, mark } = laid;
  const { key, shape, figures, state } = mark;
  const ref = useRef<SVGGElement>(null);
  const selected = useMarks((marks) => marks.selectedKey === key);
  const wantsFocus = useMarks((marks) => marks.focusKey === key);
  useEffect(() => {
    if (!wantsFocus) return;
    ref.current?.focus({ preventScroll: true });
    useMarks.setState({ focusKey: null });
  }, [wantsFocus]);
  const remark = STATE_WORDS[state.kind];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawn figure that takes keys; SVG has no button
    <g
      ref={ref}
      role="button"
      tabIndex={0}
      aria-label={`${markWord(shape, figures)}${remark && `, ${remark.toLowerCase()}`}`}
      aria-description={markKeysSaid(shape.kind)}
      data-mark={key}
      data-kind={shape.kind}
      data-state={state.kind}
      className={classNames(styles.mark, selected && styles.selected)}
      onFocus={() => selectMark(key)}
    >
      <path className={styles.hit} d={drawn.path} />
      <Outline path={drawn.path} />
    </g>
  );
}

/** Where the selected mark is taken hold of, over all lines and labels; the point that Shift and an arrow move stands out. */
export function MarkHandles({ marks }: { readonly marks: readonly LaidMark[] }) {
  const { selectedKey, activePoint } = useMarks();
  const laid = marks.find(({ mark }) => mark.key === selectedKey);
  if (!laid) return null;
  const { handles } = laid.drawn;
  const active = activePoint ?? handles.length - 1;
  return (
    <g data-mark={laid.mark.key} aria-hidden>
      {handles.map(({ x, y }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a point of a mark has no other name than its place
        <g key={index} data-handle={index} className={classNames(index === active && styles.activePoint)}>
          <circle className={styles.grip} cx={x} cy={y} r={13} />
          <circle className={styles.ring} cx={x} cy={y} r={5.5} />
          <circle className={styles.handle} cx={x} cy={y} r={5.5} />
        </g>
      ))}
    </g>
  );
}
