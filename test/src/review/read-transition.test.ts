import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Label } from '../../../src/review/label.ts';
import { type Act, decideRead, readerStack, settleLabel, standingReads } from '../../../src/review/read-transition.ts';

const read = (id: number, labelBefore: Label | null, labelAfter: Label): Act => ({
  id,
  kind: 'read',
  targetReadId: null,
  labelBefore,
  labelAfter,
});
const step = (id: number, kind: 'undo' | 'redo', targetReadId: number): Act => ({
  id,
  kind,
  targetReadId,
  labelBefore: null,
  labelAfter: null,
});

const stackOf = (acts: readonly Act[]) => readerStack([...acts].reverse());

describe('a read', () => {
  test('that agrees takes the call of the model', () => {
    const situation = {
      currentLabel: 'none',
      call: 'haemorrhage',
      predictionVisible: true,
      cannotTell: false,
    } as const;
    expect(decideRead(situation, { kind: 'agree' })).toEqual({
      kind: 'accepted',
      labelBefore: 'none',
      labelAfter: 'haemorrhage',
      agreesWithModel: true,
      changesCurrentLabel: true,
    });
  });

  test('compares its label with a hidden call as well', () => {
    const situation = {
      currentLabel: 'none',
      call: 'haemorrhage',
      predictionVisible: false,
      cannotTell: false,
    } as const;
    const decision = decideRead(situation, { kind: 'label', label: 'none' });
    expect(decision).toMatchObject({ agreesWithModel: false, changesCurrentLabel: false });
  });

  test('cannot agree with what is missing or hidden', () => {
    const missing = decideRead(
      { currentLabel: null, call: null, predictionVisible: true, cannotTell: false },
      { kind: 'agree' },
    );
    expect(missing).toMatchObject({ kind: 'refused', code: 'nothing-to-agree-with' });
    const hidden = decideRead(
      { currentLabel: null, call: 'none', predictionVisible: false, cannotTell: false },
      { kind: 'agree' },
    );
    expect(hidden).toMatchObject({ kind: 'refused', code: 'prediction-hidden' });
  });

  test('cannot agree where the app cannot tell, but any label can be given', () => {
    const situation = { currentLabel: null, call: 'none', predictionVisible: true, cannotTell: true } as const;
    expect(decideRead(situation, { kind: 'agree' })).toMatchObject({ kind: 'refused', code: 'cannot-tell' });
    expect(decideRead(situation, { kind: 'label', label: 'haemorrhage' })).toMatchObject({ agreesWithModel: false });
  });

  test('without a prediction neither agrees nor overrides', () => {
    const decision = decideRead(
      { currentLabel: null, call: null, predictionVisible: false, cannotTell: false },
      { kind: 'label', label: 'unsure' },
    );
    expect(decision).toMatchObject({ agreesWithModel: null, labelAfter: 'unsure', changesCurrentLabel: true });
  });
});

describe('the label that stands', () => {
  test('is that of the source until a read changes it', () => {
    expect(settleLabel('none', [])).toEqual({ label: 'none', readId: null });
    expect(settleLabel('none', [read(1, 'none', 'none')])).toEqual({ label: 'none', readId: null });
    expect(settleLabel('none', [read(1, 'none', 'none'), read(2, 'none', 'unsure')])).toEqual({
      label: 'unsure',
      readId: 2,
    });
  });

  test('comes back when a read is undone, also one that was not the last', () => {
    const acts = [read(1, 'none', 'haemorrhage'), read(2, 'haemorrhage', 'unsure')];
    expect(settleLabel('none', [...acts, step(3, 'undo', 2)])).toEqual({ label: 'haemorrhage', readId: 1 });
    expect(settleLabel('none', [...acts, step(3, 'undo', 1)])).toEqual({ label: 'unsure', readId: 2 });
    expect(settleLabel('none', [...acts, step(3, 'undo', 1), step(4, 'redo', 1)])).toEqual({
      label: 'haemorrhage',
      readId: 1,
    });
  });

  test('falls back to what was there before the first act when there is no source label', () => {
    const acts = [read(1, 'excluded', 'none'), step(2, 'undo', 1)];
    expect(settleLabel(null, acts)).toEqual({ label: 'excluded', readId: null });
    expect(standingReads(acts)).toEqual([]);
  });
});

describe('undo and redo', () => {
  test('go back and forth over the acts of a reader, last in first out', () => {
    const acts = [read(1, null, 'none'), read(2, null, 'none'), step(3, 'undo', 2), step(4, 'undo', 1)];
    expect(stackOf(acts)).toEqual({ undo: null, redo: 1 });
    expect(stackOf([...acts, step(5, 'redo', 1)])).toEqual({ undo: 1, redo: 2 });
    expect(stackOf([...acts, step(5, 'redo', 1), read(6, null, 'none')])).toEqual({ undo: 6, redo: null });
    expect(stackOf([])).toEqual({ undo: null, redo: null });
  });

  test('of everything bring every state back', () => {
    const labels = fc.constantFrom<Label>('haemorrhage', 'none', 'unsure', 'excluded');
    fc.assert(
      fc.property(fc.option(labels), fc.array(labels, { maxLength: 12 }), (source, chosen) => {
        let acts: Act[] = [];
        const states = [settleLabel(source, acts).label];
        const act = (next: Omit<Act, 'id'>) => {
          acts = [...acts, { ...next, id: acts.length + 1 }];
          return settleLabel(source, acts).label;
        };
        for (const label of chosen) {
          const labelBefore = settleLabel(source, acts).label;
          states.push(act({ kind: 'read', targetReadId: null, labelBefore, labelAfter: label }));
        }
        for (const expected of states.slice(0, -1).reverse()) {
          expect(act({ ...step(0, 'undo', stackOf(acts).undo ?? 0) })).toBe(expected);
        }
        for (const expected of states.slice(1)) {
          expect(act({ ...step(0, 'redo', stackOf(acts).redo ?? 0) })).toBe(expected);
        }
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
