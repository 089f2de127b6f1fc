import { createHash } from 'node:crypto';
import { open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Architecture } from '../../../src/training/architecture.ts';
import { inferLayerShapes } from '../../../src/training/layer-shapes.ts';
import { ComputeError } from '../compute-errors.ts';
import type { NamedWeight } from './initial-weights.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

/**
 * Writes a network's weights so that the file is there whole or not at all: beside its place, synced, renamed, and the
 * folder synced. The metadata names the architecture and the meaning of the outputs.
 */
export async function writeWeightsFile(
  weightsPath: string,
  architecture: Architecture,
  weights: readonly NamedWeight[],
): Promise<{ sha256: string; byteLength: number }> {
  const pieces = encodeSafetensors(weights, {
    format: 'overread-weights-1',
    architecture: JSON.stringify(architecture),
    classes: 'none,haemorrhage',
  });
  const hash = createHash('sha256');
  const partial = `${weightsPath}.${process.pid}.partial`;
  let byteLength = 0;
  try {
    const file = await open(partial, 'w');
    try {
      for (const piece of pieces) {
        hash.update(piece);
        byteLength += piece.byteLength;
        await file.writeFile(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, weightsPath);
  } catch (error) {
    await unlink(partial).catch(() => undefined);
    throw new ComputeError(
      'weights-not-written',
      `The weights could not be written to ${weightsPath}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  await syncFolder(path.dirname(weightsPath));
  return { sha256: hash.digest('hex'), byteLength };
}

/**
 * Reads a network's weights, in the order of its layers.
 * @throws ComputeError: `weights-missing`, `weights-changed` (not the bytes of this hash), `weights-mismatch` (not the
 *   shapes of this architecture)
 */
export async function readWeightsFile(
  weightsPath: string,
  expectedSha256: string,
  architecture: Architecture,
): Promise<NamedWeight[]> {
  const bytes = await readFile(weightsPath).catch((error: NodeJS.ErrnoException) => {
    throw new ComputeError(
      'weights-missing',
      `The model's weights cannot be read from ${weightsPath}: ${error.message}`,
    );
  });
  if (createHash('sha256').update(bytes).digest('hex') !== expectedSha256) {
    throw new ComputeError(
      'weights-changed',
      `The weights in ${weightsPath} are not those that were trained (their SHA-256 differs). Train the model again.`,
    );
  }
  const mismatch = (why: string): ComputeError =>
    new ComputeError('weights-mismatch', `The weights in ${weightsPath} do not fit "${architecture.name}": ${why}`);
  const tensors = new Map<string, NamedWeight>();
  try {
    for (const tensor of decodeSafetensors(bytes).tensors) tensors.set(tensor.name, tensor);
  } catch (error) {
    throw mismatch(error instanceof Error ? error.message : String(error));
  }
  const wanted = inferLayerShapes(architecture).flatMap(({ weights }) => weights);
  if (wanted.length !== tensors.size) throw mismatch(`${tensors.size} tensors instead of ${wanted.length}.`);
  return wanted.map(({ name, shape }) => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join('x') !== shape.join('x')) {
      throw mismatch(`"${name}" is ${tensor?.shape.join('x') ?? 'absent'} instead of ${shape.join('x')}.`);
    }
    return tensor;
  });
}

/** Makes the rename itself durable; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
