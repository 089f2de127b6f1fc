import { describe, expect, it } from 'vitest';
import { worklistMeasured } from './measure-worklist.ts';
import type { WheelFigures } from './wheel-scroll.ts';
import type { WorklistFigures } from './worklist.ts';

const wheel = (rest: Partial<WheelFigures>): WheelFigures => ({
  sentPx: 36_000,
  droppedPx: 0,
  unheardPx: 0,
  sentEvents: 300,
  heardEvents: 300,
  frames: 300,
  lateFrames: 3,
  blankFrames: 0,
  blankBeforeFrames: 6,
  longestTaskMs: 0,
  ...rest,
});
const run = (rest: Partial<WorklistFigures>): WorklistFigures => ({
  startToUsableMs: 1500,
  openToUsableMs: 700,
  keyToSelectionMedianMs: 19,
  keyToSelectionP95Ms: 90,
  stepToSelectionP95Ms: 26,
  wheelNotch: wheel({}),
  wheelScreen: wheel({ blankBeforeFrames: 300 }),
  storedRowsMs: 1400,
  memoryByProcess: { Browser: { pssMib: 200, rssMib: 270 } },
  memoryWithoutTensorflow: { pssMib: 800, rssMib: 919 },
  ...rest,
});

describe("the worklist's part of the bench", () => {
  it('tells the medians of the runs, and keeps every run', () => {
    const runs = [run({}), run({ keyToSelectionP95Ms: 70 }), run({ keyToSelectionP95Ms: 200, startToUsableMs: 9000 })];
    const { ratios, details } = worklistMeasured(runs);
    expect(ratios).toMatchObject({
      worklist_start_to_usable_s: 1.5,
      worklist_open_to_usable_s: 0.7,
      worklist_key_to_selection_median_ms: 19,
      worklist_key_to_selection_p95_ms: 90,
      worklist_step_to_selection_p95_ms: 26,
      worklist_wheel_notch_late_frame_share: 0.01,
      worklist_wheel_screen_blank_before_frame_share: 1,
      worklist_pss_without_tensorflow_mib: 800,
      worklist_rss_without_tensorflow_mib: 919,
    });
    expect(details.worklist_runs).toBe(runs);
  });

  it('tells input that was dropped in one run alone, on its way to the page or in it', () => {
    const dropped = (rest: Partial<WheelFigures>) =>
      worklistMeasured([run({}), run({ wheelNotch: wheel(rest) }), run({})]).ratios;
    expect(dropped({})).toMatchObject({ worklist_wheel_notch_most_dropped_px: 0 });
    expect(dropped({ droppedPx: -240 })).toMatchObject({ worklist_wheel_notch_most_dropped_px: 240 });
    expect(dropped({ unheardPx: 120, longestTaskMs: 80 })).toMatchObject({
      worklist_wheel_notch_most_dropped_px: 120,
      worklist_wheel_notch_longest_task_ms: 80,
      worklist_wheel_screen_most_dropped_px: 0,
    });
  });
});
