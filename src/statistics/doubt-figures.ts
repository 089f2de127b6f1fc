import { callAt } from '../prediction/call.ts';
import { cannotTell } from '../prediction/doubt-zone.ts';
import type { Label } from '../review/label.ts';
import { wilsonProportion } from './wilson.ts';

type Right = ReturnType<typeof wilsonProportion>;

/** What a zone of doubt does to a model's calls: how many stay told, and how often each kind is right. */
export interface DoubtFigures {
  /** Slices whose call is told, of all. */
  readonly told: Right;
  /** Right calls among those told. */
  readonly rightWhereTold: Right;
  /** What the calls that are not told would have been worth. */
  readonly rightWhereNot: Right;
}

/**
 * Counts what a zone of doubt does on scored slices; Wilson intervals, slices taken for independent.
 * @param width see doubtZone
 */
export function doubtFigures(
  slices: readonly { readonly label: Label; readonly probability: number }[],
  threshold: number,
  width: number,
): DoubtFigures {
  const counts = { told: 0, rightTold: 0, rightNot: 0 };
  for (const { label, probability } of slices) {
    const told = !cannotTell(probability, threshold, width);
    const right = callAt(probability, threshold) === label;
    if (told) counts.told += 1;
    if (right) counts[told ? 'rightTold' : 'rightNot'] += 1;
  }
  return {
    told: wilsonProportion(counts.told, slices.length),
    rightWhereTold: wilsonProportion(counts.rightTold, counts.told),
    rightWhereNot: wilsonProportion(counts.rightNot, slices.length - counts.told),
  };
}
