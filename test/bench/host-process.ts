import { readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { compactArrays } from '../../main/compute/compact-arrays.ts';
import type { UpMessage } from '../../main/compute/compute-child.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';
import type { HostName, OperationInput, OperationName, OperationOutput } from '../../main/compute/protocol.ts';

/** One built compute child, asked as the app asks it, with its peak memory to be read before it ends. */
export interface HostProcess {
  /** Asks for one operation, and times it from here: sending, computing, answering. */
  request<K extends OperationName>(
    operation: K,
    input: OperationInput<K>,
  ): Promise<{ readonly output: OperationOutput<K>; readonly ms: number }>;
  /** The largest resident size so far in bytes; null where the system does not tell (it is read from /proc). */
  peakBytes(): number | null;
  end(): void;
}

/** @param hostsFolder where the built train-host.cjs and predict-host.cjs lie */
export function startHost(host: HostName, hostsFolder: string): HostProcess {
  const child = forkChildProcess(host, path.join(hostsFolder, `${host}-host.cjs`), []);
  const waiting = new Map<number, { resolve(output: unknown): void; reject(error: Error): void }>();
  let nextId = 1;
  child.onMessage((raw) => {
    const message = raw as UpMessage;
    const caller = waiting.get(message.id);
    if (message.kind === 'progress' || message.kind === 'stopping' || !caller) return;
    waiting.delete(message.id);
    if (message.kind === 'result') caller.resolve(compactArrays(message.output));
    else caller.reject(new Error(`${message.code}: ${message.message}`));
  });
  child.onExit((description) => {
    for (const { reject } of waiting.values()) reject(new Error(`The ${host} process ${description}`));
  });
  return {
    async request(operation, input) {
      const id = nextId++;
      const start = performance.now();
      const output = await new Promise<unknown>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.send({ kind: 'request', id, operation, input });
      });
      return { output: output as never, ms: performance.now() - start };
    },
    peakBytes: () => peakBytesOf(child.pid),
    end: () => child.kill(),
  };
}

function peakBytesOf(pid: number | undefined): number | null {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : Number(kib) * 1024;
  } catch {
    return null;
  }
}
