import { createHash } from 'node:crypto';
import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DecodeRecord, decodeFiles } from '../../../../main/compute/decode/decode-command.ts';
import { decodeFrame } from '../../../../main/compute/decode/decode-frame.ts';
import { inspectFile } from '../../../../main/compute/decode/inspect-file.ts';
import { dicomFile } from '../../../support/dicom-corpus-odd.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'overread-decode-'));
  const data = Uint16Array.of(1, 2, 3, 40_000);
  await writeFile(path.join(folder, 'a.png'), encode({ width: 2, height: 2, depth: 16, channels: 1, data }));
  await writeFile(path.join(folder, 'report.dcm'), dicomFile('1.2.840.10008.1.2.1', [['00080060', 'CS', 'SR']]));
  await writeFile(path.join(folder, 'notes.txt'), 'not a picture');
});
afterAll(() => rm(folder, { recursive: true }));

it('writes one record per file, in order, and the raw values', async () => {
  const names = ['a.png', 'report.dcm', 'notes.txt', 'missing.png'];
  const files = names.map((name) => path.join(folder, name));
  const records: DecodeRecord[] = [];
  for await (const record of decodeFiles(files, path.join(folder, 'out'))) records.push(record);
  expect(records.map(({ status }) => status)).toEqual(['ok', 'no-pixels', 'refused', 'refused']);
  const keys = ['file', 'status', 'rows', 'columns', 'samples', 'dtype', 'transferSyntax', 'ms', 'out', 'reason'];
  for (const record of records) expect(Object.keys(record)).toEqual(keys);
  const [first, , text, missing] = records;
  expect(first).toMatchObject({ file: files[0], rows: 2, columns: 2, samples: 1, dtype: 'uint16', reason: null });
  expect([...(await readFile(first?.out ?? ''))]).toEqual([1, 0, 2, 0, 3, 0, 0x40, 0x9c]);
  expect(text?.reason).toMatch(/^not-an-image: /);
  expect(missing?.reason).toMatch(/^unreadable: /);
});

it('puts a file in the place of an older one instead of writing into it', async () => {
  const out = path.join(folder, 'again');
  await mkdir(out);
  await writeFile(path.join(out, '0001-a.png.raw'), 'older');
  // Another name of the same file: who writes in place writes here, too.
  await link(path.join(out, '0001-a.png.raw'), path.join(folder, 'kept'));
  for await (const record of decodeFiles([path.join(folder, 'a.png')], out)) expect(record.status).toBe('ok');
  expect(await readFile(path.join(folder, 'kept'), 'utf8')).toBe('older');
  expect([...(await readFile(path.join(out, '0001-a.png.raw')))].slice(0, 2)).toEqual([1, 0]);
  expect(await readdir(out)).toEqual(['0001-a.png.raw']);
});

it('hashes the file and, as docs/decisions/pixel-hash.md defines, the pixels', async () => {
  const file = path.join(folder, 'a.png');
  const bytes = await readFile(file);
  const decoded = await decodeFrame(file, 0);
  expect(decoded.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(await inspectFile(file)).toMatchObject({ sha256: decoded.sha256, byteLength: bytes.length, refusal: null });
  const line = Buffer.from('overread-pixels-v1 uint16 2 2 1\n');
  const values = Buffer.from([1, 0, 2, 0, 3, 0, 0x40, 0x9c]);
  expect(decoded.pixelSha256).toBe(createHash('sha256').update(line).update(values).digest('hex'));
});
