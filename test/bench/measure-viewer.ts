import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { joinMeasured, type Measured } from './figures.ts';
import type { BenchPlaces } from './measurements.ts';
import { compareRuns, median } from './ratios.ts';
import { memoryMedians, memoryWords } from './resident-memory.ts';
import type { FolderFigures, ViewerFigures } from './viewer.ts';

/**
 * Folders of 300 CT slices in the real app: opened, decoded beside pydicom, and gone through. Keys that end in `ratio` are our
 * time by pydicom's, to decode as it does and to have all pixels in the window; the others are medians of the runs.
 */
export async function measureViewer(places: BenchPlaces, runs: number, say: (line: string) => void): Promise<Measured> {
  const all: ViewerFigures[] = [];
  const [program, ...args] = places.viewer;
  for (let run = 1; run <= runs; run += 1) {
    const running = promisify(execFile)(program, args);
    // A run takes minutes, and tells how far it is.
    running.child.stderr?.pipe(process.stderr, { end: false });
    const figures = JSON.parse((await running).stdout) as ViewerFigures;
    all.push(figures);
    const { firstPictureMs } = figures.plain;
    say(`run ${run} of ${runs}: first picture after ${firstPictureMs.toFixed(0)} ms, ${memoryWords(figures)}`);
  }
  return viewerMeasured(all);
}

/** What the runs come to; the keys of each folder's figures name it. */
export function viewerMeasured(runs: readonly ViewerFigures[]): Measured {
  const { ratios, details } = joinMeasured(
    (['plain', 'jpeg2000'] as const).map((form) =>
      folderMeasured(
        form,
        runs.map((one) => one[form]),
      ),
    ),
  );
  return {
    ratios: {
      ...ratios,
      ...memoryMedians('viewer', runs),
    },
    details: { ...details, viewer_runs: runs },
  };
}

function folderMeasured(form: 'plain' | 'jpeg2000', runs: readonly FolderFigures[]): Measured {
  const of = (figure: (one: FolderFigures) => number): number => median(runs.map(figure));
  const pydicom = runs.map(({ pydicomMs }) => pydicomMs);
  const decoding = compareRuns(
    runs.map(({ decodeMs }) => decodeMs),
    pydicom,
  );
  const hashed = compareRuns(
    runs.map(({ hashedMs }) => hashedMs),
    pydicom,
  );
  const inWindow = compareRuns(
    runs.map(({ inWindowMs }) => inWindowMs),
    pydicom,
  );
  return {
    ratios: {
      [`viewer_${form}_first_picture_ms`]: of(({ firstPictureMs }) => firstPictureMs),
      [`viewer_${form}_all_headers_ms`]: of(({ allHeadersMs }) => allHeadersMs),
      [`viewer_${form}_decode_to_pydicom_ratio`]: decoding.ratio,
      [`viewer_${form}_decode_and_hash_to_pydicom_ratio`]: hashed.ratio,
      [`viewer_${form}_in_window_to_pydicom_ratio`]: inWindow.ratio,
      [`viewer_${form}_key_cached_p95_ms`]: of(({ keyCachedP95Ms }) => keyCachedP95Ms),
      [`viewer_${form}_key_uncached_p95_ms`]: of(({ keyUncachedP95Ms }) => keyUncachedP95Ms),
      [`viewer_${form}_wheel_heatmap_first_per_s`]: of(({ wheelFirstPerSecond }) => wheelFirstPerSecond),
      [`viewer_${form}_wheel_heatmap_again_per_s`]: of(({ wheelAgainPerSecond }) => wheelAgainPerSecond),
    },
    details: {
      [`viewer_${form}_decodeMs`]: decoding,
      [`viewer_${form}_decodeAndHashMs`]: hashed,
      [`viewer_${form}_inWindowMs`]: inWindow,
    },
  };
}
