import { describe, expect, it } from 'vitest';
import { fuzzyScore } from '../../../renderer/palette/fuzzy-score.ts';
import { rankEntries, withRecent } from '../../../renderer/palette/rank-entries.ts';

const entry = (title: string, group = 'Picture') => ({ id: title, title, group });
const titles = (typed: string, of: readonly { id: string; title: string; group: string }[], recent: string[] = []) =>
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
