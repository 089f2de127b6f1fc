import { headMask } from '../../src/explanation/head-mask.ts';
import { channelLevels, placedNetworkInput } from '../../src/prediction/network-input.ts';
import { sliceStatistics } from '../../src/shortcuts/slice-statistics.ts';
import { toDisplayImage } from '../../src/study/display-image.ts';
import { truncationWords } from '../../src/study/picture-warnings.ts';
import { shownSlice } from '../../src/study/shown-slice.ts';
import { thumbnailPng } from '../../src/study/small-picture.ts';
import { previewPictures } from '../../src/training/preview-pictures.ts';
import { auditForShortcuts } from './audit-for-shortcuts.ts';
import { cleanFile } from './decode/clean-file.ts';
import { decodeFrame, type KnownFile, withFrame } from './decode/decode-frame.ts';
import { readIdentity } from './decode/dicom/read-identity.ts';
import { inspectFile } from './decode/inspect-file.ts';
import { DecodeRefusal } from './decode/refusal.ts';
import { findRuns, searchThumbnails, thumbnailOfFile } from './search-duplicates.ts';
import type { HostHandlers } from './serve-operations.ts';

/**
 * A frame for the network. What a file was cut off of would enter it as dark rows, and be learnt from or called.
 * @throws DecodeRefusal `truncated` where rows are missing
 */
function withWholeFrame<T>(path: string, frame: number, use: (decoded: KnownFile) => T): Promise<T> {
  return withFrame(path, frame, (decoded) => {
    const { header } = decoded;
    const missing = header.frames[frame] ? truncationWords(header, header.frames[frame]) : null;
    if (missing === null) return use(decoded);
    throw new DecodeRefusal('truncated', `${missing}: shown, not given to the network. Copy the file again.`);
  });
}

/** What a decoding process answers. No answer holds memory that a file was lent in (see `withFile`). */
export const decodeOperations: HostHandlers<'decode'> = {
  inspect: ({ path }) => inspectFile(path),
  decode: ({ path, frame }) => decodeFrame(path, frame),
  'shown-slice': ({ path, frame, ticket }, { deliver }) =>
    withFrame(path, frame, ({ sha256, pixelSha256, header, image, tables }) => {
      const { metadata, body } = shownSlice(header, frame, image, tables);
      const delivered = ticket !== null && deliver(ticket, body);
      return { sha256, pixelSha256, metadata, body: delivered ? null : body };
    }),
  'list-thumbnail': ({ path, frame }) =>
    withFrame(path, frame, ({ sha256, header, image, tables }) => ({
      sha256,
      png: thumbnailPng(toDisplayImage(header, frame, image, tables)),
    })),
  'study-identity': ({ path }) => readIdentity(path),
  'clean-file': cleanFile,
  'network-input': ({ path, frame, preprocessing, withHead }) =>
    withWholeFrame(path, frame, ({ sha256, pixelSha256, header, image }) => {
      const { input, placement } = placedNetworkInput(image, header, frame, preprocessing);
      const { rows, columns } = image;
      const head = withHead
        ? { head: headMask(channelLevels(image, header, frame, preprocessing)[0] ?? new Float32Array(), rows, columns) }
        : null;
      return { sha256, pixelSha256, input, placement, rows, columns, ...head };
    }),
  'augmentation-preview': ({ path, frame, architecture, preprocessing, augmentation, seed, draws }) =>
    withWholeFrame(path, frame, ({ sha256, header, image }) => {
      const { input } = placedNetworkInput(image, header, frame, preprocessing);
      return { sha256, ...previewPictures(architecture, input, augmentation, { seed, draws }) };
    }),
  thumbnail: ({ path, frame }) => thumbnailOfFile(path, frame),
  'near-duplicates': searchThumbnails,
  'look-alike-runs': findRuns,
  'slice-statistics': ({ path, frame }) =>
    withFrame(path, frame, ({ sha256, pixelSha256, header, image }) => ({
      sha256,
      pixelSha256,
      statistics: sliceStatistics(image, header, frame),
    })),
  'shortcut-audit': auditForShortcuts,
};
