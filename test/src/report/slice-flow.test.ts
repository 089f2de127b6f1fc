import { describe, expect, it } from 'vitest';
import { modelCard } from '../../../src/report/model-card.ts';
import type { FlowStep } from '../../../src/report/slice-flow.ts';
import { cardFacts, HELD_OUT, measuredSlices } from '../../support/card-facts.ts';

/** Every box of a tree that parts into others, with what is found of it again. */
function boxes(step: FlowStep): { words: string; count: number; found: number }[] {
  const found = [...step.leaves, ...step.parts].reduce((sum, { count }) => sum + count, 0);
  const own = step.leaves.length + step.parts.length === 0 ? [] : [{ words: step.words, count: step.count, found }];
  return [...own, ...step.parts.flatMap(boxes)];
}

/** The numbers of a tree by their words. */
function counts(step: FlowStep): Record<string, number> {
  const own = Object.fromEntries([step, ...step.leaves].map(({ words, count }) => [words, count]));
  return Object.assign(own, ...step.parts.map(counts));
}

describe('the flow of slices', () => {
  const { flow } = modelCard(cardFacts());

  it('adds up at every box', () => {
    const all = [flow.files, flow.slices, ...flow.scored].flatMap(boxes);
    expect(all.length).toBeGreaterThan(6);
    for (const { words, count, found } of all) expect(found, words).toBe(count);
  });

  it('counts files, exclusions and parts', () => {
    expect(counts(flow.files)).toEqual({
      'Files found in 2 sources': 170,
      'refused: truncated': 4,
      'refused: not an image': 3,
      'further copies of the same bytes': 3,
      'Different pictures': 160,
    });
    expect(counts(flow.slices)).toEqual({
      'Slices in these pictures': 165,
      'without a label': 9,
      'labelled after the version was frozen': 2,
      'In data set version v2': 154,
      unsure: 3,
      'excluded by a reader': 1,
      Development: 150,
      Training: 90,
      'Validation (tuning)': 23,
      'Held out': 37,
    });
  });

  it('ends in the cells of the confusion matrix, with what could not be read beside', () => {
    const [scored] = flow.scored;
    const { truePositives, falseNegatives } = measuredSlices(HELD_OUT, 36).confusion;
    expect(scored).toMatchObject({ count: 37, leaves: [{ words: 'could not be read any more', count: 1 }] });
    expect(scored?.parts[0]?.parts.map(({ count }) => count)).toEqual([truePositives, falseNegatives]);
  });

  it('takes sealed slices out of development', () => {
    const split = { ...cardFacts().split, training: 60 };
    const sealed = modelCard(cardFacts({ split, sealed: [{ words: 'T1', count: 30 }] })).flow.slices;
    expect(counts(sealed)).toMatchObject({ Development: 120, 'Sealed test set T1': 30 });
  });

  it('takes out of development what lies in none of the sources that the model learnt from', () => {
    const limited = { training: 50, validation: 13, heldOut: 20, ofOtherSources: 60, sources: ['source-1'] };
    const flow = modelCard(cardFacts({ split: { ...cardFacts().split, ...limited } })).flow.slices;
    expect(counts(flow)).toMatchObject({
      Development: 150,
      'not among the chosen sources': 60,
      'in no part of the split': 7,
    });
  });

  it('refuses counts that do not add up, with the place', () => {
    const split = { ...cardFacts().split, training: 91 };
    expect(() => modelCard(cardFacts({ split }))).toThrow(/does not add up at "Development"/);
  });
});
