import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import type { Identifiers } from '../../src/contract/export-methods.ts';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import type { ExportedPrediction } from '../services/export-predictions.ts';
import { overlayPng } from '../services/heatmap-overlay.ts';
import { inParallel } from '../services/in-parallel.ts';
import { createPictures } from '../services/pictures.ts';
import { withPngText } from '../services/png-text.ts';
import { requireOutside } from '../services/require-outside.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { writeExport } from '../services/write-export.ts';
import { auditHead } from '../store/audit-log.ts';
import { type CliSession, progressLine } from './session.ts';

/**
 * Writes one PNG for each slice: the slice in its own window under its heat, in the slice's own size. Named after the
 * file's hash, or after its path where the originals are asked for.
 * @throws ServiceError `inside-project`
 */
export async function writeHeatmaps(
  session: CliSession,
  context: ServiceContext,
  predictions: readonly ExportedPrediction[],
  folder: string,
  how: { readonly modelId: number; readonly method: HeatmapMethod; readonly identifiers: Identifiers },
): Promise<void> {
  requireOutside(context, folder);
  const pictures = createPictures({ context, compute: session.compute(), thumbnailFolder: null });
  const tell = progressLine(session);
  const head = headText(auditHead(context.store.db));
  let done = 0;
  const slices = predictions.flatMap(({ sliceId, ...place }) => (sliceId === null ? [] : [{ sliceId, ...place }]));
  await inParallel(slices, 3, async ({ sliceId, file, fileSha256, frame }) => {
    session.signal.throwIfAborted();
    const [image, heat] = await Promise.all([
      pictures.display(sliceId),
      pictures.heatmap(sliceId, how.modelId, how.method),
    ]);
    const name = how.identifiers === 'originals' ? file : fileSha256;
    const target = path.join(folder, ...`${name}-${frame}.png`.split('/'));
    await mkdir(path.dirname(target), { recursive: true });
    writeExport(context, target, withPngText(overlayPng(image, heat.heat), HEAD_COLUMN, head));
    done += 1;
    tell({ message: 'Writing heatmaps', done, total: slices.length });
  });
}
