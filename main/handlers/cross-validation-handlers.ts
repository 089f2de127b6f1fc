import type { Handlers } from '../../src/contract/contract.ts';
import { TRAINING_JOBS } from '../../src/contract/shared.ts';
import { createSeededRandom } from '../../src/random/seeded-random.ts';
import { recipeFor } from '../../src/training/recipe.ts';
import type { AppContext } from '../app-context.ts';
import { crossValidate } from '../services/cross-validate.ts';
import { crossValidationResult, listCrossValidations } from '../services/cross-validation-result.ts';
import { prepareCrossValidation } from '../services/prepare-cross-validation.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { emitProject } from './emit-project.ts';

type CrossValidationHandlers = Pick<
  Handlers,
  'crossValidation.start' | 'crossValidation.list' | 'crossValidation.result'
>;

/** Cross-validations of recipes, and what they found. */
export function crossValidationHandlers(app: AppContext): CrossValidationHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  return {
    'crossValidation.start': async ({ datasetId, architectures, settings, ...how }) => {
      if (TRAINING_JOBS.some(app.jobs.isRunning)) {
        throw new ServiceError('busy', 'Networks are being trained already. Wait for them, or stop them first.');
      }
      const project = context();
      const seed = settings.seed ?? createSeededRandom(Date.now() >>> 0).nextUint32();
      const recipes = architectures.map((name) => recipeFor(name, settings, seed));
      const reader = app.preferences.get().readerName;
      const prepared = await prepareCrossValidation(project, app.compute, { datasetId, recipes, ...how, seed, reader });
      const { jobId } = app.jobs.start('cross-validate', 'Cross-validating', async ({ signal, progress }) => {
        await crossValidate(project, app.compute, prepared, { signal, onProgress: progress });
        emitProject(app);
        return 'Cross-validated.';
      });
      return { id: prepared.run.id, jobId };
    },
    'crossValidation.list': async () => ({ runs: listCrossValidations(context()) }),
    'crossValidation.result': async ({ id, prevalence }) => crossValidationResult(context(), id, prevalence),
  };
}
