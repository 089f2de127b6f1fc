import { expect, it } from 'vitest';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { runElectronApp } from '../../support/electron-app.ts';

it('trains, predicts and explains with the LeNet in Electron utility processes, and outlives a lost one', async () => {
  const { 'predict-host': predict, 'train-host': train } = REAL_HOSTS;
  const folder = await bundleComputeHosts('electron', {
    'predict-host': predict,
    'train-host': train,
    main: 'test/main/compute/fixtures/electron-training.ts',
  });
  const { code, stdout, stderr } = await runElectronApp(folder);
  expect(code, stderr).toBe(0);
  const seen = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(seen).toMatchObject({
    outcome: 'finished',
    heat: { height: 61, width: 61, probability: seen.probabilities[1] },
    refusal: 'weights-missing',
    predictPid: expect.any(Number),
  });
  expect(seen.losses).toHaveLength(3);
  expect(seen.losses[2]).toBeLessThan(seen.losses[0]);
  expect(seen.afterCrash).toEqual(seen.probabilities);
}, 180_000);
