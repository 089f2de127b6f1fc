import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import type { Identifiers } from '../../src/contract/export-methods.ts';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import { auditHead, sha256OfText } from '../store/audit-log.ts';
import type { ModelRow } from '../store/models.ts';
import type { ExportedPrediction } from './export-predictions.ts';
import { overlayPng } from './heatmap-overlay.ts';
import { inParallel } from './in-parallel.ts';
import type { SlicePictures } from './pictures.ts';
import { withPngText } from './png-text.ts';
import { requireOutside } from './require-outside.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { writeExport } from './write-export.ts';

export interface ExportHeatmapsInput {
  /** Where the pictures go; made where it is not there. */
  readonly folder: string;
  readonly predictions: readonly ExportedPrediction[];
  readonly model: Pick<ModelRow, 'id' | 'name' | 'weightsSha256'>;
  readonly method: HeatmapMethod;
  readonly identifiers: Identifiers;
  readonly reader: string | null;
}

export interface ExportHeatmapsOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { message: string; done: number; total: number }) => void) | undefined;
}

/**
 * Writes one PNG for each slice: the slice in its own window under its heat, in the slice's own size. Named after the
 * file's hash, or after its path where the originals are asked for. The log tells of those that were written, also where the rest was not.
 * @throws ServiceError `inside-project`; SliceNotFound; the signal's reason; the file system's error
 */
export async function exportHeatmaps(
  context: ServiceContext,
  pictures: Pick<SlicePictures, 'display' | 'heatmap'>,
  input: ExportHeatmapsInput,
  options: ExportHeatmapsOptions = {},
): Promise<void> {
  const { folder, predictions, model, method, identifiers } = input;
  requireOutside(context, folder);
  const head = auditHead(context.store.db);
  const written: string[] = [];
  const slices = predictions.flatMap(({ sliceId, ...place }) => (sliceId === null ? [] : [{ sliceId, ...place }]));
  try {
    await inParallel(slices, 3, async ({ sliceId, file, fileSha256, frame }) => {
      options.signal?.throwIfAborted();
      const [image, heat] = await Promise.all([pictures.display(sliceId), pictures.heatmap(sliceId, model.id, method)]);
      const name = identifiers === 'originals' ? file : fileSha256;
      const target = path.join(folder, ...`${name}-${frame}.png`.split('/'));
      await mkdir(path.dirname(target), { recursive: true });
      const png = withPngText(overlayPng(image, heat.heat), HEAD_COLUMN, headText(head));
      writeExport(context, target, png, head);
      written.push(createHash('sha256').update(png).digest('hex'));
      options.onProgress?.({ message: 'Writing heatmaps', done: written.length, total: slices.length });
    });
  } finally {
    if (written.length > 0) logHeatmaps(context, input, written);
  }
}

function logHeatmaps(context: ServiceContext, input: ExportHeatmapsInput, written: readonly string[]): void {
  if (context.store.readOnly) return;
  const { model, method, identifiers, reader } = input;
  const hashes = [...written].sort().map((hash) => `${hash}\n`);
  const facts = { model: model.name, weightsSha256: model.weightsSha256, method, identifiers };
  const files = { heatmaps: written.length, filesSha256: sha256OfText(hashes.join('')) };
  context.store.transaction(() => appendEntry(context, { event: 'heatmaps-exported', reader, ...facts, ...files }));
}
