import { Worker } from 'node:worker_threads';

const MIB = 1024 * 1024;
/** How often the memory is looked at, in milliseconds. At a few GB/s of filling, what is taken in between stays bearable. */
const EVERY_MS = 50;
/** What a child says before it ends itself; `memoryLimitHit` reads it on the other side. */
const LIMIT_WORDS = 'over its memory limit of';

/**
 * Runs beside the main thread, which may be deep in a decoder. Its text is the thread's program, so it uses nothing from
 * outside.
 */
function watch(limitBytes: number, everyMs: number, words: string): void {
  const fs = process.getBuiltinModule('node:fs');
  setInterval(() => {
    if (process.memoryUsage.rss() <= limitBytes) return;
    fs.writeSync(2, `\n${words}\n`);
    process.kill(process.pid, 'SIGKILL');
  }, everyMs);
}

const ARGUMENT = '--memory-limit-mib=';

/** The argument that tells a child its limit. */
export const memoryLimitArgument = (limitMib: number): string => `${ARGUMENT}${limitMib}`;

/** Keeps this process under the limit that its arguments name; without one there is none. */
export function limitMemoryAsTold(args: readonly string[] = process.argv): void {
  const limitMib = Number(args.find((arg) => arg.startsWith(ARGUMENT))?.slice(ARGUMENT.length));
  if (limitMib > 0) limitMemory(limitMib);
}

/**
 * Ends this process once it holds more than `limitMib` MiB of memory (resident: JavaScript's heap, array buffers and
 * WebAssembly alike), whatever its main thread is doing.
 */
function limitMemory(limitMib: number): void {
  const words = `${LIMIT_WORDS} ${limitMib} MiB`;
  const program = `(${watch.toString()})(${limitMib * MIB}, ${EVERY_MS}, ${JSON.stringify(words)})`;
  new Worker(program, { eval: true }).unref();
}

/** The limit in MiB that a child ran into, from how it ended; `heap` for JavaScript's own limit, null for another end. */
export function memoryLimitHit(description: string): number | 'heap' | null {
  const own = new RegExp(`${LIMIT_WORDS} (\\d+) MiB`).exec(description);
  if (own) return Number(own[1]);
  return description.includes('JavaScript heap out of memory') ? 'heap' : null;
}
