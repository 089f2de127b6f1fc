import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import {
  ComputeAborted,
  ComputeCrashed,
  type ComputeError,
  ComputeRefusal,
  ComputeTimedOut,
  plainWords,
} from '../../../main/compute/compute-errors.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
import { defaultTrainingSettings } from '../../../src/training/default-settings.ts';
import { bundleComputeHosts } from '../../support/compute-hosts.ts';
import { isAlive } from '../../support/is-alive.ts';

let hostsFolder: string;
let client: ComputeClient;
let started: number[];

beforeAll(async () => {
  hostsFolder = await bundleComputeHosts('faulty', {
    'decode-host': 'test/main/compute/fixtures/faulty-decode-host.ts',
    'predict-host': 'test/main/compute/fixtures/faulty-predict-host.ts',
    'train-host': 'test/main/compute/fixtures/faulty-train-host.ts',
  });
});
beforeEach(() => {
  client = openClient(1);
});
afterEach(() => client.close());

function openClient(decodeChildren: number): ComputeClient {
  started = [];
  return createComputeClient({
    fork: (host, modulePath, args) => {
      const child = forkChildProcess(host, modulePath, args);
      started.push(child.pid ?? -1);
      return child;
    },
    hostsFolder,
    decodeChildren,
    stopBoundMs: 300,
    decodeMemoryMib: 400,
  });
}

const inspect = (name: string, options = {}) => client.request('inspect', { path: name }, options);
const pidOf = (output: { sha256: string }): number => Number.parseInt(output.sha256, 16);

