import { expect, it } from 'vitest';
import type { ComputeClient } from '../../main/compute/compute-client.ts';
import { cleaningFaults } from './check-cleaning.ts';

/** A decode child that gives a file and its cleaned form these pixels. */
function decoding(own: Uint8Array, cleaned: Uint8Array): ComputeClient {
  return {
    request: (_name, input) => {
      const ofCleaned = 'path' in input && String(input.path).endsWith('.clean');
      return Promise.resolve({ image: { pixels: ofCleaned ? cleaned : own } } as never);
    },
    warmUp: () => undefined,
    close: () => undefined,
  };
}
const pixels = Uint8Array.of(1, 2, 3);
const cleaner = (answer: () => Promise<boolean>) => ({ clean: answer });

it('cleaning that changes a pixel, or throws anything but a refusal, is a broken promise', async () => {
  const done = cleaner(async () => true);
  expect(await cleaningFaults(decoding(pixels, Uint8Array.of(1, 2, 3)), done, 'a.dcm')).toEqual([]);
  expect(await cleaningFaults(decoding(pixels, Uint8Array.of(1, 2, 4)), done, 'a.dcm')).toEqual([
    'clean: other pixels',
  ]);
  expect(await cleaningFaults(decoding(pixels, Uint8Array.of(1, 2)), done, 'a.dcm')).toHaveLength(1);
  const refused = cleaner(async () => false);
  expect(await cleaningFaults(decoding(pixels, Uint8Array.of()), refused, 'a.dcm')).toEqual([]);
  const failing = cleaner(async () => Promise.reject(new RangeError('Offset is outside')));
  expect(await cleaningFaults(decoding(pixels, pixels), failing, 'a.dcm')).toEqual(['clean: Offset is outside']);
});
