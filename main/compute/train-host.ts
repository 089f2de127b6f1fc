import { createHash } from 'node:crypto';
import os from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { createFittingBatchMaker, serveBatches } from './batch-thread.ts';
import { ComputeError } from './compute-errors.ts';
import { lowerPriority } from './lower-priority.ts';
import type { OperationOutput, OperationProgress } from './protocol.ts';
import { type OperationContext, type ParsedInput, serveOperations } from './serve-operations.ts';
import { type CheckpointNews, type Checkpoints, openCheckpoints } from './tensorflow/checkpoints.ts';
import { startEngine } from './tensorflow/engine.ts';
import { bytesOf } from './tensorflow/safetensors.ts';
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
  { weightsPath, checkpoint, ...job }: ParsedInput<'train'>,
  { progress, stopping, signal }: OperationContext<OperationProgress<'train'>>,
): Promise<OperationOutput<'train'>> {
  const start = performance.now();
  checkEnsembleJob(job);
  const checkpoints = checkpoint ? await checkpointsOf(checkpoint, job, progress) : null;
  const engine = await startEngine();
  const stepIsDue = createThrottle(STEP_MESSAGE_MS);
  const keepWeights = weightsPath !== null;
  const trained = await trainEnsemble(
    engine,
    { ...job, keepWeights },
    {
      signal: checkpoint?.stopAtOnce ? AbortSignal.abort() : signal,
      onStopping: stopping,
      ...(checkpoints && { checkpoints }),
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

type Job = ParsedInput<'train'>;

function checkpointsOf(
  { folder, everyMs, resume }: NonNullable<Job['checkpoint']>,
  job: Omit<Job, 'weightsPath' | 'checkpoint'>,
  progress: (news: OperationProgress<'train'>) => void,
): Promise<Checkpoints> {
  if (job.scoring) throw new ComputeError('bad-training-data', 'A training that only scores is not continued.');
  const { architecture } = job;
  const onSaved = (news: CheckpointNews): void => progress({ kind: 'checkpoint', ...news });
  return openCheckpoints({ folder, everyMs, architecture, jobSha256: jobSha256(job), resume, onSaved });
}

/** What a training learns from and how, as a hash. */
function jobSha256({ architecture, settings, training, validation, folds }: Omit<Job, 'weightsPath'>): string {
  const hash = createHash('sha256').update(JSON.stringify({ architecture, settings }));
  for (const { inputs, labels } of [training, validation]) {
    hash.update(bytesOf(inputs)).update(labels);
  }
  return hash.update(folds ?? new Uint8Array()).digest('hex');
}
