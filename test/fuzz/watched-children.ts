import { readFileSync, writeFileSync } from 'node:fs';
import type { ForkHost } from '../../main/compute/compute-child.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';

/** Children whose ends and memory are seen: the pool itself would start an ended one again and say nothing. */
export interface WatchedChildren {
  readonly fork: ForkHost;
  /** What ended of itself since the last call, in words; not what the pool ended at its bound. */
  takeEnds(): string[];
  /**
   * The largest resident memory of any child since the last call, in bytes (VmHWM, set back each time); null where the
   * system does not tell (other than Linux).
   */
  takePeakBytes(): number | null;
  /** Processor time of the children that run since the last call, in ms: what a busy machine does not change; null as above. */
  takeCpuMs(): number | null;
}

/** Peak resident memory in bytes, then set back to what is resident now. */
function takePeak(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}

/** User and system time of a process so far, in ms (clock ticks are hundredths of a second on Linux). */
function cpuMsOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}

export function watchChildren(): WatchedChildren {
  const pids = new Set<number>();
  const ends: string[] = [];
  const cpuBefore = new Map<number, number>();
  return {
    fork: (host, modulePath, args) => {
      const child = forkChildProcess(host, modulePath, args);
      const { pid } = child;
      let killed = false;
      if (pid !== undefined) pids.add(pid);
      child.onExit((description) => {
        if (pid !== undefined) pids.delete(pid);
        if (!killed) ends.push(description.split('\n', 1)[0] ?? '');
      });
      return {
        ...child,
        kill: () => {
          killed = true;
          child.kill();
        },
      };
    },
    takeEnds: () => ends.splice(0),
    takePeakBytes: () => {
      const peaks = [...pids].map(takePeak).filter((peak) => peak !== null);
      return peaks.length === 0 ? null : Math.max(...peaks);
    },
    takeCpuMs: () => {
      let sum: number | null = null;
      for (const pid of pids) {
        const now = cpuMsOf(pid);
        if (now === null) continue;
        sum = (sum ?? 0) + now - (cpuBefore.get(pid) ?? 0);
        cpuBefore.set(pid, now);
      }
      return sum;
    },
  };
}
