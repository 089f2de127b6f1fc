import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayReveal, othersActOpen, type VisibilityFacts, visibilityOf } from '../../../src/review/visibility.ts';

const boolean = [false, true] as const;

/** Every state that there is: 3 modes x 2 arms x 2^6. */
function everyState(): VisibilityFacts[] {
  const states: VisibilityFacts[] = [];
  for (const mode of ['off', 'on', 'half'] as const)
    for (const arm of ['open', 'blind'] as const)
      for (const ownRead of boolean)
        for (const goneOn of boolean)
          for (const revealed of boolean)
            for (const labelsRevealed of boolean)
              for (const hiddenRepeatPending of boolean)
                for (const awaitsAdjudication of boolean)
                  states.push({
                    mode,
                    arm,
                    ownRead,
                    goneOn,
                    revealed,
                    labelsRevealed,
                    hiddenRepeatPending,
                    awaitsAdjudication,
                  });
  return states;
}

const anyState = fc.record<VisibilityFacts>({
  mode: fc.constantFrom('off', 'on', 'half'),
  arm: fc.constantFrom('open', 'blind'),
  ownRead: fc.boolean(),
  goneOn: fc.boolean(),
  revealed: fc.boolean(),
  labelsRevealed: fc.boolean(),
  hiddenRepeatPending: fc.boolean(),
  awaitsAdjudication: fc.boolean(),
});

const UNREAD: VisibilityFacts = {
  mode: 'on',
  arm: 'blind',
  ownRead: false,
  goneOn: false,
  revealed: false,
  labelsRevealed: false,
  hiddenRepeatPending: false,
  awaitsAdjudication: false,
};

describe('what a reader may see of a slice', () => {
  test('before the read, blind: nothing of the AI, no label, nobody else’s reads', () => {
    for (const mode of ['off', 'on', 'half'] as const) {
      const seen = visibilityOf({ ...UNREAD, mode });
      expect(seen).toEqual({ ai: false, truth: false, ownReads: true, othersReads: false });
    }
  });

  test('after the read the AI; the labels once the reader has gone on', () => {
    expect(visibilityOf({ ...UNREAD, ownRead: true })).toMatchObject({ ai: true, truth: false });
    expect(visibilityOf({ ...UNREAD, ownRead: true, goneOn: true })).toMatchObject({ ai: true, truth: true });
  });

  test('revealed on purpose: the AI and not the labels', () => {
    expect(visibilityOf({ ...UNREAD, revealed: true })).toMatchObject({ ai: true, truth: false, othersReads: false });
  });

  test('a study’s open half has the AI from the start and no label before the read', () => {
    expect(visibilityOf({ ...UNREAD, mode: 'half', arm: 'open' })).toMatchObject({ ai: true, truth: false });
  });

  test('off shows all', () => {
    const seen = visibilityOf({ ...UNREAD, mode: 'off', arm: 'open' });
    expect(seen).toEqual({ ai: true, truth: true, ownReads: true, othersReads: true });
  });

  test('every state: the AI is hidden exactly where the arm is blind and the reader neither read nor revealed', () => {
    for (const state of everyState()) {
      const read = state.ownRead && !state.hiddenRepeatPending;
      expect(visibilityOf(state).ai, JSON.stringify(state)).toBe(!(state.arm === 'blind' && !read && !state.revealed));
    }
  });

  test('every state: no label before the read, but where the project is off and the reader not blind', () => {
    for (const state of everyState()) {
      if (state.mode === 'off' && state.arm === 'open') continue;
      if (state.ownRead || state.labelsRevealed) continue;
      expect(visibilityOf(state).truth, JSON.stringify(state)).toBe(false);
    }
  });

  test('others’ reads never before adjudication, and never before the labels', () => {
    for (const state of everyState()) {
      const seen = visibilityOf(state);
      if (state.awaitsAdjudication) expect(seen.othersReads).toBe(false);
      if (!seen.truth) expect(seen.othersReads).toBe(false);
    }
  });

  test('a hidden repeat looks the same whether the slice was read or not, and shows no label', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const repeat = { ...state, hiddenRepeatPending: true };
        expect(visibilityOf({ ...repeat, ownRead: true, goneOn: true })).toEqual(
          visibilityOf({ ...repeat, ownRead: false, goneOn: false }),
        );
        expect(visibilityOf(repeat)).toMatchObject({ truth: false, ownReads: false, othersReads: false });
      }),
    );
  });

  test('reading, revealing and going on never hide anything', () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom('ownRead', 'goneOn', 'revealed', 'labelsRevealed'), (state, fact) => {
        const before = visibilityOf({ ...state, [fact]: false });
        const after = visibilityOf({ ...state, [fact]: true });
        for (const part of ['ai', 'truth', 'ownReads', 'othersReads'] as const) {
          if (before[part]) expect(after[part], part).toBe(true);
        }
      }),
    );
  });

  test('no act of others before their reads; marks after the own read, study calls after the own call or to who settles', () => {
    const open = (kind: 'read' | 'mark' | 'study-call', ownRead: boolean, ownCall: boolean, adjudicates = false) =>
      othersActOpen(kind, [{ othersReads: true, ownRead }], { ownCall, adjudicates });
    expect([open('read', false, false), open('mark', false, true), open('study-call', true, false)]).toEqual([
      ...[true, false, false],
    ]);
    expect([open('mark', true, false), open('study-call', false, true)]).toEqual([true, true]);
    expect([open('mark', false, false, true), open('study-call', false, false, true)]).toEqual([true, true]);
    const slices = [true, false].map((othersReads) => ({ othersReads, ownRead: true }));
    for (const kind of ['read', 'mark', 'study-call'] as const) {
      expect(othersActOpen(kind, slices, { ownCall: true, adjudicates: true })).toBe(false);
    }
    expect(othersActOpen('mark', [], { ownCall: true, adjudicates: false })).toBe(false);
  });

  test('the AI may be revealed before the read, but not in a reader study', () => {
    expect(mayReveal({ mode: 'on', ai: false })).toBe(true);
    expect(mayReveal({ mode: 'off', ai: false })).toBe(true);
    expect(mayReveal({ mode: 'half', ai: false })).toBe(false);
    expect(mayReveal({ mode: 'half', ai: true })).toBe(true);
  });
});
