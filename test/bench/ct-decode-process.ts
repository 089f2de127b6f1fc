import { type ChildProcess, fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type DecodedFile, decodeBytes, withFrame } from '../../main/compute/decode/decode-frame.ts';
import { makeSlowestCodecReady } from '../../main/compute/decode/dicom/codecs.ts';
import { withFile } from '../../main/compute/decode/read-file.ts';

// Reads and decodes every file of a folder on as many processes as there are cores, as ct_peer.py does with pydicom; with `hashed` as a
// third argument it also makes both hashes by which the app knows a file and its pixels:
// nothing is sent on, and the clock starts when every process is ready as the app's decoding processes are and has decoded a file. Prints
// the milliseconds as JSON. Run by Electron as Node, for theirs is the JavaScript engine that decodes in the app.

/** Files that a process is given at once, as pydicom's are. */
const CHUNK = 8;

/** Chunks that a process has before it, so that it need not wait for the next: pydicom's lie in a pipe. */
const CHUNKS_AHEAD = 2;

const HASHED = 'hashed';

async function decodeAll(files: readonly string[], hashed: boolean): Promise<void> {
  for (const file of files) {
    const check = ({ image }: Pick<DecodedFile, 'image'>): void => {
      if (image.pixels.length < image.rows * image.columns) throw new Error(`${file} came short.`);
    };
    if (hashed) await withFrame(file, 0, check);
    else await withFile(file, async (bytes) => check(await decodeBytes(bytes, 0)));
  }
}

/** Has a child decode chunks until none are left. */
function handOut(child: ChildProcess, chunks: (readonly string[])[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let given = 0;
    const give = (): void => {
      const chunk = chunks.shift();
      if (chunk === undefined) return;
      given += 1;
      child.send(chunk);
    };
    const leaveOffWhenDone = (): void => {
      if (given > 0) return;
      child.off('message', answered);
      resolve();
    };
    const answered = (): void => {
      given -= 1;
      give();
      leaveOffWhenDone();
    };
    child.on('message', answered);
    child.once('exit', () => reject(new Error('A decoding process ended.')));
    for (let ahead = 0; ahead < CHUNKS_AHEAD; ahead += 1) give();
    leaveOffWhenDone();
  });
}

async function main(folder: string, ...how: readonly string[]): Promise<void> {
  const files = readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));
  const own = process.argv[1] ?? '';
  const children = Array.from({ length: os.availableParallelism() }, () => fork(own, ['--child', ...how]));
  await Promise.all(children.map((child, at) => handOut(child, [files.slice(at, at + 1)])));
  const chunks = Array.from({ length: Math.ceil(files.length / CHUNK) }, (_, at) =>
    files.slice(at * CHUNK, (at + 1) * CHUNK),
  );
  const begun = performance.now();
  await Promise.all(children.map((child) => handOut(child, chunks)));
  const ms = performance.now() - begun;
  for (const child of children) child.kill();
  console.log(JSON.stringify({ ms, files: files.length }));
}

if (process.argv[2] === '--child') {
  await makeSlowestCodecReady();
  let turn = Promise.resolve();
  process.on('message', (files: string[]) => {
    turn = turn.then(async () => {
      await decodeAll(files, process.argv.includes(HASHED));
      process.send?.('done');
    });
  });
} else {
  await main(process.argv[2] ?? '', ...process.argv.slice(3));
}
