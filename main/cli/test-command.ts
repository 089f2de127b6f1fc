import { openTestSet } from '../services/open-test-set.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { listTestSets, type TestSetRow } from '../store/test-sets.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { evaluationText, figuresText } from './figures.ts';
import { findModel } from './find-model.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface TestOptions {
  readonly project: string;
  readonly test?: string;
  readonly model?: string;
  readonly reader?: string;
}

/** `test --project P [--test T1]`: opens a sealed test set with the model that reads for the project. The look is counted. */
export function testCommand(session: CliSession, options: TestOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const testSet = findTestSet(context, options.test);
    const modelId = findModel(context, options.model).id;
    const tell = progressLine(session);
    const measured = await openTestSet(
      context,
      session.compute(),
      { testSetId: testSet.id, modelId, reader: readerIn(context, options.reader) },
      {
        signal: session.signal,
        onProgress: (done, total) => tell({ message: `Opening ${testSet.name}`, done, total }),
      },
    );
    session.say(evaluationText(measured));
    session.say(figuresText(measured));
    session.result(measured);
    return EXIT.done;
  });
}

/** The test set of a name, or the only one. */
function findTestSet(context: ServiceContext, given: string | undefined): TestSetRow {
  const testSets = listTestSets(context.store.db);
  const names = testSets.map(({ name }) => name).join(', ');
  if (testSets.length === 0) {
    throw new ServiceError(
      'no-test-set',
      'This project has no sealed test set. Run `seal` on slices that nothing has used.',
    );
  }
  const found = given === undefined ? testSets : testSets.filter(({ name }) => name === given);
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  throw new ServiceError(
    'no-test-set',
    given === undefined
      ? `Say which test is opened, with --test: ${names}.`
      : `There is no test set "${given}". There are: ${names}.`,
  );
}
