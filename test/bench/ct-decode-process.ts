import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodeFrame } from '../../main/compute/decode/decode-frame.ts';

// Reads and decodes every file of a folder on as many processes as there are cores, as ct_peer.py does with pydicom:
// nothing is sent on, and the clock starts when every process has decoded a file. Prints the milliseconds as JSON.

/** Files that a process is given at once, as pydicom's are. */
const CHUNK = 8;

async function decodeAll(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const { image } = await decodeFrame(file, 0);
    if (image.pixels.length < image.rows * image.columns) throw new Error(`${file} came short.`);
  }
}

async function hand(child: ChildProcess, files: readonly string[]): Promise<void> {
  child.send(files);
  await once(child, 'message');
}

async function main(folder: string): Promise<void> {
  const files = readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));
  const own = process.argv[1] ?? '';
  const children = Array.from({ length: os.availableParallelism() }, () => fork(own, ['--child']));
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
  process.on('message', (files: string[]) => {
    void decodeAll(files).then(() => process.send?.('done'));
  });
} else {
  await main(process.argv[2] ?? '');
}
