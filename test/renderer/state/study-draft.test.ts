import { describe, expect, it } from 'vitest';
import {
  bleedsOf,
  draftOf,
  whyNotCall,
  withLabel,
  withSide,
  withToggledType,
} from '../../../renderer/state/study-draft.ts';
import type { StudyCall } from '../../../src/contract/study-methods.ts';

const NOW = { readOnly: false, saving: false, standing: null };
const STANDING: StudyCall = {
  ...{ id: 1, study: 's', reader: 'Ada', kind: 'read', targetReadId: null, label: 'haemorrhage' },
  ...{ bleeds: [{ type: 'subdural', side: 'left' }], confidence: 4, note: 'thin', recordedMs: 0, auditSequence: 9 },
};

describe('a study call that is put together', () => {
  it('says haemorrhage with its first type, gives the side to the last type, and asks for a side that is open', () => {
    const typed = withToggledType(withToggledType(draftOf(null), 'intraventricular'), 'epidural');
    const sided = withSide(typed, 'right');
    expect(sided.label).toBe('haemorrhage');
    expect(bleedsOf(sided)).toEqual([{ type: 'epidural', side: 'right' }]);
    expect(whyNotCall(sided, NOW)).toBe('Say the side of: intraventricular.');
    expect(whyNotCall(withSide(sided, 'midline', 'intraventricular'), NOW)).toBeNull();
    expect(withToggledType(sided, 'epidural').lastType).toBe('intraventricular');
  });

  it('loses its types with the haemorrhage', () => {
    expect(bleedsOf(withLabel(draftOf(STANDING), 'none'))).toEqual([]);
    expect(withSide(draftOf(null), 'left')).toEqual(draftOf(null));
  });

  it('begins with what stands, and is not saved twice', () => {
    const draft = draftOf(STANDING);
    expect(bleedsOf(draft)).toEqual(STANDING.bleeds);
    expect(whyNotCall(draft, { ...NOW, standing: STANDING })).toMatch(/already/);
    expect(whyNotCall({ ...draft, note: 'thin, 4 mm' }, { ...NOW, standing: STANDING })).toBeNull();
    expect(whyNotCall(draftOf(null), NOW)).toMatch(/^Choose/);
    expect(whyNotCall(draft, { ...NOW, readOnly: true })).toMatch(/reading only/);
    expect(whyNotCall(draft, { ...NOW, saving: true })).toMatch(/being saved/);
  });
});
