import { beforeAll, expect, it } from 'vitest';
import { bundleComputeHosts } from '../../support/compute-hosts.ts';
import { runElectronApp } from '../../support/electron-app.ts';

// What compute-client.test.ts tries over child processes, over the utility processes that the app forks.

interface Failure {
  readonly code: string | null;
  readonly words: string;
  /** Children that were started for it beside the one that it began on. */
  readonly more: number;
  readonly gone: boolean;
  readonly goneMs: number;
  readonly next: boolean;
}
interface Seen extends Record<'hang' | 'crash' | 'abort' | 'memory', Failure> {
  readonly once: { readonly pid: number; readonly more: number };
  readonly cancelled: Failure & { readonly answeredMs: number };
}

let seen: Seen;

beforeAll(async () => {
  const folder = await bundleComputeHosts('electron-faults', {
    'decode-host': 'test/main/compute/fixtures/faulty-decode-host.ts',
    main: 'test/main/compute/fixtures/electron-faults.ts',
  });
  const { code, stdout, stderr } = await runElectronApp(folder);
  expect(code, stderr).toBe(0);
  seen = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Seen;
}, 180_000);

/** The child is gone, and the next file had another. */
const ended = { gone: true, next: true };

it('a utility process that hangs is ended after its bound, and the file refused by name', () => {
  const words = 'Reading this file took longer than 2 s and was ended. Copy or export the file again, or leave it out.';
  expect(seen.hang).toMatchObject({ code: 'timed-out', words, more: 0, ...ended });
});

it.each(['crash', 'abort'] as const)(
  'a utility process that ends in %s is started anew, once, and the file refused',
  (how) => {
    const words =
      'The process that reads this file ended by itself, twice. Copy or export the file again, or leave it out.';
    expect(seen[how]).toMatchObject({ code: 'crashed', words, more: 1, ...ended });
  },
);

it('a file whose utility process crashes once is read by the next', () => {
  expect(seen.once).toEqual({ pid: expect.any(Number), more: 1 });
});

it('a utility process that takes all memory is ended at its limit, and the file refused for it', () => {
  const words =
    'The process that reads this file needed more than 400 MiB of memory and was ended, twice. ' +
    'Copy or export the file again, or leave it out.';
  expect(seen.memory).toMatchObject({ code: 'out-of-memory', words, more: 1, ...ended });
});

it('what is cancelled is over at once, and a utility process that goes on with it is ended within the bound', () => {
  expect(seen.cancelled).toMatchObject({ code: 'aborted', more: 0, ...ended });
  // At once, and 0.8 s, are the promises; this much on a machine that has other things to do.
  expect(seen.cancelled.answeredMs).toBeLessThan(1000);
  expect(seen.cancelled.goneMs).toBeLessThan(5000);
});
