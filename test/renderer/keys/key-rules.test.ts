import { describe, expect, it } from 'vitest';
import { KEY_BINDINGS } from '../../../renderer/keys/key-bindings.ts';
import { isCommand, isTyping } from '../../../renderer/keys/key-rules.ts';

const control = (tag: string, type = '', editable = false) => ({ tag, type, editable });

describe('isTyping', () => {
  it('is true in fields and choices, false on buttons, boxes and sliders', () => {
    for (const field of [control('TEXTAREA'), control('SELECT'), control('INPUT', 'text'), control('DIV', '', true)])
      expect(isTyping(field)).toBe(true);
    for (const other of [control('BUTTON'), control('INPUT', 'checkbox'), control('INPUT', 'range'), control('DIV')])
      expect(isTyping(other)).toBe(false);
  });
});

describe('isCommand', () => {
  it('is off while typing and under a dialog', () => {
    expect(isCommand('y', control('TEXTAREA'), false)).toBe(false);
    expect(isCommand('y', null, true)).toBe(false);
    expect(isCommand('y', null, false)).toBe(true);
  });

  it('is on while typing where what is held keeps the key from typing, but for arrows', () => {
    expect(isCommand('k', control('TEXTAREA'), false, true)).toBe(true);
    for (const key of ['ArrowLeft', 'Home', 'End']) {
      expect(isCommand(key, control('TEXTAREA'), false, true)).toBe(false);
    }
    expect(isCommand('k', control('TEXTAREA'), true, true)).toBe(false);
  });

  it('leaves Space and Enter to the button that has the focus, and nothing else', () => {
    expect(isCommand(' ', control('BUTTON'), false)).toBe(false);
    expect(isCommand('Enter', control('BUTTON'), false)).toBe(false);
    expect(isCommand('y', control('BUTTON'), false)).toBe(true);
    expect(isCommand(' ', control('DIV'), false)).toBe(true);
  });

  it('leaves arrows, Home and End to sliders and radio buttons', () => {
    for (const key of ['Home', 'End']) {
      expect(isCommand(key, control('INPUT', 'range'), false)).toBe(false);
      expect(isCommand(key, null, false)).toBe(true);
    }
    expect(isCommand('ArrowRight', control('INPUT', 'range'), false)).toBe(false);
    expect(isCommand('ArrowRight', control('INPUT', 'radio'), false)).toBe(false);
    expect(isCommand('ArrowRight', control('BUTTON'), false)).toBe(true);
    expect(isCommand('h', control('INPUT', 'range'), false)).toBe(true);
  });
});

describe('KEY_BINDINGS', () => {
  it('never repeats a read while its key is held down', () => {
    expect(KEY_BINDINGS.filter(({ group, repeats }) => group === 'Read' && repeats)).toEqual([]);
  });
});
