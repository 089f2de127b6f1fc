// Loads TensorFlow in this process and tells what it is, as one JSON object. Runs in Node and in Electron's utility process.
const util = require('node:util');

// Gone or going in Node 23 and later, and tfjs-node 4.22 calls them.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const startMs = Date.now();
let found;
try {
  const tf = require('@tensorflow/tfjs-node');
  const product = tf.tidy(() => tf.matMul(tf.ones([4, 8]), tf.ones([8, 4])).dataSync()[0]);
  if (product !== 8) throw new Error(`a matrix product came out as ${product}, not 8`);
  found = {
    tensorflow: tf.backend().binding.TF_Version,
    tfjs: tf.version['tfjs-node'],
    node: process.versions.node,
    electron: process.versions.electron,
    loadMs: Date.now() - startMs,
  };
} catch (error) {
  found = { error: error instanceof Error ? error.message : String(error) };
}
if (process.parentPort) {
  process.parentPort.postMessage(found);
  setTimeout(() => process.exit(0), 100);
} else {
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
