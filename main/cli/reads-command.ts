import type { ChangeShare } from '../../src/review/mind-changes.ts';
import { countMindChanges } from '../services/count-mind-changes.ts';
import { summarizeProject } from '../services/summarize-project.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, withProject } from './session.ts';

/** `reads --project P`: what showing the AI after a blind read did to the readers' minds. */
export function readsCommand(session: CliSession, options: { readonly project: string }): Promise<ExitCode> {
  return withProject(session, options.project, 'read', async (context) => {
    const { readingMode } = summarizeProject(context);
    const changes = countMindChanges(context, null);
    session.say(`${changes.blindReads} blind reads, ${changes.secondReads} read again after the AI was shown.`);
    session.say(
      `${changes.changed} changed; ${changes.judged} blind reads had the AI after them and have a source label to judge by:`,
    );
    session.say(`helpful (wrong, then right): ${shareText(changes.helpful)}`);
    session.say(`harmful (right, then wrong): ${shareText(changes.harmful)}`);
    session.say(`neither: ${changes.neutral}`);
    session.result({ project: context.store.folder, readingMode, reference: 'source-label', ...changes });
    return EXIT.done;
  });
}

function shareText({ k, n, low, high, method, reason }: ChangeShare): string {
  if (low === null || high === null) return reason === null ? `${k} of ${n}` : `${k} of ${n} (no interval: ${reason})`;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return `${k} of ${n}, 95 % interval ${percent(low)} to ${percent(high)} (${method})`;
}
