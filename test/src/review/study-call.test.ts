import { describe, expect, it } from 'vitest';
import {
  type Bleed,
  bleedWords,
  decideStudyCall,
  standingCall,
  studyContradiction,
} from '../../../src/review/study-call.ts';

const SUBDURAL: Bleed = { type: 'subdural', side: 'left' };
const VENTRICLES: Bleed = { type: 'intraventricular', side: 'both' };

describe('a study call', () => {
  it('is taken with its types in one order, or with none', () => {
    expect(decideStudyCall('haemorrhage', [VENTRICLES, SUBDURAL])).toEqual({
      kind: 'accepted',
      bleeds: [SUBDURAL, VENTRICLES],
    });
    expect(decideStudyCall('haemorrhage', [])).toEqual({ kind: 'accepted', bleeds: [] });
    expect(bleedWords([SUBDURAL, VENTRICLES])).toBe('subdural left, intraventricular both sides');
  });

  it('is refused with types beside none or unsure, or with a type twice', () => {
    expect(decideStudyCall('none', [SUBDURAL])).toMatchObject({ code: 'bleeds-without-haemorrhage' });
    expect(decideStudyCall('unsure', [SUBDURAL])).toMatchObject({ code: 'bleeds-without-haemorrhage' });
    expect(decideStudyCall('haemorrhage', [SUBDURAL, { type: 'subdural', side: 'right' }])).toMatchObject({
      code: 'bleed-twice',
    });
  });

  it('stands until it is undone, and again when it is redone', () => {
    const call = (id: number) => ({ id, kind: 'read' as const, targetReadId: null });
    const undo = { id: 3, kind: 'undo' as const, targetReadId: 2 };
    expect(standingCall([call(1), call(2)])?.id).toBe(2);
    expect(standingCall([call(1), call(2), undo])?.id).toBe(1);
    expect(standingCall([call(1), call(2), undo, { id: 4, kind: 'redo', targetReadId: 2 }])?.id).toBe(2);
    expect(standingCall([call(2), undo])).toBeNull();
  });
});

describe('a study against its slices', () => {
  const slices = (...labels: ('haemorrhage' | 'none' | 'unsure' | null)[]) =>
    labels.map((label, index) => ({ sliceId: index + 1, label }));

  it('points out a bleed in a study called none, and a study called haemorrhage without one', () => {
    expect(studyContradiction('none', slices('none', 'haemorrhage', null))).toEqual({
      kind: 'none-with-haemorrhage',
      sliceIds: [2],
    });
    expect(studyContradiction('haemorrhage', slices('none', 'none'))).toEqual({ kind: 'haemorrhage-in-no-slice' });
  });

  it('says nothing where slices are unread or unsure, or the reader is', () => {
    expect(studyContradiction('haemorrhage', slices('none', null))).toBeNull();
    expect(studyContradiction('haemorrhage', slices('none', 'unsure'))).toBeNull();
    expect(studyContradiction('haemorrhage', [])).toBeNull();
    expect(studyContradiction('none', slices('none', null))).toBeNull();
    expect(studyContradiction('unsure', slices('haemorrhage'))).toBeNull();
  });
});
