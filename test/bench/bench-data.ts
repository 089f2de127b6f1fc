import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { initialWeights } from '../../main/compute/tensorflow/initial-weights.ts';
import { writeWeightsFile } from '../../main/compute/tensorflow/weights-file.ts';
import { planLabelledPng } from '../../src/phantom/demo-plan.ts';
import { BRAIN_WINDOW } from '../../src/phantom/phantom-png.ts';
import { renderSlice } from '../../src/phantom/render-slice.ts';
import { createSyntheticPatient } from '../../src/phantom/synthetic-patient.ts';
import { windowedLevel } from '../../src/prediction/network-input.ts';
import { resizeBilinear } from '../../src/prediction/resize.ts';
import { createSeededRandom, deriveSeed } from '../../src/random/seeded-random.ts';
import { ARCHITECTURES } from '../../src/training/architectures.ts';

/** Slices that are trained on: the first ones of the set. */
export const TRAINING_SLICES = 160;
/** Slices that are predicted and explained: the whole set. */
export const ALL_SLICES = 200;
/** Seeds the phantoms, their order and the networks' starting weights. */
export const BENCH_SEED = 13;

/** The same bytes for every side of the bench. */
export interface BenchData {
  readonly folder: string;
  /** Little-endian float32 [200, 135, 135, 1], 0..1. */
  readonly slicesPath: string;
  /** 200 bytes, 1 = haemorrhage. */
  readonly labelsPath: string;
  /** The same slices as float32 [200, 96, 96, 1], for `compact`. */
  readonly smallSlicesPath: string;
  /** The LeNet's starting weights, which both sides load. */
  readonly weightsPath: string;
  readonly weightsSha256: string;
}

/** Goes into the folder's name: another recipe, another folder. */
const RECIPE = `phantoms 1, seed ${BENCH_SEED}, ${ALL_SLICES} slices`;

/**
 * Phantom slices (src/phantom: drawn head CTs, half of them with a bleed, brain window burnt in) and the LeNet's seeded
 * starting weights, written once as raw floats.
 * @param parent where the folder is made, and found again the next time
 */
export async function makeBenchData(parent: string): Promise<BenchData> {
  const name = createHash('sha256').update(RECIPE).digest('hex').slice(0, 12);
  const folder = path.join(parent, `bench-data-${name}`);
  if (!existsSync(path.join(folder, 'lenet.safetensors.sha256'))) {
    const partial = `${folder}.${process.pid}.making`;
    await mkdir(partial, { recursive: true });
    await writeData(partial);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  }
  const at = (file: string): string => path.join(folder, file);
  return {
    folder,
    slicesPath: at('slices-135.f32'),
    labelsPath: at('labels.u8'),
    smallSlicesPath: at('slices-96.f32'),
    weightsPath: at('lenet.safetensors'),
    weightsSha256: readFileSync(at('lenet.safetensors.sha256'), 'utf8').trim(),
  };
}

async function writeData(folder: string): Promise<void> {
  // The plan lists those that bleed first; training takes the first ones, and wants both kinds.
  const plans = createSeededRandom(deriveSeed(BENCH_SEED, 'order')).shuffle([
    ...planLabelledPng(BENCH_SEED, ALL_SLICES),
  ]);
  const pictures = plans.map(({ patientSeed, bleedKind, slice }) => {
    const { hu, rows, columns } = renderSlice(createSyntheticPatient(patientSeed, bleedKind), slice);
    const levels = Float32Array.from(hu, (value) => windowedLevel(value, BRAIN_WINDOW.centreHu, BRAIN_WINDOW.widthHu));
    return { levels, rows, columns };
  });
  for (const side of [ARCHITECTURES.lenet.resizeSide, ARCHITECTURES.compact.resizeSide]) {
    const inputs = pictures.map(({ levels, rows, columns }) => resizeBilinear(levels, rows, columns, side, side));
    await writeFile(path.join(folder, `slices-${side}.f32`), Buffer.concat(inputs.map(bytesOf)));
  }
  const labels = Uint8Array.from(plans, ({ bleedKind }) => (bleedKind === 'none' ? 0 : 1));
  await writeFile(path.join(folder, 'labels.u8'), labels);
  const weightsPath = path.join(folder, 'lenet.safetensors');
  const weights = initialWeights(ARCHITECTURES.lenet, BENCH_SEED);
  const { sha256 } = await writeWeightsFile(weightsPath, ARCHITECTURES.lenet, [weights]);
  await writeFile(`${weightsPath}.sha256`, `${sha256}\n`);
}

function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** A file of raw little-endian float32. */
export function readFloats(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(new Uint8Array(bytes).buffer);
}
