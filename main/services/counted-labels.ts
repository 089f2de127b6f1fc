import type { Label } from '../../src/review/label.ts';
import { disputedSlices } from '../store/disputed-slices.ts';
import { type LabelledRow, wholeSlices } from '../store/labelled-slices.ts';
import { openToFigures } from './open-figures.ts';
import type { Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/** Labels as somebody may count them. */
export interface CountedLabels {
  /** By slice id. */
  readonly standing: ReadonlyMap<number, Label>;
  readonly disputed: ReadonlySet<number>;
  readonly unlabelled: number;
  /** Slices that stand here as they came, whatever was made of them. */
  readonly asTheyCame: ReadonlySet<number>;
  /** Whether slices are closed to the viewer, so that this is not what a freeze would hold. */
  readonly partial: boolean;
}

/**
 * The labels of today for a viewer: slices that are closed to them count under the label that they came with, so that no count
 * tells what anybody made of them.
 * @param rows the labelled slices of the project
 */
export function countedLabels(context: ServiceContext, viewer: Viewer, rows: readonly LabelledRow[]): CountedLabels {
  const { db } = context.store;
  const standing = new Map(rows.map(({ sliceId, label }) => [sliceId, label]));
  const untouched = new Set(rows.flatMap(({ sliceId, auditSequence }) => (auditSequence === null ? [sliceId] : [])));
  const disputed = new Set(disputedSlices(db));
  const slices = wholeSlices(db);
  const { isOpen } = openToFigures(
    context,
    viewer,
    slices.map(({ sliceId }) => sliceId),
  );
  const closed = slices.filter(({ sliceId }) => !isOpen(sliceId));
  for (const { sliceId, sourceLabel } of closed) {
    if (untouched.has(sliceId)) continue;
    disputed.delete(sliceId);
    if (sourceLabel === null) standing.delete(sliceId);
    else standing.set(sliceId, sourceLabel);
  }
  return {
    standing,
    disputed,
    unlabelled: slices.length - standing.size - disputed.size,
    asTheyCame: new Set(closed.map(({ sliceId }) => sliceId)),
    partial: closed.length > 0,
  };
}
