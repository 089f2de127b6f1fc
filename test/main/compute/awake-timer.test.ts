import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startAwakeTimer } from '../../../main/compute/awake-timer.ts';
import { bundleChildScript, runChildScript } from '../../support/child-script.ts';
import { bundleComputeHosts } from '../../support/compute-hosts.ts';

it('ends once, after its time, unless it is stopped', async () => {
  let ended = 0;
  const start = performance.now();
  await new Promise<void>((resolve) => {
    startAwakeTimer(250, () => {
      ended += 1;
      resolve();
    });
  });
  expect(performance.now() - start).toBeGreaterThan(240);
  const stop = startAwakeTimer(50, () => {
    ended += 1;
  });
  stop();
  await wait(300);
  expect(ended).toBe(1);
});

// Windows cannot suspend a process by a signal.
it.skipIf(process.platform === 'win32')(
  'does not hold sleep against a child: what was asked before is answered after it',
  async () => {
    const hosts = await bundleComputeHosts('sleeping', {
      'decode-host': 'test/main/compute/fixtures/faulty-decode-host.ts',
    });
    const script = runChildScript(await bundleChildScript('test/support/sleeping-process.ts'), [hosts]);
    await script.waitForLines(1);
    // The child works on while its parent sleeps, so its answer waits where a time limit that counted sleep would be over.
    script.child.kill('SIGSTOP');
    await wait(8000);
    script.child.kill('SIGCONT');
    await script.waitForLines(2);
    expect(script.lines).toEqual(['asked', 'answered']);
  },
  60_000,
);
