import { headMask } from '../../src/explanation/head-mask.ts';
import { intensityLevels, placedNetworkInput } from '../../src/prediction/network-input.ts';
import { sliceStatistics } from '../../src/shortcuts/slice-statistics.ts';
import { decodeFrame } from './decode/decode-frame.ts';
import { inspectFile } from './decode/inspect-file.ts';
import { serveOperations } from './serve-operations.ts';

serveOperations<'decode'>({
  inspect: ({ path }) => inspectFile(path),
  decode: ({ path, frame }) => decodeFrame(path, frame),
  'network-input': async ({ path, frame, preprocessing, withHead }) => {
    const { sha256, pixelSha256, header, image } = await decodeFrame(path, frame);
    const { input, placement } = placedNetworkInput(image, header, frame, preprocessing);
    const { rows, columns } = image;
    const head = withHead
      ? { head: headMask(intensityLevels(image, header, frame, preprocessing), rows, columns) }
      : null;
    return { sha256, pixelSha256, input, placement, rows, columns, ...head };
  },
  'slice-statistics': async ({ path, frame }) => {
    const { sha256, pixelSha256, header, image } = await decodeFrame(path, frame);
    return { sha256, pixelSha256, statistics: sliceStatistics(image, header, frame) };
  },
});
