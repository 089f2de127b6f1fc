import type { NearDuplicate } from '../../src/contract/duplicate-methods.ts';
import { findNearDuplicates } from '../services/find-near-duplicates.ts';
import { judgeNearDuplicate } from '../services/judge-near-duplicate.ts';
import { listNearDuplicates, withPlaces } from '../services/list-near-duplicates.ts';
import type { InputFailure } from '../services/network-inputs.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { failureWords } from '../services/slice-failure.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface DuplicatesOptions {
  readonly project: string;
  readonly reader?: string;
}

/**
 * Searches what no search has seen, as each command does that rests on groups.
 * @returns the slices that could not be read, which are named on the screen
 */
export async function searchNow(
  session: CliSession,
  context: ServiceContext,
  reader: string | undefined,
): Promise<readonly InputFailure[]> {
  const { failures } = await findNearDuplicates(
    context,
    session.compute(),
    { reader: readerIn(context, reader) },
    { signal: session.signal, onProgress: progressLine(session) },
  );
  if (failures.length > 0) {
    session.say(`${failures.length} slices could not be read and were left out. ${failureWords(failures)}`);
  }
  return failures;
}

/** `duplicates --project P`: searches, and lists every pair with what was judged of it. */
export function duplicatesCommand(session: CliSession, options: DuplicatesOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    await searchNow(session, context, options.reader);
    const report = listNearDuplicates(context);
    for (const pair of report.pairs) session.say(pairText(pair));
    const open = report.pairs.filter(({ status }) => status === 'candidate').length;
    session.say(
      `${report.pairs.length} pairs among ${report.searched} slices, ${open} not judged (each counts as one group until it is); ` +
        `${report.groups} groups, ${report.sharedGroups} of more than one slice.`,
    );
    if (report.split) {
      const { datasetName, leaks } = report.split;
      session.say(`The split of ${datasetName} has ${leaks.length} pairs over different parts.`);
    }
    session.result(report);
    return EXIT.done;
  });
}

export interface JudgeOptions {
  readonly project: string;
  readonly pair: number;
  readonly verdict: 'confirm' | 'reject' | 'undo';
  readonly reader?: string;
}

const STATUS_OF = { confirm: 'confirmed', reject: 'rejected', undo: 'candidate' } as const;

/** `duplicates judge --project P --pair ID --verdict confirm|reject|undo`. */
export function judgeCommand(session: CliSession, options: JudgeOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const reader = readerIn(context, options.reader);
    const judged = judgeNearDuplicate(context, { pairId: options.pair, verdict: STATUS_OF[options.verdict], reader });
    const [pair] = withPlaces(context, [judged]);
    if (pair) session.say(pairText(pair));
    session.result(pair ?? judged);
    return EXIT.done;
  });
}

const STATUS_WORDS = { candidate: 'not judged', confirmed: 'confirmed', rejected: 'not the same' } as const;

function pairText({ id, a, b, score, kind, changes, status, reader }: NearDuplicate): string {
  const name = ({ file, frame }: NearDuplicate['a']): string => (frame > 0 ? `${file} frame ${frame}` : file);
  const what = kind === 'exact' ? 'same pixels' : changes.join(', ');
  const by = reader === null ? '' : ` by ${reader}`;
  return `${String(id).padStart(3)}  ${name(a)} = ${name(b)}  ${score.toFixed(3)}  ${what}; ${STATUS_WORDS[status]}${by}`;
}
