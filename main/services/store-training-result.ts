import { DEFAULT_THRESHOLD } from '../../src/prediction/call.ts';
import { type InputDomain, inputDomain } from '../../src/prediction/domain-match.ts';
import { rankScores } from '../../src/statistics/scored-slices.ts';
import { fitTemperature } from '../../src/statistics/temperature.ts';
import { ComputeAborted, ComputeCrashed, ComputeError } from '../compute/compute-errors.ts';
import type { OperationOutput } from '../compute/protocol.ts';
import { insertModel, type ModelDomain, type ModelRow } from '../store/models.ts';
import { headersOfSlices, syntheticAmong } from '../store/slices.ts';
import { endRun, saveEpochs } from '../store/training-runs.ts';
import type { PreparedRun } from './prepare-training.ts';
import { hasCheckpoint } from './run-checkpoint.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { taughtBy } from './taught-slices.ts';

/** Ends the run, keeps the model it left (if it left one) and says both in the log. Returns the model's id. */
export function storeTrainingResult(
  context: ServiceContext,
  prepared: PreparedRun,
  result: OperationOutput<'train'>,
  modelName: string,
  weightsFile: string,
): number | null {
  const { run, members, reader } = prepared;
  const { store } = context;
  const { weightsSha256, weightsByteLength, heatmapScale } = result;
  const learnt = result.outcome !== 'diverged' && weightsSha256 !== null && weightsByteLength !== null;
  return store.transaction(() => {
    const now = context.clock().getTime();
    saveEpochs(store.db, run.id, result.epochs);
    endRun(store.db, run.id, { status: result.outcome, reason: result.reason, finishedMs: now });
    const taught = [...taughtBy(context, run)];
    const modelId = learnt
      ? insertModel(store.db, {
          runId: run.id,
          name: modelName,
          weightsFile,
          weightsSha256,
          weightsByteLength,
          threshold: DEFAULT_THRESHOLD,
          // A network whose maps are cold everywhere (after a round or two it may be) is a model all the same.
          heatmapScale: heatmapScale ?? 1,
          domain: domainOf(context, taught),
          synthetic: syntheticAmong(store.db, taught),
          createdMs: now,
          ...temperatureOf(members, result.validationProbabilities),
        })
      : null;
    appendEntry(context, {
      event: 'training-ended',
      reader,
      run: run.id,
      outcome: result.outcome,
      reason: result.reason,
      model: learnt ? modelName : null,
      weightsSha256: learnt ? weightsSha256 : null,
    });
    return modelId;
  });
}

/**
 * The temperature from what the model says of the validation slices, which it did not learn from; nulls where they are not of
 * both kinds.
 */
function temperatureOf(
  members: PreparedRun['members'],
  probabilities: Float32Array,
): Pick<ModelRow, 'temperature' | 'temperatureFit'> {
  const validation = members.filter((member) => member.part === 'validation');
  if (probabilities.length === 0 || probabilities.length !== validation.length) return NO_TEMPERATURE;
  const scored = validation.map((member, index) => ({ ...member, probability: probabilities[index] ?? Number.NaN }));
  const ranked = rankScores(scored);
  const fit = fitTemperature(ranked);
  if (!fit) return NO_TEMPERATURE;
  const { temperature, nllBefore, nllAfter, atLimit } = fit;
  return {
    temperature,
    temperatureFit: { n: ranked.n, haemorrhages: ranked.positiveCount, nllBefore, nllAfter, atLimit },
  };
}

const NO_TEMPERATURE = { temperature: null, temperatureFit: null } as const;

/** Ends a run that left no model, with the reason in its row. */
export function storeTrainingFailure(context: ServiceContext, prepared: PreparedRun, error: unknown): void {
  const stopped = error instanceof ComputeAborted || (error instanceof Error && error.name === 'AbortError');
  const outcome = stopped ? 'stopped' : 'failed';
  const kept = hasCheckpoint(context, prepared.run.id);
  const before = kept
    ? 'Stopped. It can be continued from its checkpoint.'
    : 'Stopped before there was anything to keep.';
  const reason = stopped ? before : reasonOf(error, prepared.run.settings.seed, kept);
  context.store.transaction(() => {
    endRun(context.store.db, prepared.run.id, { status: outcome, reason, finishedMs: context.clock().getTime() });
    appendEntry(context, {
      event: 'training-ended',
      reader: prepared.reader,
      run: prepared.run.id,
      outcome,
      // The run's own reason may name files; the log never does.
      reason: stopped ? reason : codeOf(error),
      model: null,
      weightsSha256: null,
    });
  });
}

function domainOf(context: ServiceContext, sliceIds: readonly number[]): ModelDomain {
  const domains = new Set<InputDomain>();
  for (const { header, frame } of headersOfSlices(context.store.db, sliceIds)) domains.add(inputDomain(header, frame));
  const [only] = domains;
  return domains.size === 1 && only ? only : 'mixed';
}

function codeOf(error: unknown): string {
  return error instanceof ComputeError || error instanceof ServiceError ? error.code : 'unexpected';
}

/** What to do before a run whose weights could not be written is tried again. */
const WRITE_REMEDIES: Readonly<Record<string, string>> = {
  'disk-full': 'Free some space',
  'weights-not-written': 'See that the folder can be written',
};

function reasonOf(error: unknown, seed: number, kept: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof ComputeError ? WRITE_REMEDIES[error.code] : undefined;
  if (remedy !== undefined) {
    const next = kept
      ? 'continue the run: it goes on from its checkpoint.'
      : `start it again: seed ${seed} gives the same run.`;
    return `${message} ${remedy}, then ${next}`;
  }
  if (!(error instanceof ComputeCrashed)) return message;
  if (kept) {
    return `The process that trains ended by itself, twice, so this run left no model. It can be continued from its checkpoint. (${message})`;
  }
  return `The process that trains ended by itself, so this run left no model. Start it again: seed ${seed} gives the same run. (${message})`;
}
