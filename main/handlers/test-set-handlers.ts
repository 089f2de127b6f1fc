import type { Handlers } from '../../src/contract/contract.ts';
import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { describeRoles, toTestSet } from '../services/describe-roles.ts';
import { openTestSet, takenLook } from '../services/open-test-set.ts';
import { sealTestSet } from '../services/seal-test-set.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { evaluationFor } from '../services/veil-slices.ts';
import { emitProject } from './emit-project.ts';
import { completeSearch } from './search-as-job.ts';

type TestSetHandlers = Pick<Handlers, 'roles.get' | 'testSet.seal' | 'testSet.open' | 'testSet.look'>;

/** What slices are used for, sealing, and opening. */
export function testSetHandlers(app: AppContext): TestSetHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  const reader = (): string => app.preferences.get().readerName;
  return {
    'roles.get': async () => describeRoles(context(), viewerOf(app)),
    'testSet.seal': async (request) => {
      const project = context();
      await completeSearch(app);
      const sealed = toTestSet(project, sealTestSet(project, { ...request, reader: reader() }), viewerOf(app));
      emitProject(app);
      return sealed;
    },
    'testSet.open': async ({ testSetId }) => {
      const project = context();
      if (app.jobs.isRunning('open-test')) throw new ServiceError('busy', 'A test set is being opened already.');
      const outcome: { measured: MeasuredModel | null } = { measured: null };
      const job = app.jobs.start('open-test', 'Opening the test set', async ({ signal, progress }) => {
        const request = { testSetId, modelId: null, reader: reader() };
        const onProgress = (done: number, total: number): void => progress({ done, total });
        outcome.measured = await openTestSet(project, app.compute, request, { signal, onProgress });
        return outcome.measured.evidence.heading;
      });
      const { status, message } = await job.finished;
      if (outcome.measured) return evaluationFor(project, viewerOf(app), outcome.measured);
      throw new ServiceError(status === 'cancelled' ? 'cancelled' : 'not-opened', message);
    },
    'testSet.look': async (request) => evaluationFor(context(), viewerOf(app), takenLook(context(), request)),
  };
}
