import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A process and the memory that it has now. */
export interface ProcessMemory {
  readonly pid: number;
  /** What Chromium calls it on its command line (`zygote`), else its program's name. */
  readonly type: string;
  /** Resident memory, with all of every page that it shares. */
  readonly rssKib: number;
  /** The same with its part alone of a page that several have; null where that may not be read. */
  readonly pssKib: number | null;
}

/** A process and all that came of it, started by what it started too. Linux alone: throws where there is no /proc. */
export function processTree(root: number): ProcessMemory[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const parent = parentOf(pid);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const pids = [root];
  for (const pid of pids) pids.push(...(children.get(pid) ?? []));
  return pids.flatMap((pid) => memoryOf(pid) ?? []);
}

/** A file of a process's; null where it may not be read, or the process has ended. */
function readOf(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}

function parentOf(pid: number): number | null {
  const parent = /^PPid:\s+(\d+)$/m.exec(readOf(pid, 'status') ?? '')?.[1];
  return parent === undefined ? null : Number(parent);
}

function memoryOf(pid: number): ProcessMemory | null {
  const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readOf(pid, 'status') ?? '')?.[1];
  // One that has ended and is not yet asked for has no memory.
  if (rss === undefined) return null;
  const pss = /^Pss:\s+(\d+) kB$/m.exec(readOf(pid, 'smaps_rollup') ?? '')?.[1];
  return { pid, type: typeOf(pid), rssKib: Number(rss), pssKib: pss === undefined ? null : Number(pss) };
}

/** Chromium writes its whole command line into the first argument of some of its processes. */
function typeOf(pid: number): string {
  const command = (readOf(pid, 'cmdline') ?? '').replaceAll('\0', ' ');
  return / --type=(\S+)/.exec(command)?.[1] ?? path.basename(command.split(' ')[0] ?? '');
}
