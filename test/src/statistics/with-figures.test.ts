import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../src/contract/training-methods.ts';
import { confusionOf, figuresOf, outcomeOf } from '../../../src/statistics/confusion.ts';
import { verdictBetween, withFigures } from '../../../src/statistics/with-figures.ts';

/** Ten slices, half with haemorrhage; `probabilities` in that order. */
function evaluation(probabilities: readonly number[], groupOf: (index: number) => string): Evaluation {
  const slices = probabilities.map((probability, index) => {
    const label = index < 5 ? ('haemorrhage' as const) : ('none' as const);
    const outcome = outcomeOf(label, probability >= 0.5 ? 'haemorrhage' : 'none');
    return {
      sliceId: index + 1,
      sourceId: 1,
      file: `${index}.png`,
      frame: 0,
      label,
      probability,
      group: groupOf(index),
      outcome,
    };
  });
  const confusion = confusionOf(slices.map((slice) => slice.outcome));
  return {
    modelId: 1,
    modelName: 'lenet-1',
    evidence: { kind: 'held-out', heading: 'Held-out' },
    datasetId: 1,
    datasetName: 'v1',
    threshold: 0.5,
    confusion,
    ...figuresOf(confusion),
    unsure: 0,
    excluded: 0,
    missing: [],
    slices,
  };
}

const RIGHT = [0.9, 0.8, 0.7, 0.9, 0.6, 0.1, 0.2, 0.3, 0.2, 0.4];
const WRONG = RIGHT.map((probability) => 1 - probability);
const own = (index: number): string => `slice-${index}`;

describe('withFigures', () => {
  it('uses Wilson where every slice is a group of its own', () => {
    const measured = withFigures(evaluation([0.9, 0.8, 0.7, 0.9, 0.4, 0.1, 0.2, 0.3, 0.2, 0.4], own));
    expect(measured.slicesAreIndependent).toBe(true);
    expect(measured.figures.accuracy).toMatchObject({
      value: 0.9,
      low: measured.accuracy.low,
      high: measured.accuracy.high,
    });
    expect(measured.figures.ppv).toMatchObject({ value: null, reason: 'No prevalence was stated.' });
  });

  it('does not take slices of one patient for independent', () => {
    const measured = withFigures(
      evaluation([0.9, 0.8, 0.7, 0.9, 0.4, 0.1, 0.2, 0.3, 0.2, 0.4], (index) => `patient-${index % 5}`),
    );
    expect(measured.slicesAreIndependent).toBe(false);
    expect(measured.groupCount).toBe(5);
    expect(measured.figures.accuracy.method).toContain('group bootstrap');
    expect(measured.warnings.join(' ')).toContain('Only 5 groups');
  });
});

describe('verdictBetween', () => {
  it('says better only when it can be proved', () => {
    expect(verdictBetween(evaluation(RIGHT, own), evaluation(WRONG, own))).toMatchObject({ kind: 'improvement' });
    expect(verdictBetween(evaluation(WRONG, own), evaluation(RIGHT, own))).toMatchObject({ kind: 'worsening' });
    const same = verdictBetween(evaluation(RIGHT, own), evaluation(RIGHT, own));
    expect(same.kind).toBe('no-provable-improvement');
    expect(same.mcNemarP).toBe(1);
  });

  it('judges on the slices that both could read', () => {
    const candidate = evaluation(RIGHT, own);
    const baseline = evaluation(WRONG, own);
    const fewer = { ...baseline, slices: baseline.slices.slice(0, 3) };
    expect(verdictBetween(candidate, fewer).accuracyDifference.n).toBe(3);
  });
});
