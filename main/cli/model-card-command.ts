import path from 'node:path';
import { CARD_FILES, exportModelCard } from '../services/export-model-card.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findModel } from './find-model.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface ModelCardOptions {
  readonly project: string;
  readonly out: string;
  readonly model?: string;
  readonly prevalence?: number;
  readonly reader?: string;
}

/** `model-card --project P --out DIR`. Slices that could not be read any more end with 1, as for `evaluate`. */
export function modelCardCommand(session: CliSession, options: ModelCardOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const tell = progressLine(session);
    const request = {
      modelId: findModel(context, options.model).id,
      folder: path.resolve(session.cwd, options.out),
      prevalence: options.prevalence ?? null,
      reader: readerIn(context, options.reader),
    };
    const { folder, cardSha256, card } = await exportModelCard(context, session.compute(), request, {
      signal: session.signal,
      onProgress: (done, total) => tell({ message: 'Measuring on the held-out slices', done, total }),
    });
    const counts = card.checklists.map(({ name, rows }) => {
      const filled = rows.filter(({ status }) => status !== 'open').length;
      return `${name}: ${filled} of ${rows.length} rows filled or partly`;
    });
    session.say(`Wrote ${[...CARD_FILES].reverse().join(', ')} for ${card.model.name} to ${folder}.`);
    session.say(`${counts.join('; ')}. SHA-256 of the page ${cardSha256}.`);
    session.result({ folder, files: CARD_FILES, cardSha256, card });
    return card.measurements.some(({ unreadable }) => unreadable > 0) ? EXIT.refusals : EXIT.done;
  });
}
