import type { FileHeader, FrameHeader } from './file-header.ts';

/** What a cut-off file lacks of a frame, in words; null for one that is all there. */
export function truncationWords(
  header: Pick<FileHeader, 'rows'>,
  frame: Pick<FrameHeader, 'rowsMissing' | 'coarseness'>,
): string | null {
  const { coarseness } = frame;
  if (coarseness > 1) return `Truncated: finer detail is missing, 1 of ${coarseness} rows and columns is there`;
  if (frame.rowsMissing === 0) return null;
  const rows =
    frame.rowsMissing === 1 ? 'the lowest row is' : `the lower ${frame.rowsMissing} of ${header.rows} rows are`;
  return `Truncated: ${rows} missing`;
}

function lossyWords({ lossy, lossyRatio }: FileHeader): string | null {
  if (!lossy) return null;
  return lossyRatio === null ? 'Lossy compression' : `Lossy compression ${Number(lossyRatio.toFixed(1))}:1`;
}

/**
 * What must be said on the picture itself, each a few words: what is missing, that details may be lost, that nothing can
 * be measured in mm, what lies over the picture and is not drawn.
 * @param frameIndex 0-based
 */
export function pictureWarnings(header: FileHeader, frameIndex: number): string[] {
  const frame = header.frames[frameIndex];
  if (!frame) return [];
  const last = frameIndex === header.frames.length - 1;
  const frames = header.framesMissing === 1 ? 'the next frame is' : `the next ${header.framesMissing} frames are`;
  const warnings = [
    truncationWords(header, frame),
    last && header.framesMissing > 0 ? `Truncated: ${frames} missing` : null,
    lossyWords(header),
    header.format === 'dicom' && frame.spacingMm === null ? 'Pixel size unknown: no mm' : null,
    header.signFromBits === null ? null : `Sign taken from ${header.signFromBits} bits: other software may differ`,
    header.overlays ? 'Overlay graphics: not drawn' : null,
  ];
  return warnings.filter((warning) => warning !== null);
}
