import type { LaunchedApp } from '../support/launch-app.ts';
import { type ProcessMemory, processTree } from './process-tree.ts';
import { median } from './ratios.ts';

interface Memory {
  /** A page that several processes have counts once in all; null where the system does not tell. */
  readonly pssMib: number | null;
  /** Such a page counts in each process. */
  readonly rssMib: number;
}

export interface ResidentMemory {
  /** By process; TensorFlow's is the utility process that loaded it. */
  readonly memoryByProcess: Readonly<Record<string, Memory>>;
  /** Over all processes but TensorFlow's. */
  readonly memoryWithoutTensorflow: Memory;
}

/**
 * What every process of the app has now, those too that Electron does not tell of (Chromium's zygotes). Elsewhere than on Linux it is what
 * Electron tells, which is no PSS.
 */
export async function residentMemory({ app }: LaunchedApp): Promise<ResidentMemory> {
  const told = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid, type, name, serviceName, memory }) => ({
      pid,
      type: `${type} ${name ?? serviceName ?? ''}`.trim(),
      rssKib: memory.workingSetSize,
      pssKib: null,
    })),
  );
  const first = told.find(({ type }) => type === 'Browser');
  if (process.platform !== 'linux' || !first) return sumMemory(told);
  const names = new Map(told.map(({ pid, type }) => [pid, type]));
  return sumMemory(processTree(first.pid).map((one) => ({ ...one, type: names.get(one.pid) ?? one.type })));
}

/** @param processes by names (`type`) that several may have; the one that predicts or trains is the one with TensorFlow in it */
export function sumMemory(processes: readonly ProcessMemory[]): ResidentMemory {
  const names = [...new Set(processes.map(({ type }) => type))];
  const named = names.map((name) => [name, sumOf(processes.filter(({ type }) => type === name))] as const);
  return {
    memoryByProcess: Object.fromEntries(named),
    memoryWithoutTensorflow: sumOf(processes.filter(({ type }) => !/predict|train/.test(type))),
  };
}

function sumOf(processes: readonly ProcessMemory[]): Memory {
  const mib = (kib: readonly number[]): number => Math.round(kib.reduce((sum, one) => sum + one, 0) / 1024);
  const pss = processes.flatMap(({ pssKib }) => pssKib ?? []);
  return {
    pssMib: pss.length < processes.length ? null : mib(pss),
    rssMib: mib(processes.map(({ rssKib }) => rssKib)),
  };
}

/** The medians of a part's runs in MiB, by the key of each; PSS where every run has it. */
export function memoryMedians(part: string, runs: readonly ResidentMemory[]): Readonly<Record<string, number>> {
  const without = runs.map(({ memoryWithoutTensorflow }) => memoryWithoutTensorflow);
  const pss = without.flatMap(({ pssMib }) => pssMib ?? []);
  return {
    ...(pss.length === runs.length && { [`${part}_pss_without_tensorflow_mib`]: median(pss) }),
    [`${part}_rss_without_tensorflow_mib`]: median(without.map(({ rssMib }) => rssMib)),
  };
}

/** In MiB, and in GB of 10^9 bytes as an aim is given. */
export function memoryWords({ memoryWithoutTensorflow: { pssMib, rssMib } }: ResidentMemory): string {
  const words = (mib: number): string => `${mib} MiB (${((mib * 1024 * 1024) / 1e9).toFixed(2)} GB)`;
  return `PSS ${pssMib === null ? 'not told' : words(pssMib)}, RSS ${words(rssMib)} without TensorFlow`;
}
