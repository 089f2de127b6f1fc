import { headMask } from '../../src/explanation/head-mask.ts';
import { channelLevels, placedNetworkInput } from '../../src/prediction/network-input.ts';
import { sliceStatistics } from '../../src/shortcuts/slice-statistics.ts';
import { toDisplayImage } from '../../src/study/display-image.ts';
import { truncationWords } from '../../src/study/picture-warnings.ts';
import { shownSlice } from '../../src/study/shown-slice.ts';
import { thumbnailPng } from '../../src/study/small-picture.ts';
import { previewPictures } from '../../src/training/preview-pictures.ts';
import { auditForShortcuts } from './audit-for-shortcuts.ts';
import { compactArrays } from './compact-arrays.ts';
import { cleanFile } from './decode/clean-file.ts';
import { decodeFrame } from './decode/decode-frame.ts';
import { makeSlowestCodecReady } from './decode/dicom/codecs.ts';
import { readIdentity } from './decode/dicom/read-identity.ts';
import { inspectFile } from './decode/inspect-file.ts';
import { DecodeRefusal } from './decode/refusal.ts';
import { DECODING_PRIORITY, lowerPriority } from './lower-priority.ts';
import { limitMemoryAsTold } from './memory-limit.ts';
import { findRuns, searchThumbnails, thumbnailOfFile } from './search-duplicates.ts';
import { type HostHandlers, serveOperations } from './serve-operations.ts';

/**
 * A frame for the network. What a file was cut off of would enter it as dark rows, and be learnt from or called.
 * @throws DecodeRefusal `truncated` where rows are missing
 */
async function decodeWhole(path: string, frame: number): ReturnType<typeof decodeFrame> {
  const decoded = await decodeFrame(path, frame);
  const { header } = decoded;
  const missing = header.frames[frame] ? truncationWords(header, header.frames[frame]) : null;
  if (missing === null) return decoded;
  throw new DecodeRefusal('truncated', `${missing}: shown, not given to the network. Copy the file again.`);
}

limitMemoryAsTold();
lowerPriority(DECODING_PRIORITY);

const handlers: HostHandlers<'decode'> = {
  inspect: ({ path }) => inspectFile(path),
  // A view would take the whole file that it looks into to main.
  decode: async ({ path, frame }) => compactArrays(await decodeFrame(path, frame)),
  'shown-slice': async ({ path, frame, ticket }, { deliver }) => {
    const { sha256, pixelSha256, header, image, tables } = await decodeFrame(path, frame);
    const { metadata, body } = shownSlice(header, frame, image, tables);
    const delivered = ticket !== null && deliver(ticket, body);
    return { sha256, pixelSha256, metadata, body: delivered ? null : body };
  },
  'list-thumbnail': async ({ path, frame }) => {
    const { sha256, header, image, tables } = await decodeFrame(path, frame);
    return { sha256, png: thumbnailPng(toDisplayImage(header, frame, image, tables)) };
  },
  'study-identity': ({ path }) => readIdentity(path),
  'clean-file': cleanFile,
  'network-input': async ({ path, frame, preprocessing, withHead }) => {
    const { sha256, pixelSha256, header, image } = await decodeWhole(path, frame);
    const { input, placement } = placedNetworkInput(image, header, frame, preprocessing);
    const { rows, columns } = image;
    const head = withHead
      ? { head: headMask(channelLevels(image, header, frame, preprocessing)[0] ?? new Float32Array(), rows, columns) }
      : null;
    return { sha256, pixelSha256, input, placement, rows, columns, ...head };
  },
  'augmentation-preview': async ({ path, frame, architecture, preprocessing, augmentation, seed, draws }) => {
    const { sha256, header, image } = await decodeWhole(path, frame);
    const { input } = placedNetworkInput(image, header, frame, preprocessing);
    return { sha256, ...previewPictures(architecture, input, augmentation, { seed, draws }) };
  },
  thumbnail: ({ path, frame }) => thumbnailOfFile(path, frame),
  'near-duplicates': searchThumbnails,
  'look-alike-runs': findRuns,
  'slice-statistics': async ({ path, frame }) => {
    const { sha256, pixelSha256, header, image } = await decodeFrame(path, frame);
    return { sha256, pixelSha256, statistics: sliceStatistics(image, header, frame) };
  },
  'shortcut-audit': auditForShortcuts,
};

serveOperations(handlers, makeSlowestCodecReady);
