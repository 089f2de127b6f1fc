import { describe, expect, it } from 'vitest';
import type { Tool } from '../../../renderer/state/tool-store.ts';
import {
  dragSteps,
  dragTool,
  dragWindow,
  dragZoom,
  WheelSteps,
  wheelPan,
  wheelZoom,
} from '../../../renderer/viewer/pointer-moves.ts';
import { MOUSE_MAPS } from '../../../src/input/mouse-profile.ts';

const { overread, ohif, weasis } = MOUSE_MAPS;
const press = (
  button: number,
  keys: { shiftKey?: boolean; ctrlKey?: boolean } = {},
  map = overread,
  tool: Tool = 'window',
) => dragTool({ button, shiftKey: false, ctrlKey: false, ...keys }, map, tool);

describe('dragTool', () => {
  it('does what is chosen with the left, zooms with the right, pans with the middle button', () => {
    expect([press(0), press(2), press(1)]).toEqual(['window', 'zoom', 'pan']);
    expect(press(0, { shiftKey: true })).toBe('pan');
    expect(press(0, { ctrlKey: true })).toBe('zoom');
    expect(press(3)).toBeNull();
  });

  it('asks which tool is chosen; what draws on the picture is not of the picture itself', () => {
    expect([press(0, {}, overread, 'pan'), press(0, {}, overread, 'zoom')]).toEqual(['pan', 'zoom']);
    expect(press(0, {}, overread, 'length')).toBeNull();
    expect(press(2, {}, overread, 'length')).toBe('zoom');
  });

  it('follows the profile', () => {
    expect([press(2, {}, ohif), press(2, {}, weasis)]).toEqual(['zoom', null]);
    expect(press(0, { shiftKey: true }, ohif, 'zoom')).toBe('zoom');
    expect(press(1, {}, { ...overread, middle: 'scroll' })).toBe('scroll');
  });
});

describe('dragSteps', () => {
  it('is one slice for a dozen pixels, and keeps the rest for the next move', () => {
    expect(dragSteps(30)).toEqual({ steps: 2, leftPx: 6 });
    expect(dragSteps(-13)).toEqual({ steps: -1, leftPx: -1 });
  });
});

describe('wheelPan', () => {
  it('moves the picture with the fingers, and with a wheel that counts lines', () => {
    expect(wheelPan({ deltaX: 3, deltaY: -10, deltaMode: 0 })).toEqual({ dx: -3, dy: 10 });
    expect(wheelPan({ deltaX: 0, deltaY: 3, deltaMode: 1 }).dy).toBe(-60);
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
