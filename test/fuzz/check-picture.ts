import type { ComputeClient } from '../../main/compute/compute-client.ts';
import { ComputeRefusal } from '../../main/compute/compute-errors.ts';
import { transferSyntax } from '../../main/compute/decode/dicom/transfer-syntaxes.ts';
import type { RefusalCode } from '../../main/compute/decode/refusal.ts';
import type { OperationInput, OperationName, OperationOutput } from '../../main/compute/protocol.ts';
import { defaultPreprocessing } from '../../src/prediction/network-input.ts';
import type { PydicomPeer } from './pydicom-peer.ts';

/** What came of one mutated file: how it was taken, and each broken promise in words. */
export interface FuzzOutcome {
  /** `accepted`, or the refusal's code. */
  readonly verdict: string;
  /** What pydicom said of an accepted lossless DICOM; null where it was not asked. */
  readonly peer: 'same' | 'refused' | 'differs' | null;
  readonly broken: readonly string[];
}

const CODES: Readonly<Record<RefusalCode, true>> = {
  'not-an-image': true,
  unreadable: true,
  truncated: true,
  corrupt: true,
  'too-large': true,
  'wrong-length': true,
  'no-pixels': true,
  'no-such-frame': true,
  'unsupported-transfer-syntax': true,
  'unsupported-photometric': true,
  'unsupported-pixel-format': true,
};
const PREPROCESSING = defaultPreprocessing(48, 'head');
const LONGEST_MESSAGE = 1000;
/** Where a child is ended here: the app's own bound, and what a busy machine adds to it (its processor time is judged too). */
export const HANG_MS = 120_000;

type Answer<K extends OperationName> = { readonly output: OperationOutput<K> } | { readonly code: string };

/** A sentence with a known code: what a person can act on. */
export function refusalFaults(
  operation: string,
  code: string,
  message: string,
  known: (code: string) => boolean,
): string[] {
  const faults: string[] = [];
  if (!known(code)) faults.push(`${operation}: unknown code "${code}": ${message.slice(0, 300)}`);
  if (!/^["'A-Z].*[.)]$/s.test(message)) faults.push(`${operation}: not a sentence: ${message.slice(0, 300)}`);
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(message))
    faults.push(`${operation}: a message with control characters`);
  if (message.length > LONGEST_MESSAGE) faults.push(`${operation}: a message of ${message.length} characters`);
  return faults;
}

/** Asks the child, and turns whatever is no refusal of its own (a crash, the bound, a wrong answer) into a fault. */
async function ask<K extends OperationName>(
  compute: ComputeClient,
  name: K,
  input: OperationInput<K>,
  broken: string[],
): Promise<Answer<K>> {
  try {
    return { output: await compute.request(name, input, { timeoutMs: HANG_MS }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof ComputeRefusal ? error.code : 'failed';
    if (error instanceof ComputeRefusal) broken.push(...refusalFaults(name, code, message, (one) => one in CODES));
    else broken.push(`${name}: ${message.split('\n', 1)[0]?.slice(0, 300)}`);
    return { code };
  }
}

interface Size {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
}

function sizeFaults(decoded: OperationOutput<'decode'>, inspected: Size | null): string[] {
  const { header, image } = decoded;
  const words = ({ rows, columns, samples }: Size) => `${columns} x ${rows} x ${samples}`;
  const faults: string[] = [];
  if (words(image) !== words(header)) faults.push(`decode: ${words(image)} where the header says ${words(header)}`);
  if (image.pixels.length !== image.rows * image.columns * image.samples)
    faults.push(`decode: ${image.pixels.length} values for ${words(image)}`);
  if (inspected === null) faults.push('decode: decoded what inspect refuses');
  else if (words(inspected) !== words(header)) faults.push(`inspect: ${words(inspected)}, decode: ${words(header)}`);
  return faults;
}

/** Every value within 0..1: a number that is none would be learnt from without a word. */
function inputFaults(name: string, values: Float32Array, length: number): string[] {
  const faults = values.length === length ? [] : [`${name}: ${values.length} values, not ${length}`];
  const odd = values.findIndex((value) => !(value >= 0 && value <= 1));
  return odd < 0 ? faults : [...faults, `${name}: value ${values[odd]} at ${odd}`];
}

async function askPeer(peer: PydicomPeer, file: string, image: Size, broken: string[]): Promise<FuzzOutcome['peer']> {
  const answer = await peer.sizeOf(file);
  if ('refused' in answer) return 'refused';
  if (answer.rows === image.rows && answer.columns === image.columns && answer.samples === image.samples) return 'same';
  const { rows, columns, samples } = answer;
  broken.push(
    `decode: ${image.columns} x ${image.rows} x ${image.samples}, pydicom: ${columns} x ${rows} x ${samples}`,
  );
  return 'differs';
}

/** Objects that are pictures and no slices: `decode` shows them when asked, a study does not list them. */
const NO_SLICE = 'no-pixels';

/**
 * Runs a file through inspect, decode, network input and thumbnail as an import does, and holds the answers against what is
 * promised of them.
 * @param peer asked for the size of an accepted lossless DICOM; null: not asked
 * @param refusedToo whether a file that `decode` refuses goes through the two operations behind it all the same
 */
export async function checkPicture(
  compute: ComputeClient,
  peer: PydicomPeer | null,
  file: string,
  refusedToo: boolean,
): Promise<FuzzOutcome> {
  const broken: string[] = [];
  const inspected = await ask(compute, 'inspect', { path: file }, broken);
  const refusal = 'output' in inspected ? inspected.output.refusal : null;
  if (refusal) broken.push(...refusalFaults('inspect', refusal.code, refusal.message, (code) => code in CODES));
  const decoded = await ask(compute, 'decode', { path: file, frame: 0 }, broken);
  if ('output' in decoded || refusedToo) {
    const place = { path: file, frame: 0 };
    const input = await ask(
      compute,
      'network-input',
      { ...place, preprocessing: PREPROCESSING, withHead: true },
      broken,
    );
    const thumbnail = await ask(compute, 'thumbnail', place, broken);
    if ('output' in input) broken.push(...inputFaults('network-input', input.output.input, PREPROCESSING.side ** 2));
    if ('output' in thumbnail)
      broken.push(...inputFaults('thumbnail', thumbnail.output.grey, thumbnail.output.grey.length));
  }
  if (!('output' in decoded)) return { verdict: decoded.code, peer: null, broken };
  const header = 'output' in inspected ? inspected.output.header : null;
  const listed = refusal?.code === NO_SLICE || ('output' in inspected && inspected.output.listedFiles !== null);
  const { image } = decoded.output;
  broken.push(...sizeFaults(decoded.output, listed ? image : header));
  const syntax = decoded.output.header.transferSyntaxUid;
  const lossless = syntax !== null && transferSyntax(syntax)?.lossy === false;
  const asked = lossless && peer !== null ? await askPeer(peer, file, image, broken) : null;
  return { verdict: 'accepted', peer: asked, broken };
}
