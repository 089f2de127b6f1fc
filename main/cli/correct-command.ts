import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type Correction,
  CorrectionsError,
  type RefusedCorrection,
  readCorrections,
} from '../../src/dataset/corrections.ts';
import { CsvError } from '../../src/dataset/parse-csv.ts';
import { shownCell } from '../../src/dataset/shown-cell.ts';
import { findSlicesByFile } from '../services/find-slices.ts';
import { recordUnshownRead } from '../services/record-read.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { currentModel } from '../store/models.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, withProject } from './session.ts';

export interface CorrectOptions {
  readonly project: string;
  readonly csv: string;
  readonly reader: string;
}

/** `correct --project P --csv FILE --reader NAME`: one read for each row of the table; bad rows are listed, the rest stand. */
export function correctCommand(session: CliSession, options: CorrectOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const text = await readFile(path.resolve(session.cwd, options.csv), 'utf8');
    const modelId = currentModel(context.store.db)?.id ?? null;
    const refused: RefusedCorrection[] = [];
    let reads = 0;
    let changed = 0;
    for (const correction of correctionsOf(text)) {
      session.signal.throwIfAborted();
      const outcome = 'message' in correction ? correction : record(context, correction, modelId, options.reader);
      if ('message' in outcome) {
        refused.push(outcome);
        session.warn(`Row ${outcome.row}: ${outcome.message}`);
        continue;
      }
      reads += 1;
      if (outcome.changed) changed += 1;
      session.progress(`Recorded ${reads} reads`);
    }
    session.say(
      `Recorded ${reads} reads by ${options.reader}: ${changed} changed the label, ${reads - changed} kept it.`,
    );
    session.result({ reads, changed, refused });
    return refused.length > 0 ? EXIT.refusals : EXIT.done;
  });
}

function record(
  context: ServiceContext,
  correction: Correction,
  modelId: number | null,
  reader: string,
): { readonly changed: boolean } | RefusedCorrection {
  const { row, file, frame, label, reason } = correction;
  const [sliceId, ...others] = findSlicesByFile(context, file, frame);
  if (sliceId === undefined) {
    return {
      row,
      file,
      message: `${shownCell(file)} frame ${frame} is not in this project. Name it relative to its source.`,
    };
  }
  if (others.length > 0) {
    return {
      row,
      file,
      message: `${shownCell(file)} is in several sources with different content. Give its whole path.`,
    };
  }
  const { read } = recordUnshownRead(context, { sliceId, reader, modelId, label, reason });
  return { changed: read.labelBefore !== read.labelAfter };
}

/** The rows of the table in order. @throws ServiceError `wrong-columns` */
function correctionsOf(text: string): (Correction | RefusedCorrection)[] {
  try {
    return readCorrections(text);
  } catch (error) {
    if (error instanceof CsvError || error instanceof CorrectionsError)
      throw new ServiceError('wrong-columns', error.message);
    throw error;
  }
}
