import { afterEach, describe, expect, it, vi } from 'vitest';
import { Deliveries } from '../../../renderer/viewer/deliveries.ts';
import { fetchPicture } from '../../../renderer/viewer/picture.ts';
import { DELIVERY_CHANNEL } from '../../../src/contract/delivery.ts';
import type { ImageMetadata } from '../../../src/contract/review-methods.ts';

const metadata = {
  rows: 2,
  columns: 2,
  color: false,
  sampleType: 'uint8',
  voiTables: [],
  minPixelValue: 0,
  maxPixelValue: 3,
} as unknown as ImageMetadata;
const body = Uint8Array.of(0, 1, 2, 3);
const other = Uint8Array.of(9, 9, 9, 9);

/** The page's side of a port, and what a decoding process sends on the other. */
function connected(): { ways: Deliveries; send: (message: unknown) => void; close: () => void } {
  const ways = new Deliveries();
  const { port1, port2 } = new MessageChannel();
  ways.take(port1);
  return {
    ways,
    send: (message) => port2.postMessage(message),
    close: () => port1.close(),
  };
}

/** Main's answers, in turn. */
function answering(answer: (input: { ticket: string | null }) => unknown): void {
  vi.stubGlobal('window', {
    overread: { call: async (_: string, input: { ticket: string | null }) => ({ kind: 'ok', value: answer(input) }) },
  });
}

const pixelsOf = async (ways: Deliveries): Promise<number[]> => [
  ...(await fetchPicture(7, { ways })).image.getPixelData(),
];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('pixels that come straight from a decoding process', () => {
  it('are asked for of main while no process can deliver', async () => {
    answering(({ ticket }) => ({ metadata, body: ticket === null ? body : null }));
    expect(await pixelsOf(new Deliveries())).toEqual([0, 1, 2, 3]);
  });

  it('are taken under their own ticket, before or after the answer, and under no other', async () => {
    const { ways, send, close } = connected();
    answering(({ ticket }) => {
      send({ ticket: 'somebody else’s', body: other });
      send({ ticket: 5, body: other });
      send({ ticket, body: [9, 9, 9, 9] });
      send(null);
      send({ ticket, body });
      return { metadata, body: null };
    });
    expect(await pixelsOf(ways)).toEqual([0, 1, 2, 3]);
    answering(({ ticket }) => {
      setTimeout(() => send({ ticket, body }), 20);
      return { metadata, body: null };
    });
    expect(await pixelsOf(ways)).toEqual([0, 1, 2, 3]);
    close();
  });

  it('come through main where they went with the answer after all, or never arrive', async () => {
    const { ways, close } = connected();
    answering(() => ({ metadata, body }));
    expect(await pixelsOf(ways)).toEqual([0, 1, 2, 3]);
    vi.useFakeTimers();
    answering(({ ticket }) => ({ metadata, body: ticket === null ? body : null }));
    const late = pixelsOf(ways);
    await vi.advanceTimersByTimeAsync(3001);
    expect(await late).toEqual([0, 1, 2, 3]);
    // No other slice waits so long.
    expect(ways.await().ticket).toBeNull();
    close();
  });

  it('are not shown where main refuses the slice, whatever was delivered', async () => {
    const { ways, send, close } = connected();
    vi.stubGlobal('window', {
      overread: {
        call: async (_: string, { ticket }: { ticket: string }) => {
          send({ ticket, body: other });
          return { kind: 'error', error: { code: 'changed', message: 'The file has changed.', details: null } };
        },
      },
    });
    await expect(fetchPicture(7, { ways })).rejects.toThrow('The file has changed.');
    close();
  });

  it('come on ports that the page itself was handed, from no other window and under no other name', async () => {
    const ways = new Deliveries();
    const page = Object.assign(new EventTarget(), {}) as unknown as Window;
    ways.listen(page);
    const hand = (source: unknown, data: unknown): void => {
      const { port1 } = new MessageChannel();
      page.dispatchEvent(Object.assign(new Event('message'), { source, data, ports: [port1] }));
      port1.close();
    };
    hand({}, DELIVERY_CHANNEL);
    hand(page, 'something else');
    expect(ways.await().ticket).toBeNull();
    hand(page, DELIVERY_CHANNEL);
    expect(ways.await().ticket).toMatch(/^[0-9a-f-]{36}$/);
  });
});
