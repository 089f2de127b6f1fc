import type { Handlers } from '../../src/contract/contract.ts';
import { createSeededRandom } from '../../src/random/seeded-random.ts';
import { recipeFor } from '../../src/training/recipe.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { prepareCrossValidationAgain } from '../services/continue-cross-validation.ts';
import { crossValidate } from '../services/cross-validate.ts';
import { listCrossValidations } from '../services/cross-validation-result.ts';
import { reasonsFor } from '../services/neutral-names.ts';
import { type PreparedCrossValidation, prepareCrossValidation } from '../services/prepare-cross-validation.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { crossValidationFor } from '../services/veil-slices.ts';
import { emitProject } from './emit-project.ts';
import { startTraining } from './start-training.ts';

type CrossValidationHandlers = Pick<
  Handlers,
  'crossValidation.start' | 'crossValidation.continue' | 'crossValidation.list' | 'crossValidation.result'
>;

/** Cross-validations of recipes, and what they found. */
export function crossValidationHandlers(app: AppContext): CrossValidationHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  const startRun = (project: ServiceContext, prepared: PreparedCrossValidation): { id: number; jobId: string } => {
    const { jobId } = app.jobs.start('cross-validate', 'Cross-validating', async ({ signal, progress }) => {
      await crossValidate(project, app.compute, prepared, { signal, onProgress: progress });
      emitProject(app);
      return 'Cross-validated.';
    });
    return { id: prepared.run.id, jobId };
  };
  return {
    'crossValidation.start': async ({ datasetId, architectures, settings, preprocessing, ...how }) => {
      const seed = settings.seed ?? createSeededRandom(Date.now() >>> 0).nextUint32();
      const recipes = architectures.map((name) => recipeFor(name, settings, seed, preprocessing));
      const request = { datasetId, recipes, ...how, seed, reader: app.preferences.get().readerName };
      return startTraining(app, (project) => prepareCrossValidation(project, app.compute, request), startRun);
    },
    'crossValidation.continue': ({ id }) => {
      const request = { id, reader: app.preferences.get().readerName };
      return startTraining(app, (project) => prepareCrossValidationAgain(project, request), startRun);
    },
    'crossValidation.list': async () => ({
      runs: reasonsFor(context(), viewerOf(app), listCrossValidations(context())),
    }),
    'crossValidation.result': async ({ id, prevalence }) =>
      crossValidationFor(context(), viewerOf(app), id, prevalence),
  };
}
