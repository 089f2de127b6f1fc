import { describe, expect, test } from 'vitest';
import type { Label } from '../../../src/review/label.ts';
import { actsKnownTo, labelKnownTo, type ReaderAct, settleSlice } from '../../../src/review/settle-slice.ts';

let nextId = 1;
const read = (reader: string, label: Label, more: Partial<ReaderAct> = {}): ReaderAct => ({
  id: nextId++,
  kind: 'read',
  targetReadId: null,
  labelBefore: 'none',
  labelAfter: label,
  reader,
  purpose: null,
  ...more,
});
const step = (kind: 'undo' | 'redo', of: ReaderAct): ReaderAct => ({
  ...read(of.reader, 'none'),
  kind,
  targetReadId: of.id,
});

describe('the label of a slice', () => {
  test('of one reader is that of the last standing read, whatever was thought before', () => {
    const acts = [read('Ann', 'haemorrhage'), read('ann ', 'unsure')];
    expect(settleSlice('none', acts)).toEqual({ label: 'unsure', readId: acts[1]?.id, state: 'settled' });
    expect(settleSlice('none', [])).toEqual({ label: 'none', readId: null, state: 'settled' });
  });

  test('is in dispute while the last standing reads of two readers differ', () => {
    const ann = read('Ann', 'haemorrhage');
    const bob = read('Bob', 'none');
    expect(settleSlice('none', [ann, bob]).state).toBe('disputed');
    expect(settleSlice('none', [ann, bob, step('undo', bob)])).toMatchObject({
      label: 'haemorrhage',
      state: 'settled',
    });
    expect(settleSlice('none', [ann, bob, step('undo', bob), step('redo', bob)]).state).toBe('disputed');
    expect(settleSlice('none', [ann, bob, read('Bob', 'haemorrhage')]).state).toBe('settled');
    expect(settleSlice('none', [ann, read('Bob', 'haemorrhage')]).state).toBe('settled');
  });

  test('is what a standing adjudication says, also against later reads', () => {
    const dispute = [read('Ann', 'haemorrhage'), read('Bob', 'none')];
    const decided = read('Cy', 'haemorrhage', { purpose: 'adjudication' });
    const adjudicated = { label: 'haemorrhage', readId: decided.id, state: 'adjudicated' };
    expect(settleSlice('none', [...dispute, decided])).toEqual(adjudicated);
    expect(settleSlice('none', [...dispute, decided, read('Bob', 'unsure')])).toEqual(adjudicated);
    expect(settleSlice('none', [...dispute, decided, step('undo', decided)])).toMatchObject({ state: 'disputed' });
  });

  test('is not touched by a repeat, nor by its undo', () => {
    const repeat = read('Ann', 'none', { purpose: 'repeat' });
    const acts = [read('Ann', 'haemorrhage'), read('Bob', 'haemorrhage'), repeat];
    expect(settleSlice('none', acts)).toMatchObject({ label: 'haemorrhage', state: 'settled' });
    expect(settleSlice('none', [...acts, step('undo', repeat)])).toMatchObject({
      label: 'haemorrhage',
      state: 'settled',
    });
  });
});

describe('what a reader may know', () => {
  const ann = read('Ann', 'haemorrhage', { labelBefore: null });
  const bob = read('Bob', 'none', { labelBefore: 'haemorrhage' });

  test('is their own until the slice is adjudicated, then all', () => {
    expect(actsKnownTo('bob', [ann, bob])).toEqual([bob]);
    const decided = [ann, bob, read('Cy', 'none', { purpose: 'adjudication' })];
    expect(actsKnownTo('bob', decided)).toEqual(decided);
  });

  test('of the label is what it was without the others', () => {
    expect(labelKnownTo('Ann', null, [ann, bob])).toBe('haemorrhage');
    expect(labelKnownTo('Bob', null, [ann, bob])).toBe('none');
    expect(labelKnownTo('Bob', null, [ann])).toBeNull();
    expect(labelKnownTo('Bob', null, [ann, bob, step('undo', bob)])).toBeNull();
    expect(labelKnownTo('Dee', 'none', [ann, bob, read('Cy', 'unsure', { purpose: 'adjudication' })])).toBe('unsure');
  });
});
