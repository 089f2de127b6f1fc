import type { TestSet } from '../../src/contract/test-set-methods.ts';
import { createSeededRandom } from '../../src/random/seeded-random.ts';
import { toTestSet } from '../services/describe-roles.ts';
import { sealTestSet } from '../services/seal-test-set.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { findSourceNamed } from '../services/source-members.ts';
import { searchNow } from './duplicates-command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, readerIn, withProject } from './session.ts';
import { WrongUse } from './wrong-use.ts';

export interface SealOptions {
  readonly project: string;
  readonly source?: string;
  readonly share?: number;
  readonly seed?: number;
  readonly name?: string;
  readonly reader?: string;
}

/** `seal --project P (--source NAME | --share 0.2 --seed N)`: seals slices for good. */
export function sealCommand(session: CliSession, options: SealOptions): Promise<ExitCode> {
  const { share, seed } = options;
  if (options.source === undefined && share === undefined) throw new WrongUse('Give --source, --share, or both.');
  if (seed !== undefined && share === undefined) throw new WrongUse('--seed draws a share: give --share as well.');
  return withProject(session, options.project, 'write', async (context) => {
    const sourceId = options.source === undefined ? null : findSourceNamed(context, options.source).id;
    const drawn = seed ?? createSeededRandom(Date.now() >>> 0).nextUint32();
    const draw = share === undefined ? null : { share, seed: drawn };
    session.result(await sealNow(session, context, { sourceId, draw, name: options.name ?? null }, options.reader));
    return EXIT.done;
  });
}

/** Searches for copies, seals, and says what was sealed. */
export async function sealNow(
  session: CliSession,
  context: ServiceContext,
  request: { sourceId: number | null; draw: { share: number; seed: number } | null; name: string | null },
  reader: string | undefined,
): Promise<TestSet> {
  await searchNow(session, context, reader);
  const sealed = toTestSet(context, sealTestSet(context, { ...request, reader: readerIn(context, reader) }));
  session.say(sealedText(sealed));
  return sealed;
}

function sealedText({ name, counts, manifestSha256, leftOut, predictedBefore }: TestSet): string {
  const { aiSeen, noLabel, sealed, used } = leftOut;
  const before = predictedBefore > 0 ? ` ${predictedBefore} of them had been read by a model before.` : '';
  return (
    `Sealed ${name}, for good: ${counts.haemorrhage} haemorrhage, ${counts.none} none; manifest ${manifestSha256}.${before} ` +
    `Left out: ${aiSeen} labelled with the AI in view, ${noLabel} without a label that scores, ${sealed} sealed or tied to ` +
    `sealed slices, ${used} used in development.`
  );
}
