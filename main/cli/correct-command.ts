import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { labelOfWord } from '../../src/dataset/label-words.ts';
import { CsvError, type CsvRecord, parseCsv } from '../../src/dataset/parse-csv.ts';
import type { Label } from '../../src/review/label.ts';
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

interface Correction {
  readonly row: number;
  readonly file: string;
  readonly frame: number;
  readonly label: Label;
  readonly reason: string | null;
}

interface Refused {
  readonly row: number;
  readonly file: string;
  readonly message: string;
}

/** `correct --project P --csv FILE --reader NAME`: one read for each row of the table; bad rows are listed, the rest stand. */
export function correctCommand(session: CliSession, options: CorrectOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const text = await readFile(path.resolve(session.cwd, options.csv), 'utf8');
    const modelId = currentModel(context.store.db)?.id ?? null;
    const refused: Refused[] = [];
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
): { readonly changed: boolean } | Refused {
  const { row, file, frame, label, reason } = correction;
  const [sliceId, ...others] = findSlicesByFile(context, file, frame);
  if (sliceId === undefined) {
    return { row, file, message: `"${file}" frame ${frame} is not in this project. Name it relative to its source.` };
  }
  if (others.length > 0) {
    return { row, file, message: `"${file}" is in several sources with different content. Give its whole path.` };
  }
  const { read } = recordUnshownRead(context, { sliceId, reader, modelId, label, reason });
  return { changed: read.labelBefore !== read.labelAfter };
}

/** The rows of the table in order. @throws ServiceError `wrong-columns` */
function correctionsOf(text: string): (Correction | Refused)[] {
  const [header, ...rows] = recordsOf(text);
  const names = (header?.fields ?? []).map((name) => name.trim().toLowerCase());
  const columns = { file: names.indexOf('file'), label: names.indexOf('label') };
  if (columns.file < 0 || columns.label < 0) {
    const message = 'The table needs the columns file, frame, label, reason; file and label at least.';
    throw new ServiceError('wrong-columns', message);
  }
  return rows.map(({ line: row, fields }) => {
    const field = (name: string): string => (fields[names.indexOf(name)] ?? '').trim();
    const file = field('file').split('\\').join('/');
    const label = labelOf(field('label'));
    const frame = field('frame') || '0';
    if (label === null) {
      return { row, file, message: `"${field('label')}" is not a label. Use haemorrhage, none, unsure or excluded.` };
    }
    if (!/^\d{1,6}$/.test(frame)) return { row, file, message: `"${frame}" is not a frame. Frames count from 0.` };
    return { row, file, frame: Number(frame), label, reason: field('reason') || null };
  });
}

function recordsOf(text: string): CsvRecord[] {
  try {
    return parseCsv(text);
  } catch (error) {
    if (error instanceof CsvError) throw new ServiceError('wrong-columns', error.message);
    throw error;
  }
}

function labelOf(word: string): Label | null {
  const plain = word.toLowerCase();
  if (plain === 'unsure' || plain === 'excluded') return plain;
  return plain === 'exclude' ? 'excluded' : labelOfWord(word);
}
