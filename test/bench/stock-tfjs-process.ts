import { readFileSync } from 'node:fs';
import os from 'node:os';
import { loadTensorFlow } from '../../main/compute/tensorflow/load-tensorflow.ts';
import { readWeightsFile } from '../../main/compute/tensorflow/weights-file.ts';
import { ARCHITECTURES } from '../../src/training/architectures.ts';
import { readFloats } from './bench-data.ts';
import type { PeerJob } from './peers.ts';

/** The LeNet as tfjs-node's documentation writes it: tfjs-layers and `model.fit`. One job in argv, one JSON line out. */
async function trainStock(job: PeerJob & { readonly kind: 'train' }): Promise<number[]> {
  const { tf } = await loadTensorFlow();
  const { layers } = tf;
  const { inputSide } = ARCHITECTURES.lenet;
  const model = tf.sequential({
    layers: [
      layers.conv2d({ inputShape: [inputSide, inputSide, 1], filters: 20, kernelSize: 5, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 50, kernelSize: 5, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 500, activation: 'relu' }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  const [weights = []] = await readWeightsFile(job.weightsPath, job.weightsSha256, ARCHITECTURES.lenet);
  model.setWeights(weights.map(({ values, shape }) => tf.tensor(values, [...shape])));
  model.compile({ optimizer: tf.train.adam(job.learningRate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const pixels = readFloats(job.slicesPath).slice(0, job.count * inputSide ** 2);
  const inputs = tf.tensor4d(pixels, [job.count, inputSide, inputSide, 1]);
  const labels = Array.from(new Uint8Array(readFileSync(job.labelsPath)).slice(0, job.count));
  const ms: number[] = [];
  let start = 0;
  await model.fit(inputs, tf.oneHot(tf.tensor1d(labels, 'int32'), 2), {
    batchSize: job.batchSize,
    epochs: job.rounds,
    verbose: 0,
    callbacks: {
      onEpochBegin: () => {
        start = performance.now();
      },
      onEpochEnd: () => {
        ms.push(performance.now() - start);
      },
    },
  });
  return ms;
}

const job = JSON.parse(process.argv[2] ?? '') as PeerJob & { readonly kind: 'train' };
os.setPriority(job.niceness);
void trainStock(job).then((ms) => {
  // Linux counts in KiB; the bench compares no memory of this peer.
  process.stdout.write(`${JSON.stringify({ ms, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
});
