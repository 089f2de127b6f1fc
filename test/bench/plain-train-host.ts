import os from 'node:os';
import { serveOperations } from '../../main/compute/serve-operations.ts';
import { startEngine } from '../../main/compute/tensorflow/engine.ts';
import { trainNetwork } from '../../main/compute/tensorflow/train-network.ts';

// The training child without its thread for batches: what the folds are compared with.
os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
serveOperations<'train'>({
  train: async ({ weightsPath: _unused, ...job }) => {
    const { weights: _dropped, ...trained } = await trainNetwork(
      await startEngine(),
      { ...job, keepWeights: false },
      {},
    );
    const nothing = { validationProbabilities: new Float32Array(), weightsSha256: null, weightsByteLength: null };
    return { ...trained, ...nothing, epochs: [...trained.epochs], durationMs: 0 };
  },
});
