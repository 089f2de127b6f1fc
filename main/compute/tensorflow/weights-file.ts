import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Architecture } from '../../../src/training/architecture.ts';
import { inferLayerShapes } from '../../../src/training/layer-shapes.ts';
import { isDiskFull, writeFileDurably } from '../../store/durable-files.ts';
import { ComputeError } from '../compute-errors.ts';
import type { NamedWeight } from './initial-weights.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

/** What stands before the names of a network's tensors in the file of several networks; alone it has none. */
const memberPrefix = (member: number): string => `member-${member + 1}.`;

/**
 * Writes the weights of one or several networks so that the file is there whole or not at all. The metadata names the
 * architecture, the meaning of the outputs, and how many networks there are where there is more than one.
 * @throws ComputeError `disk-full`, `weights-not-written`
 */
export async function writeWeightsFile(
  weightsPath: string,
  architecture: Architecture,
  members: readonly (readonly NamedWeight[])[],
): Promise<{ sha256: string; byteLength: number }> {
  const several = members.length > 1;
  const tensors = members.flatMap((weights, member) =>
    weights.map((weight) => ({ ...weight, name: several ? memberPrefix(member) + weight.name : weight.name })),
  );
  const pieces = encodeSafetensors(tensors, {
    format: 'overread-weights-1',
    architecture: JSON.stringify(architecture),
    classes: 'none,haemorrhage',
    ...(several && { members: String(members.length) }),
  });
  const hash = createHash('sha256');
  let byteLength = 0;
  const counted = function* () {
    for (const piece of pieces) {
      hash.update(piece);
      byteLength += piece.byteLength;
      yield piece;
    }
  };
  try {
    writeFileDurably(weightsPath, counted());
  } catch (error) {
    if (isDiskFull(error)) {
      throw new ComputeError('disk-full', `The disk is full, so the weights could not be written to ${weightsPath}.`);
    }
    throw new ComputeError(
      'weights-not-written',
      `The weights could not be written to ${weightsPath}: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  return { sha256: hash.digest('hex'), byteLength };
}

/**
 * Reads the weights of one or several networks, each in the order of its layers.
 * @throws ComputeError: `weights-missing`, `weights-changed` (not the bytes of this hash), `weights-mismatch` (not the
 *   shapes of this architecture)
 */
export async function readWeightsFile(
  weightsPath: string,
  expectedSha256: string,
  architecture: Architecture,
): Promise<NamedWeight[][]> {
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
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    return sortedMembers(architecture, new Map(tensors.map((tensor) => [tensor.name, tensor])), metadata.members);
  } catch (error) {
    throw mismatch(error instanceof Error ? error.message : String(error));
  }
}

/** @throws RangeError where the tensors are not those of the architecture */
function sortedMembers(
  architecture: Architecture,
  tensors: ReadonlyMap<string, NamedWeight>,
  said: string | undefined,
): NamedWeight[][] {
  const count = said === undefined ? 1 : Number(said);
  const wanted = inferLayerShapes(architecture).flatMap(({ weights }) => weights);
  if (!(Number.isInteger(count) && count >= 1)) throw new RangeError(`it says that it holds "${said}" networks.`);
  if (count * wanted.length !== tensors.size) {
    throw new RangeError(`${tensors.size} tensors instead of ${count * wanted.length}.`);
  }
  return Array.from({ length: count }, (_, member) =>
    wanted.map(({ name, shape }) => {
      const full = count > 1 ? memberPrefix(member) + name : name;
      const tensor = tensors.get(full);
      if (tensor?.shape.join('x') !== shape.join('x')) {
        throw new RangeError(`"${full}" is ${tensor?.shape.join('x') ?? 'absent'} instead of ${shape.join('x')}.`);
      }
      return { ...tensor, name };
    }),
  );
}
