import { describe, expect, it } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../main/compute/compute-client.ts';
import { ComputeRefusal } from '../../main/compute/compute-errors.ts';
import { inspectBytes } from '../../main/compute/decode/inspect-file.ts';
import { bundleComputeHosts } from '../support/compute-hosts.ts';
import { smallPhantomPng } from '../support/phantom-files.ts';
import { checkPicture, refusalFaults } from './check-picture.ts';
import { watchChildren } from './watched-children.ts';

const { header } = await inspectBytes(smallPhantomPng(1));
if (!header) throw new Error('The phantom is a picture');
const { rows, columns } = header;

/** A decode child that answers as it is told. */
function answering(answers: Readonly<Record<string, unknown>>): ComputeClient {
  return {
    request: (name) => {
      const answer = answers[name];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as never);
    },
    warmUp: () => undefined,
    close: () => undefined,
  };
}
const image = { rows, columns, samples: 1, pixels: new Uint8Array(rows * columns) };
const good = {
  inspect: { header, refusal: null, listedFiles: null },
  decode: { header, image },
  'network-input': { input: new Float32Array(48 * 48) },
  thumbnail: { grey: new Float32Array(4) },
};
const faults = async (answers: Readonly<Record<string, unknown>>) =>
  (await checkPicture(answering({ ...good, ...answers }), null, 'x', true)).broken;

describe('checkPicture', () => {
  it('finds nothing in answers that are as promised', async () => {
    expect(await faults({})).toEqual([]);
  });

  it('finds a size that is not the header’s, values that are missing, and a header that changes', async () => {
    const wider = { ...image, columns: columns + 1 };
    expect((await faults({ decode: { header, image: wider } })).join()).toContain('where the header says');
    const short = { ...image, pixels: new Uint8Array(3) };
    expect((await faults({ decode: { header, image: short } })).join()).toContain('3 values');
    const other = { ...good.inspect, header: { ...header, rows: rows + 1 } };
    expect((await faults({ inspect: other })).join()).toContain('inspect:');
    const refused = { header: null, listedFiles: null, refusal: { code: 'corrupt', message: 'It is broken.' } };
    expect((await faults({ inspect: refused })).join()).toContain('what inspect refuses');
  });

  it('finds numbers that are none on the way to the network', async () => {
    const odd = { input: new Float32Array(48 * 48).fill(Number.NaN) };
    expect((await faults({ 'network-input': odd })).join()).toContain('value NaN at 0');
  });

  it('finds a refusal without a known code or a sentence, and any other error', async () => {
    expect(await faults({ decode: new ComputeRefusal('failed', 'undefined is not a function.') })).toHaveLength(2);
    expect((await faults({ decode: new Error('ended by SIGSEGV') })).join()).toContain('SIGSEGV');
    expect(refusalFaults('x', 'known', 'A sentence.', () => true)).toEqual([]);
    expect(refusalFaults('x', 'known', 'no sentence', () => true)).toHaveLength(1);
    expect(refusalFaults('x', 'known', 'An \u001b escape.', () => true)).toHaveLength(1);
  });

  it('asks pydicom of a lossless DICOM, and finds another size', async () => {
    const dicom = { ...header, format: 'dicom' as const, transferSyntaxUid: '1.2.840.10008.1.2.1' };
    const answers = { ...good, inspect: { ...good.inspect, header: dicom }, decode: { header: dicom, image } };
    const peer = { sizeOf: () => Promise.resolve({ rows, columns: columns + 1, samples: 1 }), close: () => undefined };
    const outcome = await checkPicture(answering(answers), peer, 'x', true);
    expect(outcome).toMatchObject({ peer: 'differs', verdict: 'accepted' });
    expect(outcome.broken).toHaveLength(1);
  });
});

describe('watchChildren', () => {
  it('sees a child that ends by itself although the pool starts another, and what it held', async () => {
    const entry = { 'decode-host': 'test/main/compute/fixtures/faulty-decode-host.ts' };
    const hostsFolder = await bundleComputeHosts('fuzz-faulty', entry);
    const children = watchChildren();
    const compute = createComputeClient({ fork: children.fork, hostsFolder });
    await compute.request('inspect', { path: 'fine' });
    if (process.platform === 'linux') expect(children.takePeakBytes()).toBeGreaterThan(10_000_000);
    expect(children.takeEnds()).toEqual([]);
    await compute.request('inspect', { path: 'crash' }).catch(() => undefined);
    expect(children.takeEnds().length).toBeGreaterThan(0);
    compute.close();
  });
});
