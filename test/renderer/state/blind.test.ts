import { describe, expect, it } from 'vitest';
import { hidesAi, mayShow, mayShowLabels } from '../../../renderer/state/blind.ts';
import { item } from '../support/worklist-items.ts';

const HIDDEN = { ai: false, truth: false, ownReads: true, othersReads: false };
const READ = { ...HIDDEN, ai: true };

describe('what the screen may draw', () => {
  it('is what main says, the labels later than the AI', () => {
    expect(mayShow(item(1))).toBe(true);
    expect(mayShow(item(1, { visible: HIDDEN }))).toBe(false);
    expect(mayShow(item(1, { visible: READ }))).toBe(true);
    expect(mayShowLabels(item(1, { visible: READ }))).toBe(false);
    expect(mayShowLabels(item(1))).toBe(true);
  });

  it('keeps a list in its order as long as the AI of one slice is hidden', () => {
    expect(hidesAi([item(1), item(2, { visible: HIDDEN })])).toBe(true);
    expect(hidesAi([item(1), item(2, { visible: READ })])).toBe(false);
  });
});
