import { describe, expect, it } from 'vitest';
import { fuzzyScore } from '../../../renderer/palette/fuzzy-score.ts';
import { rankEntries, withRecent } from '../../../renderer/palette/rank-entries.ts';

const entry = (title: string, group = 'Picture') => ({ id: title, title, group });
const titles = (typed: string, of: Parameters<typeof rankEntries>[0], recent: string[] = []) =>
  rankEntries(of, typed, recent).map(({ title }) => title);

describe('fuzzyScore', () => {
  it('wants the letters in their order', () => {
    expect(fuzzyScore('gtr', 'Go to Training')).not.toBeNull();
    expect(fuzzyScore('rtg', 'Go to')).toBeNull();
    expect(fuzzyScore('zzz', 'Zoom in')).toBeNull();
  });

  it('takes the best way through a title, not the first', () => {
    // The first i of "Invert window level in" is not where "in" at the end begins.
    const first = fuzzyScore('wi', 'narrow window');
    const apart = fuzzyScore('wi', 'narrow pixie');
    expect(first).toBeGreaterThan(apart ?? 0);
  });

  it('has nothing for an empty title, and everything fits an empty text', () => {
    expect([fuzzyScore('a', ''), fuzzyScore('', 'Zoom in')]).toEqual([0, -0.07]);
  });
});

describe('rankEntries', () => {
  const all = ['Reset window, zoom and place', 'Zoom in', 'Zoom out', 'Go to Training', 'Go to Review'].map((title) =>
    entry(title),
  );

  it('puts the better fit first', () => {
    expect(titles('zoom', all)).toEqual(['Zoom in', 'Zoom out', 'Reset window, zoom and place']);
    expect(titles('go tr', all)[0]).toBe('Go to Training');
  });

  it('puts what was chosen last first, where all fit the same', () => {
    expect(titles('', all, ['Go to Review', 'Zoom out']).slice(0, 3)).toEqual([
      'Go to Review',
      'Zoom out',
      all[0]?.title,
    ]);
  });

  it('puts whole words first, then their beginnings, then letters alone', () => {
    const some = ['Select on record there', 'Sorting', 'Show the report', 'Sort by suspicion'].map((title) =>
      entry(title),
    );
    expect(titles('sort', some).slice(0, 2)).toEqual(['Sort by suspicion', 'Sorting']);
    expect(titles('sort', some)).toContain('Select on record there');
    expect(titles('suspicion sort', some)).toEqual(['Sort by suspicion']);
  });

  it('finds by further words', () => {
    expect(titles('colour map', [{ ...entry('Heatmap colours: Ember'), words: 'colour map' }])).toHaveLength(1);
  });

  it('finds what may delete something by a word of its own alone, behind all else', () => {
    const purge = { ...entry('Purge a study or the project', 'Project'), destroys: true };
    const some = [purge, entry('Close project')];
    expect(titles('project', some)).toEqual(['Close project', 'Purge a study or the project']);
    expect(titles('purge', some)).toEqual(['Purge a study or the project']);
    for (const typed of ['sort', 'p', 'a', 'pge', 'or']) expect(titles(typed, [purge])).toEqual([]);
  });

  it('finds by the kind of thing too', () => {
    expect(titles('model', [entry('Evaluate compact-1', 'Model'), entry('Zoom in')])).toEqual(['Evaluate compact-1']);
  });
});

describe('withRecent', () => {
  it('keeps the last eight, each once', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect(withRecent(many, 'c')).toEqual(['c', 'a', 'b', 'd', 'e', 'f', 'g', 'h']);
    expect(withRecent(many, 'z')).toHaveLength(8);
  });
});