describe('a compute client', () => {
  it('starts one child on first use and keeps it', async () => {
    expect(started).toEqual([]);
    const first = await inspect('a');
    const second = await inspect('b');
    expect(pidOf(second)).toBe(pidOf(first));
    expect(started).toEqual([pidOf(first)]);
  });

  it('leaves it to its parent what a Ctrl-C of the whole group ends', async () => {
    const pid = pidOf(await inspect('a'));
    for (const signal of ['SIGINT', 'SIGHUP'] as const) process.kill(pid, signal);
    expect(pidOf(await inspect('slow300'))).toBe(pid);
  });

  it('works on two files at a time with two decode children', async () => {
    client.close();
    client = openClient(2);
    const outputs = await Promise.all([inspect('slow300'), inspect('slow300')]);
    expect(new Set(outputs.map(pidOf)).size).toBe(2);
  });

  it('brings arrays back bit for bit, each in a buffer of its own', async () => {
    const preprocessing = { png: { kind: 'grey' }, ct: { kind: 'grey' }, side: 33 } as const;
    const { input } = await client.request('network-input', { path: 'x', frame: 0, preprocessing });
    expect(input).toEqual(Float32Array.from({ length: 33 * 33 }, (_, index) => index / 7));
    expect(input.buffer.byteLength).toBe(input.byteLength);
  });

  it("passes a refusal's code and message on", async () => {
    const refused = inspect('refuse');
    await expect(refused).rejects.toBeInstanceOf(ComputeRefusal);
    await expect(refused).rejects.toMatchObject({ code: 'no-picture', message: 'The file has no picture.' });
  });

  it('names what was thrown when it is not an error', async () => {
    await expect(inspect('throw-string')).rejects.toMatchObject({ code: 'failed', message: 'libdecoder: bad marker' });
  });

  it('refuses input and output that the protocol does not know', async () => {
    await expect(client.request('decode', { path: 'x', frame: -1 })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(inspect('bad-output')).rejects.toMatchObject({ name: 'ComputeRefusal', code: 'failed' });
  });

  it('repeats a job once on a fresh child after a crash', async () => {
    const marker = path.join(mkdtempSync(path.join(tmpdir(), 'overread-crash-')), 'marker');
    const output = await inspect(`crash-once:${marker}`);
    expect(started).toHaveLength(2);
    expect(pidOf(output)).toBe(started[1]);
  });

  it('gives up a job that crashes twice, and goes on with its neighbours', async () => {
    const crashing = inspect('crash');
    const neighbour = inspect('fine');
    await expect(crashing).rejects.toBeInstanceOf(ComputeCrashed);
    await expect(crashing).rejects.toThrow(/SIGSEGV/);
    expect(pidOf(await neighbour)).toBe(started[2]);
  });

  it('ends a child that hangs, names the job, and goes on with its neighbours on a new one', async () => {
    await inspect('warm');
    const hanging = inspect('hang', { timeoutMs: 300 });
    const neighbours = [inspect('fine'), inspect('also fine')];
    await expect(hanging).rejects.toBeInstanceOf(ComputeTimedOut);
    for (const neighbour of await Promise.all(neighbours)) expect(pidOf(neighbour)).toBe(started[1]);
    await expect.poll(() => isAlive(started[0] ?? -1)).toBe(false);
  });

  it('says of a file that hangs how long it was given, and what to do', async () => {
    const hanging = inspect('hang', { timeoutMs: 300 });
    await expect(hanging).rejects.toThrow('Reading this file took longer than 0.3 s and was ended. Copy or export');
    await expect(hanging).rejects.toMatchObject({ code: 'timed-out' });
  });

  it('refuses a file whose decoder aborts, twice, in words for a person first', async () => {
    const aborting = inspect('abort').catch((error: ComputeError) => error);
    const error = await aborting;
    expect(error).toBeInstanceOf(ComputeCrashed);
    expect(plainWords(error as ComputeError)).toBe(
      'The process that reads this file ended by itself, twice. Copy or export the file again, or leave it out.',
    );
    expect(started).toHaveLength(2);
    expect(pidOf(await inspect('fine'))).toBe(started[2]);
  });

  it('ends a decoder that takes all memory at its limit, tries once more, and goes on with its neighbours', async () => {
    const greedy = inspect('allocate').catch((error: ComputeError) => error);
    const neighbour = inspect('fine');
    const error = (await greedy) as ComputeError;
    expect(error.code).toBe('out-of-memory');
    expect(plainWords(error)).toBe(
      'The process that reads this file needed more than 400 MiB of memory and was ended, twice. ' +
        'Copy or export the file again, or leave it out.',
    );
    expect(started).toHaveLength(3);
    expect(pidOf(await neighbour)).toBe(started[2]);
  });

  it('ends a child that goes on with what was given up, and gives its place to the next', async () => {
    await inspect('warm');
    const giveUp = new AbortController();
    const spinning = inspect('hang', { signal: giveUp.signal });
    const neighbour = inspect('fine');
    await wait(100);
    const start = performance.now();
    giveUp.abort();
    await expect(spinning).rejects.toBeInstanceOf(ComputeAborted);
    expect(performance.now() - start).toBeLessThan(100);
    await expect.poll(() => isAlive(started[0] ?? -1), { timeout: 1000, interval: 20 }).toBe(false);
    expect(pidOf(await neighbour)).toBe(started[1]);
  });

  it('lets a child that is still starting finish what a person has moved on from', async () => {
    const giveUp = new AbortController();
    const first = inspect('slow600 stubborn', { signal: giveUp.signal });
    giveUp.abort();
    await expect(first).rejects.toBeInstanceOf(ComputeAborted);
    expect(pidOf(await inspect('fine'))).toBe(started[0]);
    expect(started).toHaveLength(1);
  });

  it('drops an aborted job at once, waiting or running', async () => {
    await inspect('warm');
    const running = new AbortController();
    const waiting = new AbortController();
    const first = inspect('slow60000', { signal: running.signal });
    const second = inspect('fine', { signal: waiting.signal });
    const third = inspect('fine');
    await wait(50);
    waiting.abort();
    await expect(second).rejects.toBeInstanceOf(ComputeAborted);
    running.abort();
    await expect(first).rejects.toBeInstanceOf(ComputeAborted);
    expect(pidOf(await third)).toBe(started[0]);
    await expect(inspect('fine', { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(ComputeAborted);
  });

  it('lets jobs that a person waits for go before background jobs, and these before idle ones', async () => {
    const order: string[] = [];
    const ask = (name: string, priority: 'interactive' | 'background' | 'idle') =>
      inspect('slow20', { priority }).then(() => order.push(name));
    await Promise.all([
      ask('first', 'background'),
      ask('last', 'idle'),
      ask('later', 'background'),
      ask('shown', 'interactive'),
      ask('shown next', 'interactive'),
    ]);
    expect(order).toEqual(['first', 'shown', 'shown next', 'later', 'last']);
  });

  it('lets an idle job through after a few background jobs, and never before what a person waits for', async () => {
    const order: string[] = [];
    const ask = (name: string, priority: 'interactive' | 'background' | 'idle') =>
      inspect('slow5', { priority }).then(() => order.push(name));
    const job = Array.from({ length: 60 }, () => ask('job', 'background'));
    await Promise.all([
      ...job,
      ask('small picture', 'idle'),
      ...Array.from({ length: 12 }, () => ask('shown', 'interactive')),
    ]);
    // The first job was under way when the rest came.
    expect(order.slice(1, 13).every((name) => name === 'shown')).toBe(true);
    const at = order.indexOf('small picture');
    expect(at).toBeGreaterThan(12);
    expect(at).toBeLessThan(50);
  });

  it('ends its children when it is closed', async () => {
    const { sha256 } = await inspect('warm');
    const pending = inspect('slow60000');
    client.close();
    await expect(pending).rejects.toBeInstanceOf(ComputeAborted);
    await expect(inspect('after')).rejects.toBeInstanceOf(ComputeAborted);
    await expect.poll(() => isAlive(pidOf({ sha256 }))).toBe(false);
  });

  it('says so when the host cannot be started', async () => {
    const broken = createComputeClient({ fork: forkChildProcess, hostsFolder: path.join(hostsFolder, 'absent') });
    await expect(broken.request('inspect', { path: 'x' })).rejects.toThrow(/exit code 1[\s\S]*Cannot find module/);
    broken.close();
  });
});

describe('a process that predicts', () => {
  const predict = (weightsPath: string) => {
    const model = { weightsPath, weightsSha256: 'a'.repeat(64), architecture: ARCHITECTURES.lenet };
    return client.request('predict', { model, inputs: new Float32Array(8), count: 2 });
  };
  const marker = () => path.join(mkdtempSync(path.join(tmpdir(), 'overread-predict-')), 'marker');

  it('that crashes in the middle of a job is started anew, once, for the same job', async () => {
    expect((await predict(marker())).probabilities).toEqual(new Float32Array([0.5, 0.5]));
    expect(started).toHaveLength(2);
  });

  it('that crashes twice ends the job by name, with its last words, and the next job has a new one', async () => {
    const crashing = predict('always');
    await expect(crashing).rejects.toBeInstanceOf(ComputeCrashed);
    await expect(crashing).rejects.toMatchObject({ code: 'crashed' });
    await expect(crashing).rejects.toThrow(/^The process for "predict" .*SIGKILL[\s\S]*the last words/);
    expect(started).toHaveLength(2);
    const file = marker();
    writeFileSync(file, '');
    expect((await predict(file)).probabilities).toHaveLength(2);
    expect(started).toHaveLength(3);
  });
});

describe('a trainer', () => {
  const job = (seed: number, weightsPath: string) => ({
    architecture: ARCHITECTURES.lenet,
    settings: { ...defaultTrainingSettings(ARCHITECTURES.lenet, seed) },
    training: { inputs: new Float32Array(0), labels: new Uint8Array(0) },
    validation: { inputs: new Float32Array(0), labels: new Uint8Array(0) },
    weightsPath,
  });
  const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'overread-trainer-')), 'starts');

  it('that crashes is not started again, and its last words are in the message', async () => {
    const starts = newFile();
    const training = client.request('train', job(0, starts));
    await expect(training).rejects.toBeInstanceOf(ComputeCrashed);
    await expect(training).rejects.toThrow(/SIGKILL[\s\S]*the last words/);
    expect(readFileSync(starts, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('that does not stop when asked is ended after a bound, and the decoders do not notice', async () => {
    const stop = new AbortController();
    const training = client.request('train', job(1, newFile()), {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await inspect('fine');
    await expect(training).rejects.toThrow(/did not stop within 0\.3 s/);
    await expect.poll(() => isAlive(started[0] ?? -1)).toBe(false);
    await inspect('fine');
  });
});

it('starts one decoder with a project, and the others when nobody waits; then all make ready', () => {
  const sent: unknown[] = [];
  const acts: (() => void)[] = [];
  let children = 0;
  const idle = createComputeClient({
    fork: () => {
      children += 1;
      return {
        pid: undefined,
        send: (message) => sent.push(message),
        onMessage: () => undefined,
        onExit: () => undefined,
        kill: () => undefined,
      };
    },
    hostsFolder: '',
    decodeChildren: 2,
    whenQuiet: (act) => acts.push(act),
  });
  idle.warmUp();
  expect([children, sent]).toEqual([1, []]);
  idle.warmUp();
  expect(children).toBe(1);
  acts[0]?.();
  expect(children).toBe(2);
  expect(sent).toEqual([{ kind: 'make-ready' }, { kind: 'make-ready' }]);
  idle.close();
  acts[1]?.();
  expect([children, sent.length]).toEqual([2, 2]);
});
