import { describe, expect, it } from 'vitest';
import { dragTool, dragWindow, dragZoom, WheelSteps, wheelZoom } from '../../../renderer/viewer/pointer-moves.ts';

const press = (button: number, keys: { shiftKey?: boolean; ctrlKey?: boolean } = {}) =>
  dragTool({ button, shiftKey: false, ctrlKey: false, ...keys }, 'window');

describe('dragTool', () => {
  it('windows with the left, zooms with the right, pans with the middle button', () => {
    expect([press(0), press(2), press(1)]).toEqual(['window', 'zoom', 'pan']);
    expect(press(0, { shiftKey: true })).toBe('pan');
    expect(press(0, { ctrlKey: true })).toBe('zoom');
    expect(press(3)).toBeNull();
  });

  it('does with the left button what was chosen, and leaves it to the marks where they take it', () => {
    const left = { button: 0, shiftKey: false, ctrlKey: false };
    expect((['zoom', 'pan', 'length'] as const).map((tool) => dragTool(left, tool))).toEqual(['zoom', 'pan', null]);
    expect(dragTool({ ...left, button: 2 }, 'length')).toBe('zoom');
  });
});

describe('dragWindow', () => {
  it('widens to the right and raises the level downwards', () => {
    const after = dragWindow({ center: 40, width: 80 }, 10, 5, 1);
    expect(after).toEqual({ center: 45, width: 90 });
  });

  it('moves a wide window faster than a narrow one', () => {
    const bone = dragWindow({ center: 600, width: 2800 }, 30, 0, 1);
    expect(bone.width).toBeCloseTo(3080);
  });

  it('never closes', () => {
    expect(dragWindow({ center: 40, width: 80 }, -500, 0, 1).width).toBe(1);
  });
});

describe('dragZoom', () => {
  it('is undone by the way back, and bounded', () => {
    expect(dragZoom(dragZoom(1.3, -40), 40)).toBeCloseTo(1.3);
    expect(dragZoom(1, -40)).toBeGreaterThan(1);
    expect(dragZoom(1, -1e5)).toBe(40);
    expect(dragZoom(1, 1e5)).toBe(0.05);
  });
});

describe('wheelZoom', () => {
  it('takes a notch for one small step, however far the system says it goes', () => {
    expect(wheelZoom(-300)).toBeCloseTo(1.197, 3);
    expect(wheelZoom(-100) * wheelZoom(100)).toBeCloseTo(1);
  });

  it('follows a pinch', () => {
    expect(wheelZoom(-2)).toBeCloseTo(1.02, 2);
  });
});

describe('WheelSteps', () => {
  it('is one slice for a notch, however far the system says it goes', () => {
    const wheel = new WheelSteps();
    expect([wheel.take(100, 0), wheel.take(-240, 0), wheel.take(3, 1)]).toEqual([1, -1, 1]);
  });

  it('adds up finger travel and starts anew when it turns back', () => {
    const wheel = new WheelSteps();
    expect([wheel.take(25, 0), wheel.take(25, 0), wheel.take(25, 0)]).toEqual([0, 0, 1]);
    expect([wheel.take(-25, 0), wheel.take(-25, 0), wheel.take(-25, 0)]).toEqual([0, 0, -1]);
  });
});
