import { describe, expect, it } from 'vitest';
import { mayShow, withExposed } from '../../../renderer/state/blind.ts';
import { item, prediction } from '../support/worklist-items.ts';

const none = new Set<number>();

describe('mayShow', () => {
  it('shows everything when the reader is not blind', () => {
    expect(mayShow(item(1), false, none)).toBe(true);
  });

  it('hides an unread slice from a blind reader until it is read or revealed', () => {
    expect(mayShow(item(1), true, none)).toBe(false);
    expect(mayShow(item(1, { read: true }), true, none)).toBe(true);
    expect(mayShow(item(1), true, new Set([1]))).toBe(true);
    expect(mayShow(item(1), true, new Set([2]))).toBe(false);
  });
});

describe('withExposed', () => {
  const items = [
    item(1, { prediction: prediction(0.9) }),
    item(2),
    item(3, { prediction: prediction(0.1), read: true }),
  ];

  it('counts every predicted slice of a list that is not blind', () => {
    expect([...withExposed(none, items, false, none)]).toEqual([1, 3]);
  });

  it('counts only what a blind reader may see', () => {
    expect([...withExposed(none, items, true, none)]).toEqual([3]);
  });

  it('forgets nothing: what was seen stays seen', () => {
    expect([...withExposed(new Set([1]), items, true, none)]).toEqual([1, 3]);
  });
});
