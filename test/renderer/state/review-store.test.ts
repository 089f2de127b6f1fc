import { beforeEach, describe, expect, it } from 'vitest';
import {
  draftReason,
  type Presentation,
  resetReview,
  useReview,
  whyNotRecord,
} from '../../../renderer/state/review-store.ts';
import { prediction } from '../support/worklist-items.ts';

const shown: Presentation = {
  kind: 'shown',
  sliceId: 1,
  presentationId: 10,
  arm: 'open',
  mayReveal: true,
  revealed: true,
  prediction: prediction(0.8),
  history: [],
};
const now = { readOnly: false, saving: false, picture: 'ready', presentation: shown } as const;

describe('whyNotRecord', () => {
  it('lets a read through when picture and presentation are there', () => {
    expect(whyNotRecord('haemorrhage', now)).toBeNull();
    expect(whyNotRecord('agree', now)).toBeNull();
  });

  it('waits for the picture: nobody labels a slice that they have not seen', () => {
    expect(whyNotRecord('none', { ...now, picture: 'loading' })).toContain('not on the screen');
    expect(whyNotRecord('none', { ...now, presentation: { kind: 'beginning', sliceId: 1 } })).toContain(
      'not on the screen',
    );
  });

  it('takes only unsure and exclude for a picture that cannot be shown', () => {
    expect(whyNotRecord('none', { ...now, picture: 'failed' })).not.toBeNull();
    expect(whyNotRecord('agree', { ...now, picture: 'failed' })).not.toBeNull();
    expect(whyNotRecord('excluded', { ...now, picture: 'failed' })).toBeNull();
    expect(whyNotRecord('unsure', { ...now, picture: 'failed' })).toBeNull();
  });

  it('cannot agree with a call that is hidden or not there', () => {
    expect(whyNotRecord('agree', { ...now, presentation: { ...shown, revealed: false } })).toContain('hidden');
    expect(whyNotRecord('agree', { ...now, presentation: { ...shown, prediction: null } })).toContain('no prediction');
    expect(whyNotRecord('none', { ...now, presentation: { ...shown, revealed: false } })).toBeNull();
  });

  it('records nothing in a project open for reading only, nor twice at once', () => {
    expect(whyNotRecord('none', { ...now, readOnly: true })).toContain('reading only');
    expect(whyNotRecord('none', { ...now, saving: true })).not.toBeNull();
  });
});

describe('draftReason', () => {
  beforeEach(resetReview);

  it('keeps reasons by slice until they are saved', () => {
    draftReason(1, 'artefact');
    draftReason(2, 'thin');
    draftReason(1, null);
    expect([...useReview.getState().reasons]).toEqual([[2, 'thin']]);
  });
});
