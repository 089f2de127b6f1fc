import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import { overlayPng } from '../services/heatmap-overlay.ts';
import { inParallel } from '../services/in-parallel.ts';
import { createPictures } from '../services/pictures.ts';
import { withPngText } from '../services/png-text.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { writeExport } from '../services/write-export.ts';
import { auditHead } from '../store/audit-log.ts';
import { type CliSession, progressLine } from './session.ts';

/** Writes one PNG for each slice: the slice in its own window under its heat, in the slice's own size. */
export async function writeHeatmaps(
  session: CliSession,
  context: ServiceContext,
  modelId: number,
  slices: readonly { readonly sliceId: number; readonly file: string; readonly frame: number }[],
  folder: string,
  method: HeatmapMethod,
): Promise<void> {
  const pictures = createPictures({ context, compute: session.compute(), thumbnailFolder: null });
  const tell = progressLine(session);
  const head = headText(auditHead(context.store.db));
  let done = 0;
  await inParallel(slices, 3, async ({ sliceId, file, frame }) => {
    session.signal.throwIfAborted();
    const [image, heat] = await Promise.all([pictures.display(sliceId), pictures.heatmap(sliceId, modelId, method)]);
    const target = path.join(folder, ...`${file}-${frame}.png`.split('/'));
    await mkdir(path.dirname(target), { recursive: true });
    writeExport(context, target, withPngText(overlayPng(image, heat.heat), HEAD_COLUMN, head));
    done += 1;
    tell({ message: 'Writing heatmaps', done, total: slices.length });
  });
}
