import { describe, expect, it } from 'vitest';
import { fixedAct, fixedCaps, LENS_KEYS, MARK_KEYS, markKeysSaid } from '../../../renderer/keys/fixed-keys.ts';

const press = (key: string, shiftKey = false) => ({ key, shiftKey });

describe('fixed keys', () => {
  it('tell a mark what is meant for it', () => {
    const acts = [
      ...[press('ArrowLeft'), press('ArrowDown', true), press('Enter'), press('Enter', true), press('F2')],
      ...[press('Delete'), press('Backspace'), press('Escape'), press('a'), press('Tab')],
    ].map((pressed) => fixedAct(MARK_KEYS, pressed));
    expect(acts).toEqual([
      ...['move', 'move-point', 'next-point', 'next-point', 'edit-text', 'delete', 'delete', 'leave', null, null],
    ]);
  });

  it('tell the lens what is meant for it', () => {
    const pressed = [press('ArrowUp'), press('ArrowUp', true), press('Escape'), press('Delete')];
    expect(pressed.map((one) => fixedAct(LENS_KEYS, one))).toEqual(['move', 'move-far', 'end', null]);
  });

  it('are drawn as caps, the four arrows as one', () => {
    expect(MARK_KEYS.map((one) => fixedCaps(one).join('+'))).toEqual([
      ...['← ↑ ↓ →', 'Shift+← ↑ ↓ →', 'Enter', 'F2', 'Del+Backspace', 'Esc'],
    ]);
  });

  it('are read aloud, F2 for an arrow alone', () => {
    expect(markKeysSaid('arrow')).toBe(
      'Arrow keys move it, with Shift they move one point, Enter goes to the next point, F2 edits its text, ' +
        'Delete removes it, Escape leaves it',
    );
    expect(markKeysSaid('length')).not.toContain('F2');
  });
});
