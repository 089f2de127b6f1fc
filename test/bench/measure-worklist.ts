import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Measured } from './figures.ts';
import type { BenchPlaces } from './measurements.ts';
import { median } from './ratios.ts';
import { memoryMedians, memoryWords } from './resident-memory.ts';
import type { WheelFigures } from './wheel-scroll.ts';
import type { WorklistFigures } from './worklist.ts';

/**
 * The list of 20,000 slices in the real app: the median of the runs for each figure. There is no other side, so the keys are no
 * ratios. Every run's own figures, its memory by process among them, are in the details.
 */
export async function measureWorklist(
  places: BenchPlaces,
  runs: number,
  say: (line: string) => void,
): Promise<Measured> {
  const all: WorklistFigures[] = [];
  const [program, ...args] = places.worklist;
  for (let run = 1; run <= runs; run += 1) {
    const { stdout } = await promisify(execFile)(program, args);
    const figures = JSON.parse(stdout) as WorklistFigures;
    all.push(figures);
    const startS = (figures.startToUsableMs / 1000).toFixed(1);
    say(`run ${run} of ${runs}: usable after ${startS} s, ${memoryWords(figures)}`);
  }
  return worklistMeasured(all);
}

/** What the runs come to. */
export function worklistMeasured(runs: readonly WorklistFigures[]): Measured {
  const of = (figure: (one: WorklistFigures) => number): number => median(runs.map(figure));
  return {
    ratios: {
      worklist_start_to_usable_s: of(({ startToUsableMs }) => startToUsableMs / 1000),
      worklist_open_to_usable_s: of(({ openToUsableMs }) => openToUsableMs / 1000),
      worklist_key_to_selection_median_ms: of(({ keyToSelectionMedianMs }) => keyToSelectionMedianMs),
      worklist_key_to_selection_p95_ms: of(({ keyToSelectionP95Ms }) => keyToSelectionP95Ms),
      worklist_step_to_selection_p95_ms: of(({ stepToSelectionP95Ms }) => stepToSelectionP95Ms),
      ...wheelMeasured(
        'notch',
        runs.map(({ wheelNotch }) => wheelNotch),
      ),
      ...wheelMeasured(
        'screen',
        runs.map(({ wheelScreen }) => wheelScreen),
      ),
      worklist_rows_stored_s: of(({ storedRowsMs }) => storedRowsMs / 1000),
      ...memoryMedians('worklist', runs),
    },
    details: { worklist_runs: runs },
  };
}

/** Input that was dropped, and the longest task, are those of the worst run. */
function wheelMeasured(step: 'notch' | 'screen', runs: readonly WheelFigures[]): Record<string, number> {
  const share = (frames: (one: WheelFigures) => number): number => median(runs.map((one) => frames(one) / one.frames));
  const most = (figure: (one: WheelFigures) => number): number => Math.max(...runs.map(figure));
  return {
    [`worklist_wheel_${step}_most_dropped_px`]: most(({ droppedPx, unheardPx }) =>
      Math.max(Math.abs(droppedPx), Math.abs(unheardPx)),
    ),
    [`worklist_wheel_${step}_late_frame_share`]: share(({ lateFrames }) => lateFrames),
    [`worklist_wheel_${step}_blank_frame_share`]: share(({ blankFrames }) => blankFrames),
    [`worklist_wheel_${step}_blank_before_frame_share`]: share(({ blankBeforeFrames }) => blankBeforeFrames),
    [`worklist_wheel_${step}_longest_task_ms`]: most(({ longestTaskMs }) => longestTaskMs),
  };
}
