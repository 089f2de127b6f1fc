import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { DECODING_PRIORITY } from '../../../main/compute/lower-priority.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';

let client: ComputeClient | undefined;
afterAll(() => client?.close());

/** Field 19 of `/proc/<pid>/task/<tid>/stat` (proc(5)); the name in brackets before it may hold anything. */
function niceOf(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
}

it.runIf(process.platform === 'linux')(
  'lowers every thread of a decoding process, and none of its parent',
  async () => {
    const pids: number[] = [];
    client = createComputeClient({
      fork: (host, modulePath, args) => {
        const child = forkChildProcess(host, modulePath, args);
        if (child.pid !== undefined) pids.push(child.pid);
        return child;
      },
      hostsFolder: await bundleComputeHosts('priority', { 'decode-host': REAL_HOSTS['decode-host'] }),
      decodeChildren: 1,
    });
    const own = niceOf(readFileSync('/proc/self/stat', 'utf8'));
    await expect(client.request('inspect', { path: '/nowhere/at/all.dcm' })).rejects.toThrow();
    const [pid] = pids;
    const threads = readdirSync(`/proc/${pid}/task`);
    const nices = threads.map((thread) => niceOf(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')));
    expect(threads.length).toBeGreaterThan(1);
    expect(nices).toEqual(threads.map(() => DECODING_PRIORITY));
    expect(niceOf(readFileSync('/proc/self/stat', 'utf8'))).toBe(own);
  },
);
