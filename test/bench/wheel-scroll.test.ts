import { describe, expect, it } from 'vitest';
import { type SeenFrame, type SeenScroll, wheelFigures } from './wheel-scroll.ts';

const SENT = { events: 4, stepPx: 120 };
const frame = (rest: Partial<SeenFrame>): SeenFrame => ({
  gapMs: 16.7,
  moved: true,
  blank: false,
  blankBefore: false,
  ...rest,
});
const seen = (rest: Partial<SeenScroll>): SeenScroll => ({
  movedPx: 480,
  heardPx: 480,
  heardEvents: 4,
  frames: [frame({})],
  longTasksMs: [],
  ...rest,
});

describe("the figures of a list's scroll", () => {
  it('are of the frames from the first to the last that moved it, the still ones between them too', () => {
    const still = { moved: false };
    const frames = [
      frame({ ...still, gapMs: 400 }),
      frame({ gapMs: 33.4, blankBefore: true }),
      frame({ ...still, gapMs: 50 }),
      frame({ gapMs: 32.9, blank: true, blankBefore: true }),
      frame({ ...still, gapMs: 400, blank: true }),
    ];
    expect(wheelFigures(SENT, seen({ frames }))).toMatchObject({
      frames: 3,
      lateFrames: 2,
      blankFrames: 1,
      blankBeforeFrames: 2,
    });
  });

  it('tell what was sent and not scrolled or not heard, whether or not events were made one', () => {
    expect(wheelFigures(SENT, seen({ heardEvents: 2 }))).toMatchObject({
      sentPx: 480,
      droppedPx: 0,
      unheardPx: 0,
      sentEvents: 4,
      heardEvents: 2,
    });
    expect(wheelFigures(SENT, seen({ movedPx: 300, heardPx: 360 }))).toMatchObject({ droppedPx: 180, unheardPx: 120 });
    expect(wheelFigures(SENT, seen({ movedPx: 500 })).droppedPx).toBe(-20);
  });

  it('are none of a list that never moved', () => {
    const still = seen({ movedPx: 0, frames: [frame({ moved: false, gapMs: 90 })] });
    expect(() => wheelFigures(SENT, still)).toThrow('moved the list in no frame');
    expect(wheelFigures(SENT, seen({ longTasksMs: [60, 140, 70] })).longestTaskMs).toBe(140);
  });
});
