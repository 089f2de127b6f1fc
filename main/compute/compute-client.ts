import path from 'node:path';
import { compactArrays } from './compact-arrays.ts';
import type { ComputeChild, ForkHost } from './compute-child.ts';
import { ComputeAborted, ComputeError } from './compute-errors.ts';
import { createHostPool, type HostPool, type Job, type Priority } from './host-pool.ts';
import { memoryLimitArgument } from './memory-limit.ts';
import {
  type HostName,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type OperationProgress,
  operations,
} from './protocol.ts';

export interface RequestOptions<K extends OperationName> {
  /**
   * Gives the job up: it rejects at once, and its child is ended where it does not leave off within a second. For `train`
   * it means: finish the step, keep what was learnt, and answer `stopped` (see `keepWhenStopped`).
   */
  readonly signal?: AbortSignal | undefined;
  /** Bound on the time from dispatch to answer. Default: 20 s to decode, 2 min to predict, none to train. */
  readonly timeoutMs?: number | undefined;
  /** Jobs that a person waits for go before background jobs, and these before idle ones. Default `interactive`. */
  readonly priority?: Priority | undefined;
  /**
   * For `train`: another training follows at once (the folds of a cross-validation), so the child is kept with its
   * TensorFlow warm. It ends after the first training without this, or when none comes for half a minute.
   */
  readonly keepChild?: boolean | undefined;
  /** For `train`: false where a part of a training is of no use, so that it is ended at once when it is given up. Default true. */
  readonly keepWhenStopped?: boolean | undefined;
  readonly onProgress?: ((progress: OperationProgress<K>) => void) | undefined;
}

/** Runs operations of the protocol in child processes, which start on first use and again after a crash. */
export interface ComputeClient {
  /**
   * Runs one operation. Rejects with a ComputeError: ComputeRefusal (the child's own code and message), ComputeCrashed,
   * ComputeTimedOut, ComputeAborted, or code `bad-input` / `bad-output` where the protocol's schema does not take it.
   */
  request<K extends OperationName>(
    name: K,
    input: OperationInput<K>,
    options?: RequestOptions<K>,
  ): Promise<OperationOutput<K>>;
  /** Starts what decodes the first picture of a project, so that it need not wait; and the rest once nobody waits. */
  warmUp(): void;
  /** Ends all children; what was running or waiting rejects with ComputeAborted. */
  close(): void;
}

export interface ComputeClientOptions {
  readonly fork: ForkHost;
  /** Folder with the bundled entries decode-host.cjs, predict-host.cjs and train-host.cjs. */
  readonly hostsFolder: string;
  /** Acts when nobody waits for anything; without it the children never make ready for what may come. */
  readonly whenQuiet?: (act: () => void) => void;
  /** How many children decode at a time. */
  readonly decodeChildren?: number;
  /** How long a child may work on at what was given up, and a trainer go on learning that was asked to stop, before it is ended. */
  readonly stopBoundMs?: number;
  /** Hears of each decoding child as it starts. */
  readonly onDecodeChild?: (child: ComputeChild) => void;
  /** How much memory a decoding child may hold, in MiB. */
  readonly decodeMemoryMib?: number;
}

const DEFAULT_TIMEOUT_MS: Readonly<Record<HostName, number | null>> = {
  decode: 20_000,
  predict: 120_000,
  train: null,
};

/** A cancelled job is over within a second, with what it takes to see that its child does not answer. */
const STOP_BOUND_MS = 800;
/** How long a training may take to put away what it learnt: an ensemble asks each of its networks once more. */
const KEEP_BOUND_MS = 120_000;
/** A file of 1 GiB, what a deflated one grows to, and the picture itself. */
const DECODE_MEMORY_MIB = 3072;

/** A client over children forked by `fork`; see ForkHost for the two ways to fork. */
export function createComputeClient(options: ComputeClientOptions): ComputeClient {
  const { fork, hostsFolder, decodeChildren = 2, stopBoundMs = STOP_BOUND_MS } = options;
  const decodeArguments = [memoryLimitArgument(options.decodeMemoryMib ?? DECODE_MEMORY_MIB)];
  const start = (host: HostName, args: readonly string[] = []) =>
    fork(host, path.join(hostsFolder, `${host}-host.cjs`), args);
  const startDecoder = (): ComputeChild => {
    const child = start('decode', decodeArguments);
    options.onDecodeChild?.(child);
    return child;
  };
  const drop = { kind: 'drop', boundMs: stopBoundMs } as const;
  const pools: Readonly<Record<HostName, HostPool>> = {
    decode: createHostPool({ start: startDecoder, size: decodeChildren, retries: 1, onAbort: drop }),
    predict: createHostPool({ start: () => start('predict'), size: 1, retries: 1, onAbort: drop }),
    train: createHostPool({
      start: () => start('train'),
      size: 1,
      retries: 0,
      onAbort: { kind: 'stop', boundMs: stopBoundMs, keepBoundMs: KEEP_BOUND_MS },
      endChildAfterJob: true,
    }),
  };
  let closed = false;

  return {
    async request(name, input, requestOptions = {}) {
      if (closed) throw new ComputeAborted('Overread is closing.');
      const operation = operations[name];
      parse(operation.input, input, 'bad-input', name);
      const {
        signal,
        onProgress,
        priority = 'interactive',
        keepChild = false,
        keepWhenStopped = true,
      } = requestOptions;
      const progressSchema = 'progress' in operation ? operation.progress : null;
      const output = await new Promise<unknown>((resolve, reject) => {
        const job: Job = {
          operation: name,
          input,
          ofFile: 'path' in input,
          signal,
          priority,
          keepChild,
          keepsWhenStopped: keepWhenStopped,
          timeoutMs: requestOptions.timeoutMs ?? DEFAULT_TIMEOUT_MS[operation.host],
          onProgress: (progress) => {
            if (!onProgress || !progressSchema) return;
            const parsed = progressSchema.safeParse(progress);
            if (parsed.success) onProgress(parsed.data as never);
          },
          resolve,
          reject,
        };
        pools[operation.host].add(job);
      });
      return parse(operation.output, compactArrays(output), 'bad-output', name) as never;
    },
    warmUp() {
      if (closed) return;
      pools.decode.warmUp();
      options.whenQuiet?.(() => pools.decode.makeReady());
    },
    close() {
      closed = true;
      for (const pool of Object.values(pools)) pool.close();
    },
  };
}

function parse(
  schema: { safeParse(value: unknown): { success: boolean; data?: unknown; error?: unknown } },
  value: unknown,
  code: 'bad-input' | 'bad-output',
  name: string,
): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ComputeError(code, `The operation "${name}" has ${code.replace('-', ' ')}: ${String(parsed.error)}`);
}
