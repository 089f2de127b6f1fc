import { describe, expect, it } from 'vitest';
import { viewerMeasured } from './measure-viewer.ts';
import type { FolderFigures, ViewerFigures } from './viewer.ts';

/** A folder's figures, each `times` what it is in a quick one. */
const folder = (times: number): FolderFigures => ({
  firstPictureMs: 200 * times,
  allHeadersMs: 800 * times,
  decodeMs: 80 * times,
  hashedMs: 160 * times,
  inWindowMs: 1200 * times,
  pydicomMs: 100,
  keyCachedP95Ms: 20 * times,
  keyUncachedP95Ms: 40 * times,
  wheelFirstPerSecond: 60 / times,
  wheelAgainPerSecond: 30 / times,
});
const run = (plain: number, jpeg2000: number): ViewerFigures => ({
  plain: folder(plain),
  jpeg2000: folder(jpeg2000),
  memoryByProcess: { Browser: { pssMib: 200, rssMib: 270 } },
  memoryWithoutTensorflow: { pssMib: 200, rssMib: 270 },
});

describe("the viewer's part of the bench", () => {
  it('tells of each folder how it is opened and gone through, as medians of the runs', () => {
    const { ratios, details } = viewerMeasured([run(1, 3), run(9, 4), run(2, 5)]);
    expect(ratios).toMatchObject({
      viewer_plain_first_picture_ms: 400,
      viewer_plain_all_headers_ms: 1600,
      viewer_plain_decode_to_pydicom_ratio: expect.closeTo(1.6),
      viewer_plain_key_cached_p95_ms: 40,
      viewer_plain_key_uncached_p95_ms: 80,
      viewer_plain_wheel_heatmap_first_per_s: 30,
      viewer_plain_wheel_heatmap_again_per_s: 15,
      viewer_jpeg2000_first_picture_ms: 800,
      viewer_jpeg2000_all_headers_ms: 3200,
      viewer_jpeg2000_decode_to_pydicom_ratio: expect.closeTo(3.2),
      viewer_jpeg2000_key_cached_p95_ms: 80,
      viewer_jpeg2000_key_uncached_p95_ms: 160,
      viewer_jpeg2000_wheel_heatmap_first_per_s: 15,
      viewer_jpeg2000_wheel_heatmap_again_per_s: 7.5,
    });
    expect(details.viewer_runs).toHaveLength(3);
  });
});
