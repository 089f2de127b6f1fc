import os from 'node:os';
import { type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { type BatchMaker, type BatchRecipe, changesPictures, createBatchMaker } from './tensorflow/batch-maker.ts';
import type { NetworkBatch } from './tensorflow/batches.ts';

/** Batches that wait, made, for the training. */
const AHEAD = 2;

/**
 * The maker for a training: on a thread of its own, always a little ahead, where batches are real work and there is a second
 * processor. TensorFlow holds the main thread for nearly all of a step, so that the work there would come on top.
 * @param threadFile the bundle that calls `serveBatches` when it finds itself on a worker thread
 */
export function createFittingBatchMaker(recipe: BatchRecipe, threadFile: string): BatchMaker {
  return changesPictures(recipe) && os.availableParallelism() > 1
    ? createThreadedBatchMaker(recipe, threadFile)
    : createBatchMaker(recipe);
}

interface Caller {
  resolve(batch: NetworkBatch): void;
  reject(error: Error): void;
}

function createThreadedBatchMaker(recipe: BatchRecipe, threadFile: string): BatchMaker {
  const thread = new Worker(threadFile, { workerData: recipe });
  const made: NetworkBatch[] = [];
  const callers: Caller[] = [];
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of callers.splice(0)) reject(failure);
  };
  thread.on('message', (batch: NetworkBatch) => {
    const caller = callers.shift();
    if (caller) caller.resolve(batch);
    else made.push(batch);
  });
  thread.on('error', (error) => fail(new Error(`The batches could not be made: ${error.message}`)));
  thread.on('exit', () => fail(new Error('The thread that makes the batches has ended.')));
  for (let count = 0; count < AHEAD; count++) thread.postMessage('next');
  return {
    next: () => {
      thread.postMessage('next');
      const batch = made.shift();
      if (batch) return batch;
      return new Promise((resolve, reject) => {
        if (failure) reject(failure);
        else callers.push({ resolve, reject });
      });
    },
    close: () => void thread.terminate(),
  };
}

/** The worker thread's side: one batch for each message, until there are no more. */
export function serveBatches(): void {
  const port = parentPort as MessagePort;
  const recipe = workerData as BatchRecipe;
  const maker = createBatchMaker(recipe);
  const { start = { epoch: 1, step: 0 } } = recipe;
  const steps = Math.ceil(
    recipe.inputs.length /
      (recipe.architecture.resizeSide ** 2 * recipe.architecture.channels) /
      recipe.settings.batchSize,
  );
  const total = (recipe.settings.rounds - start.epoch + 1) * steps - start.step;
  let sent = 0;
  port.on('message', async () => {
    // The last requests are for batches behind the end.
    if (sent++ >= total) return;
    const batch = await maker.next();
    port.postMessage(batch, [batch.values.buffer as ArrayBuffer]);
  });
}
