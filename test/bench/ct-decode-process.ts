import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodeBytes, decodeFrame } from '../../main/compute/decode/decode-frame.ts';
import { makeSlowestCodecReady } from '../../main/compute/decode/dicom/codecs.ts';
import { readWholeFile } from '../../main/compute/decode/read-file.ts';

// Reads and decodes every file of a folder on as many processes as there are cores, as ct_peer.py does with pydicom; with `hashed` as a
// third argument it also makes both hashes by which the app knows a file and its pixels:
// nothing is sent on, and the clock starts when every process is ready as the app's decoding processes are and has decoded a file. Prints
// the milliseconds as JSON. Run by Electron as Node, for theirs is the JavaScript engine that decodes in the app.

/** Files that a process is given at once, as pydicom's are. */
const CHUNK = 8;

const HASHED = 'hashed';

async function decodeAll(files: readonly string[], hashed: boolean): Promise<void> {
  for (const file of files) {
    const { image } = await (hashed ? decodeFrame(file, 0) : decodeBytes(readWholeFile(file), 0));
    if (image.pixels.length < image.rows * image.columns) throw new Error(`${file} came short.`);
  }
}

async function hand(child: ChildProcess, files: readonly string[]): Promise<void> {
  child.send(files);
  await once(child, 'message');
}

async function main(folder: string, ...how: readonly string[]): Promise<void> {
  const files = readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));
  const own = process.argv[1] ?? '';
  const children = Array.from({ length: os.availableParallelism() }, () => fork(own, ['--child', ...how]));
  await Promise.all(children.map((child, at) => hand(child, files.slice(at, at + 1))));
  const chunks = Array.from({ length: Math.ceil(files.length / CHUNK) }, (_, at) =>
    files.slice(at * CHUNK, (at + 1) * CHUNK),
  );
  const begun = performance.now();
  await Promise.all(
    children.map(async (child) => {
      for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) await hand(child, chunk);
    }),
  );
  const ms = performance.now() - begun;
  for (const child of children) child.kill();
  console.log(JSON.stringify({ ms, files: files.length }));
}

if (process.argv[2] === '--child') {
  await makeSlowestCodecReady();
  process.on('message', (files: string[]) => {
    void decodeAll(files, process.argv.includes(HASHED)).then(() => process.send?.('done'));
  });
} else {
  await main(process.argv[2] ?? '', ...process.argv.slice(3));
}
