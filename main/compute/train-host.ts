import os from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { createFittingBatchMaker, serveBatches } from './batch-thread.ts';
import { lowerPriority } from './lower-priority.ts';
import type { OperationOutput, OperationProgress } from './protocol.ts';
import { type OperationContext, type ParsedInput, serveOperations } from './serve-operations.ts';
import { startEngine } from './tensorflow/engine.ts';
import { checkEnsembleJob, trainEnsemble } from './tensorflow/train-ensemble.ts';
import { writeWeightsFile } from './tensorflow/weights-file.ts';
import { createThrottle } from './throttle.ts';

/** Shortest time between two step messages. */
const STEP_MESSAGE_MS = 100;

// The same bundle runs on a thread of this process and makes batches there.
if (isMainThread) {
  // The window and the decoders come first.
  lowerPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  serveOperations<'train'>({ train });
} else {
  serveBatches();
}

async function train(
  { weightsPath, ...job }: ParsedInput<'train'>,
  { progress, signal }: OperationContext<OperationProgress<'train'>>,
): Promise<OperationOutput<'train'>> {
  const start = performance.now();
  checkEnsembleJob(job);
  const engine = await startEngine();
  const stepIsDue = createThrottle(STEP_MESSAGE_MS);
  const keepWeights = weightsPath !== null;
  const trained = await trainEnsemble(
    engine,
    { ...job, keepWeights },
    {
      signal,
      createBatchMaker: (recipe) => createFittingBatchMaker(recipe, import.meta.filename),
      onStep: (step) => {
        if (step.step === step.steps || stepIsDue()) progress({ kind: 'step', ...step });
      },
      onEpoch: (epoch) => progress({ kind: 'epoch', epoch }),
    },
  );
  const file =
    keepWeights && trained.members ? await writeWeightsFile(weightsPath, job.architecture, trained.members) : null;
  return {
    outcome: trained.outcome,
    reason: trained.reason,
    epochs: [...trained.epochs],
    validationProbabilities: trained.validationProbabilities,
    weightsSha256: file?.sha256 ?? null,
    weightsByteLength: file?.byteLength ?? null,
    heatmapScale: trained.heatmapScale,
    scores: trained.scores,
    durationMs: performance.now() - start,
  };
}
