import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ComputeClient } from '../../main/compute/compute-client.ts';
import { ComputeRefusal } from '../../main/compute/compute-errors.ts';
import { createTensorflowProbe } from '../../main/tensorflow-status.ts';

function computeThat(describe: () => Promise<unknown>): { compute: ComputeClient; asked: () => number } {
  let asked = 0;
  const request = (): Promise<never> => {
    asked += 1;
    return describe() as Promise<never>;
  };
  return { compute: { request, warmUp: () => undefined, close: () => undefined }, asked: () => asked };
}

test('nothing is started before the check is asked for, and it is made once', async () => {
  const { compute, asked } = computeThat(async () => ({ tensorflow: '2.15.1', node: '', cpuFeatures: [] }));
  const probe = createTensorflowProbe(compute);
  expect(await probe.known(10)).toMatchObject({ ok: true });
  expect(asked()).toBe(0);
  await Promise.all([probe.check(), probe.check()]);
  expect(await probe.known(10)).toEqual({ ok: true, message: 'TensorFlow 2.15.1' });
  expect(asked()).toBe(1);
});

test('the first screen does not wait for a slow check', async () => {
  const { compute } = computeThat(async () => {
    await wait(5000, undefined, { ref: false });
    return {};
  });
  const probe = createTensorflowProbe(compute);
  void probe.check();
  const startMs = performance.now();
  expect(await probe.known(30)).toMatchObject({ ok: true, message: 'TensorFlow is being loaded.' });
  expect(performance.now() - startMs).toBeLessThan(1000);
});

test('says the remedy once where the reason names it already', async () => {
  const { compute } = computeThat(async () => {
    throw new ComputeRefusal('tensorflow-unavailable', 'Viewing works. Run "npm run doctor" for the remedy.');
  });
  const { message } = await createTensorflowProbe(compute).check();
  expect(message.match(/npm run doctor/g)).toHaveLength(1);
});

test('where it cannot be loaded, it says why, what still works, and what to do', async () => {
  const { compute } = computeThat(async () => {
    throw new ComputeRefusal('no-tensorflow', 'libtensorflow.so.2 is not there.');
  });
  const status = await createTensorflowProbe(compute).check();
  expect(status.ok).toBe(false);
  expect(status.message).toMatch(/libtensorflow.*Viewing, reading and exporting work.*npm run doctor/s);
});
