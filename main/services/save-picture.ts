import { createHash } from 'node:crypto';
import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import { auditHead } from '../store/audit-log.ts';
import { withPngText } from './png-text.ts';
import { requireSlice } from './present-slice.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { removeExport, writeExport } from './write-export.ts';

export interface SavePictureInput {
  readonly sliceId: number;
  /** A whole PNG file. */
  readonly png: Uint8Array;
  readonly path: string;
  readonly withOverlay: boolean;
  /** Method of the heatmap that lies over it; null for none. */
  readonly heatmap: string | null;
  readonly reader: string | null;
}

/**
 * Writes a picture of a slice as it was seen, with the head of the log in it as text. The log names its hash; a picture that cannot be logged does not stay.
 * @throws ServiceError `no-slice`, `project-read-only`
 */
export function savePicture(context: ServiceContext, input: SavePictureInput): void {
  const { readOnlyReason } = context.store;
  if (readOnlyReason !== null) throw new ServiceError('project-read-only', readOnlyReason);
  const { fileSha256, frame, pixelSha256, studyPseudonym, seriesPseudonym } = requireSlice(
    context,
    input.sliceId,
    null,
  );
  const { reader, withOverlay, heatmap } = input;
  const png = withPngText(input.png, HEAD_COLUMN, headText(auditHead(context.store.db)));
  writeExport(context, input.path, png);
  try {
    context.store.transaction(() =>
      appendEntry(context, {
        event: 'picture-exported',
        ...{ reader, fileSha256, frame, pixelSha256, studyPseudonym, seriesPseudonym, withOverlay, heatmap },
        pictureSha256: createHash('sha256').update(png).digest('hex'),
      }),
    );
  } catch (error) {
    removeExport(input.path);
    throw error;
  }
}

/** A name for the picture of a slice that says nothing of its file: by its hash and, of several frames, its frame. */
export function pictureName(context: ServiceContext, sliceId: number): string {
  const { fileSha256, frame } = requireSlice(context, sliceId, null);
  return `slice-${fileSha256.slice(0, 12)}${frame === 0 ? '' : `-${frame}`}.png`;
}
