import { describe, expect, it } from 'vitest';
import { orientationMarks } from '../../../src/study/orientation-marks.ts';

describe('orientation marks', () => {
  it('marks an axial slice as seen from the feet', () => {
    expect(orientationMarks({ orientation: [1, 0, 0, 0, 1, 0] })).toEqual({
      left: 'R',
      right: 'L',
      top: 'A',
      bottom: 'P',
    });
  });

  it('follows a mirrored slice', () => {
    expect(orientationMarks({ orientation: [-1, 0, 0, 0, 1, 0] })).toMatchObject({ left: 'L', right: 'R' });
  });

  it('marks coronal and sagittal slices', () => {
    expect(orientationMarks({ orientation: [1, 0, 0, 0, 0, -1] })).toEqual({
      left: 'R',
      right: 'L',
      top: 'H',
      bottom: 'F',
    });
    expect(orientationMarks({ orientation: [0, 1, 0, 0, 0, -1] })).toEqual({
      left: 'A',
      right: 'P',
      top: 'H',
      bottom: 'F',
    });
  });

  it('adds a second letter to an oblique slice, not to a slight tilt', () => {
    const at = (degrees: number) => {
      const angle = (degrees * Math.PI) / 180;
      return orientationMarks({ orientation: [1, 0, 0, 0, Math.cos(angle), -Math.sin(angle)] })?.bottom;
    };
    expect(at(20)).toBe('P');
    expect(at(40)).toBe('PF');
  });

  it('knows nothing where the file tells nothing', () => {
    expect(orientationMarks({ orientation: null })).toBeNull();
  });
});
