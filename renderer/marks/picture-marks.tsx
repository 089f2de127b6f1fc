import { applyAffine, type Size, type View, viewTransform } from '../../src/viewing/view.ts';
import { useMarks } from '../state/marks-store.ts';
import type { Picture } from '../viewer/picture.ts';
import { layMarks, MarkLabels, Outline } from './mark-view.tsx';
import styles from './marks-layer.module.css';

interface PictureMarksProps {
  readonly picture: Picture;
  readonly view: View;
  /** The element that the picture is drawn on, in CSS pixels. */
  readonly element: Size;
  /** Whether what they measure stands beside them. */
  readonly labelled: boolean;
}

/** The reader's marks on a picture that is drawn beside or over the slice: to be seen, not taken hold of. */
export function PictureMarks({ picture, view, element, labelled }: PictureMarksProps) {
  const { marks, hidden } = useMarks();
  const here = hidden ? [] : [...marks.values()].filter(({ sliceId }) => sliceId === picture.sliceId);
  if (here.length === 0) return null;
  const transform = viewTransform(view, picture.metadata, element);
  const laid = layMarks(here, { ...element, toScreen: (point) => applyAffine(transform, point) });
  return (
    <div className={styles.layer}>
      <svg className={styles.canvas} aria-hidden>
        {laid.map(({ mark, drawn }) => (
          <g key={mark.key} data-shown-mark={mark.shape.kind}>
            <Outline path={drawn.path} />
          </g>
        ))}
        {labelled && <MarkLabels marks={laid} />}
      </svg>
    </div>
  );
}
