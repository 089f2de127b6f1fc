import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { DECODING_PRIORITY } from '../../../main/compute/lower-priority.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';

let client: ComputeClient | undefined;
afterAll(() => client?.close());

/** Field 19 of a `stat` in /proc (proc(5)); the name in brackets before it may hold anything. Null for what has ended. */
function niceOf(folder: string): number | null {
  try {
    const stat = readFileSync(`${folder}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  } catch {
    return null;
  }
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
    const own = niceOf('/proc/self') ?? 0;
    await expect(client.request('inspect', { path: '/nowhere/at/all.dcm' })).rejects.toThrow();
    const [pid] = pids;
    const found = readdirSync(`/proc/${pid}/task`).map((thread) => niceOf(`/proc/${pid}/task/${thread}`));
    const nices = found.filter((nice) => nice !== null);
    expect(nices.length).toBeGreaterThan(1);
    // Whoever runs the tests at a lower priority still keeps it: none can be raised.
    expect(nices).toEqual(nices.map(() => Math.max(own, DECODING_PRIORITY)));
    expect(niceOf('/proc/self')).toBe(own);
  },
);
