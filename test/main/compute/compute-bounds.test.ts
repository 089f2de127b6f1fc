import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import type { HostName } from '../../../main/compute/protocol.ts';
import { defaultTrainingSettings } from '../../../src/training/default-settings.ts';
import { TINY_NETWORK } from '../../support/blob-slices.ts';

// The bounds that the app ships with, on children that never answer; the clock is the test's own.

interface Started {
  readonly host: HostName;
  readonly args: readonly string[];
  readonly sent: string[];
  killed: boolean;
}

let started: Started[];
let client: ComputeClient;

beforeEach(() => {
  vi.useFakeTimers();
  started = [];
  client = createComputeClient({
    fork: (host, _modulePath, args = []) => {
      const child: Started = { host, args, sent: [], killed: false };
      started.push(child);
      return {
        pid: started.length,
        send: (message: { kind: string }) => void child.sent.push(message.kind),
        onMessage: () => undefined,
        onExit: () => undefined,
        kill: () => {
          child.killed = true;
        },
      } as unknown as ReturnType<Parameters<typeof createComputeClient>[0]['fork']>;
    },
    hostsFolder: '/hosts',
  });
});
afterEach(() => {
  client.close();
  vi.useRealTimers();
});

const model = { weightsPath: '/w', weightsSha256: 'a'.repeat(64), architecture: TINY_NETWORK };
const nothing = { inputs: new Float32Array(0), labels: new Uint8Array(0) };
const inspect = (options = {}) => client.request('inspect', { path: '/a' }, options);
const predict = () => client.request('predict', { model, inputs: new Float32Array(4), count: 1 });
const train = (options = {}) => {
  const settings = defaultTrainingSettings(TINY_NETWORK, 1);
  const job = { architecture: TINY_NETWORK, settings, training: nothing, validation: nothing, weightsPath: null };
  return client.request('train', job, options);
};

/** How a job stands: null while nobody knows. */
function watch(job: Promise<unknown>): { message: string | null; code: string | null } {
  const how: { message: string | null; code: string | null } = { message: null, code: null };
  job.catch((error: { message: string; code: string }) =>
    Object.assign(how, { message: error.message, code: error.code }),
  );
  return how;
}

describe('without a word from its child', () => {
  it.each([
    ['decoding', inspect, 20_000, 'Reading this file took longer than 20 s and was ended.'],
    ['predicting', predict, 120_000, '"predict" took longer than 120 s and was ended.'],
  ] as const)('%s is ended at its bound and not before', async (_name, ask, boundMs, words) => {
    const how = watch(ask());
    await vi.advanceTimersByTimeAsync(boundMs - 200);
    expect(how.code).toBeNull();
    expect(started.map(({ killed }) => killed)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(400);
    expect(how.code).toBe('timed-out');
    expect(how.message).toContain(words);
    expect(started.map(({ killed }) => killed)).toEqual([true]);
  });

  it('a training has all the time that it takes', async () => {
    const how = watch(train());
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(how.code).toBeNull();
    expect(started[0]?.killed).toBe(false);
  });
});

describe('after a cancel', () => {
  it.each([
    ['decoding', (signal: AbortSignal) => inspect({ signal, priority: 'background' }), 'aborted'],
    ['a training', (signal: AbortSignal) => train({ signal }), null],
  ] as const)('%s has 0.8 s to leave off', async (_name, ask, atOnce) => {
    const cancel = new AbortController();
    const how = watch(ask(cancel.signal));
    await vi.advanceTimersByTimeAsync(500);
    cancel.abort();
    await vi.advanceTimersByTimeAsync(700);
    expect(how.code).toBe(atOnce);
    expect(started[0]).toMatchObject({ sent: ['request', 'cancel'], killed: false });
    await vi.advanceTimersByTimeAsync(200);
    expect(how.code).toBe('aborted');
    expect(started[0]?.killed).toBe(true);
  });

  it('a decoder that is still starting has until its bound, so that moving on does not start it anew each time', async () => {
    const cancel = new AbortController();
    const how = watch(inspect({ signal: cancel.signal }));
    cancel.abort();
    await vi.advanceTimersByTimeAsync(19_800);
    expect(how.code).toBe('aborted');
    expect(started[0]?.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(400);
    expect(started[0]?.killed).toBe(true);
  });
});

it('a decoding child may hold 3 GiB, and no other is told a limit', () => {
  for (const job of [inspect(), predict(), train()]) watch(job);
  const told = started.map(({ host, args }) => [host, args]);
  expect(told).toEqual([
    ['decode', ['--memory-limit-mib=3072']],
    ['predict', []],
    ['train', []],
  ]);
});
