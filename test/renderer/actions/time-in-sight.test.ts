import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handleEvent } from '../../../renderer/actions/events.ts';
import { giveConfidence, recordRead } from '../../../renderer/actions/reading.ts';
import { followSight, timeInSight } from '../../../renderer/actions/time-in-sight.ts';
import { showTab, useApp } from '../../../renderer/state/app-store.ts';
import { usePreferences } from '../../../renderer/state/preferences-store.ts';
import { type Presentation, resetReview, useReview } from '../../../renderer/state/review-store.ts';
import { useViewer } from '../../../renderer/state/viewer-store.ts';
import { clearWorklist, showWorklist } from '../../../renderer/state/worklist-store.ts';
import type { Arm } from '../../../src/review/reading-mode.ts';
import { item } from '../support/worklist-items.ts';

/** Times that were sent with reads. */
const sent: unknown[] = [];
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
let stop = () => {};

function turnPage(visibilityState: 'visible' | 'hidden'): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
}
function show(presentationId: number | null, arm: Arm = 'open'): void {
  const facts = { mayReveal: true, revealed: arm === 'open', prediction: null, history: [] } as const;
  useReview.setState({ presentation: { kind: 'shown', sliceId: 1, presentationId, arm, ...facts } });
}

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  turnPage('visible');
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', {
    overread: {
      call: async (_: string, { decidedAfterMs }: { decidedAfterMs?: number }) => {
        sent.push(decidedAfterMs);
        return { kind: 'error', error: { code: 'disk', message: 'The disk is full.', details: null } };
      },
    },
  });
  const facts = { folder: '/p', name: 'P', readOnlyReason: null, synthetic: false, createdMs: 0, doubtWidth: 0 };
  const rest = { readingMode: 'on', readOnly: false, sources: [], currentModel: null } as const;
  useApp.setState({ project: { ...facts, ...rest, sources: [] }, windowShown: true, tab: 'review' });
  usePreferences.setState({ readerName: 'Ada' });
  const lists = { series: [], refused: [], warnings: [] };
  showWorklist({ sourceId: 1, kind: 'study', name: 's', synthetic: false, items: [item(1)], ...lists });
  useViewer.setState({ picture: { kind: 'ready', sliceId: 1 } as never });
  resetReview();
  stop = followSight();
});
afterEach(() => {
  stop();
  clearWorklist();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the time that a slice is in sight', () => {
  const AWAY: readonly [string, (away: boolean) => unknown][] = [
    ['another tab is open', (away) => showTab(away ? 'evaluation' : 'review')],
    ['the page is hidden', (away) => turnPage(away ? 'hidden' : 'visible')],
    ['the window is minimised', (away) => handleEvent({ kind: 'window-shown', shown: !away })],
  ];

  it.each(AWAY)('stands still while %s', (_, go) => {
    show(7);
    vi.advanceTimersByTime(1000);
    go(true);
    vi.advanceTimersByTime(240_000);
    expect(timeInSight(7)).toBe(1000);
    go(false);
    vi.advanceTimersByTime(500);
    expect(timeInSight(7)).toBe(1500);
  });

  it('stands still until the last of several reasons is gone, and begins with the first sight of a slice', () => {
    for (const [, go] of AWAY) go(true);
    show(7);
    for (const [, go] of AWAY) {
      vi.advanceTimersByTime(1000);
      expect(timeInSight(7)).toBe(0);
      go(false);
    }
    vi.advanceTimersByTime(300);
    expect(timeInSight(7)).toBe(300);
  });

  it('is that of one showing: another of the same slice begins at nothing, and one that is over has none', () => {
    show(7);
    vi.advanceTimersByTime(1000);
    // What is said of a showing meanwhile does not begin it anew.
    useReview.setState(({ presentation }) => ({ presentation: { ...presentation, history: [] } as Presentation }));
    expect(timeInSight(7)).toBe(1000);
    show(8);
    vi.advanceTimersByTime(10);
    expect(timeInSight(7)).toBeNull();
    expect(timeInSight(8)).toBe(10);
    useReview.setState({ presentation: { kind: 'beginning', sliceId: 1 } });
    expect(timeInSight(8)).toBeNull();
  });
});

describe('a read is sent with it', () => {
  it('at once where the AI is shown', async () => {
    show(7);
    vi.advanceTimersByTime(1000);
    showTab('audit');
    vi.advanceTimersByTime(5000);
    showTab('review');
    vi.advanceTimersByTime(200);
    await recordRead('none');
    expect(sent).toEqual([1200]);
  });

  it('as it was when its label was given, not when the confidence was; a label given anew takes it anew', async () => {
    show(7, 'blind');
    vi.advanceTimersByTime(1000);
    await recordRead('none');
    vi.advanceTimersByTime(3000);
    await giveConfidence(4);
    expect(sent).toEqual([1000]);
    resetReview();
    show(8, 'blind');
    vi.advanceTimersByTime(1000);
    await recordRead('none');
    vi.advanceTimersByTime(1000);
    await recordRead('haemorrhage');
    vi.advanceTimersByTime(1000);
    await giveConfidence(2);
    expect(sent).toEqual([1000, 2000]);
  });

  it('as it is when the label is given after its confidence', async () => {
    show(7, 'blind');
    await giveConfidence(4);
    vi.advanceTimersByTime(2500);
    await recordRead('none');
    expect(sent).toEqual([2500]);
  });
});
