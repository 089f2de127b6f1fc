import { describe, expect, it } from 'vitest';
import {
  blindFilters,
  countFilters,
  fits,
  isFiltered,
  NO_FILTERS,
  type Sight,
} from '../../../renderer/state/worklist-filters.ts';
import type { Filters } from '../../../src/contract/view-methods.ts';
import { item, prediction } from '../support/worklist-items.ts';

const items = [
  item(1, {
    file: 'yes/Ada 01.png',
    instanceNumber: 12,
    prediction: prediction(0.95),
    currentLabel: 'none',
    read: true,
  }),
  item(2, {
    file: 'no/b.png',
    instanceNumber: 112,
    prediction: prediction(0.58),
    currentLabel: 'haemorrhage',
    notes: 'Calcified plexus',
  }),
  item(3, { seriesIndex: 1, prediction: prediction(0.1), currentLabel: 'haemorrhage' }),
  item(4, { seriesIndex: 1, read: true, currentLabel: 'unsure', prediction: prediction(0.42) }),
];
const all: Sight = { shows: () => true, titles: new Map([[1, 'Bone 2.0']]) };
const blind: Sight = { ...all, shows: ({ read }) => read };
const found = (change: Partial<Filters>, sight = all) =>
  items.filter((one) => fits(one, { ...NO_FILTERS, ...change }, sight)).map(({ sliceId }) => sliceId);

describe('filters', () => {
  it('let through what a read contradicts, what is uncertain, a call, a label and a series, all that are set at once', () => {
    expect(found({})).toEqual([1, 2, 3, 4]);
    expect(found({ disagreement: true })).toEqual([1]);
    expect(found({ uncertain: true })).toEqual([2, 4]);
    expect(found({ call: 'haemorrhage' })).toEqual([1, 2]);
    expect(found({ label: 'haemorrhage' })).toEqual([2, 3]);
    expect(found({ label: 'no-label' })).toEqual([]);
    expect(found({ series: 1, label: 'haemorrhage' })).toEqual([3]);
    expect(found({ uncertain: true, call: 'none' })).toEqual([4]);
  });

  it('find every word in file, title or note, and an instance number as a whole', () => {
    expect(found({ search: 'ada png' })).toEqual([1]);
    expect(found({ search: ' PLEXUS ' })).toEqual([2]);
    expect(found({ search: 'bone' })).toEqual([3, 4]);
    expect(found({ search: '12' })).toEqual([1]);
    expect(found({ search: 'ada plexus' })).toEqual([]);
  });

  it('find a slice whose label is hidden by its number alone', () => {
    expect(found({ search: 'b.png' }, blind)).toEqual([]);
    expect(found({ search: '112' }, blind)).toEqual([2]);
    expect(found({ label: 'haemorrhage' }, blind)).toEqual([]);
    expect(found({ call: 'haemorrhage' }, blind)).toEqual([1]);
    expect(found({ uncertain: true }, blind)).toEqual([4]);
  });

  it('know what is left of them while blind, and whether any is set', () => {
    const set: Filters = { ...NO_FILTERS, status: 'unread', label: 'none', uncertain: true, series: 1, search: '3' };
    expect(blindFilters(set)).toEqual({ ...NO_FILTERS, status: 'unread', series: 1, search: '3' });
    expect([isFiltered(set), isFiltered(NO_FILTERS)]).toEqual([true, false]);
  });
});

describe('countFilters', () => {
  it('counts what each filter alone lets through', () => {
    const counts = countFilters(items, all);
    expect(counts).toMatchObject({ all: 4, read: 2, disagreement: 1, uncertain: 2 });
    expect([...counts.call]).toEqual([
      ['haemorrhage', 2],
      ['none', 2],
    ]);
    expect(counts.label.get('haemorrhage')).toBe(2);
    expect(counts.series.get(1)).toEqual({ all: 2, read: 1 });
  });

  it('counts neither call nor label of what is hidden', () => {
    const counts = countFilters(items, blind);
    expect(counts).toMatchObject({ all: 4, read: 2, uncertain: 1 });
    expect([...counts.label.keys()]).toEqual(['none', 'unsure']);
  });
});
