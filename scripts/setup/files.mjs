import { createHash } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { SetupError } from './report.mjs';
import { run } from './run.mjs';
import { findPython, pythonRemedy } from './tools.mjs';

/**
 * Hash of a file's bytes.
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @param {'hex' | 'base64'} encoding
 * @returns {Promise<string>}
 */
export async function hashFile(file, algorithm, encoding) {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest(encoding);
}

/**
 * Makes a folder whole or not at all: `fill` works in a folder beside it, which takes the name when it is done.
 * @param {string} folder
 * @param {(partial: string) => Promise<void>} fill
 */
export async function makeFolderWhole(folder, fill) {
  if (existsSync(folder)) return;
  const start = `${path.basename(folder)}.partial`;
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    if (name.startsWith(start)) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  // A name of its own, since a program started by a set-up that was killed may still write for a moment.
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  await fill(partial);
  renameSync(partial, folder);
}

/**
 * Links a folder to another; a junction on Windows, a copy where neither is allowed.
 * @param {string} target folder that holds the files
 * @param {string} link path that shall lead there
 */
export function linkFolder(target, link) {
  const present = lstatSync(link, { throwIfNoEntry: false });
  if (present?.isSymbolicLink() && path.resolve(path.dirname(link), readlinkSync(link)) === target) return;
  rmSync(link, { recursive: true, force: true });
  mkdirSync(path.dirname(link), { recursive: true });
  try {
    symlinkSync(target, link, 'junction');
  } catch {
    cpSync(target, link, { recursive: true, dereference: true });
  }
}

// Python's zipfile is used because the wheel and the runtime hold entries of several hundred megabytes, and Node has no unzip.
const UNZIP = `
import os, re, shutil, sys, zipfile
source, target, wanted, strip = sys.argv[1], sys.argv[2], re.compile(sys.argv[3]), int(sys.argv[4])
with zipfile.ZipFile(source) as archive:
    for info in archive.infolist():
        if info.is_dir() or not wanted.search(info.filename):
            continue
        parts = info.filename.split('/')[strip:]
        if not parts or '..' in parts:
            continue
        out = os.path.join(target, *parts)
        os.makedirs(os.path.dirname(out), exist_ok=True)
        mode = info.external_attr >> 16
        if (mode & 0o170000) == 0o120000:
            os.symlink(archive.read(info).decode(), out)
            continue
        with archive.open(info) as src, open(out, 'wb') as dst:
            shutil.copyfileobj(src, dst, 1 << 20)
        if mode & 0o777:
            os.chmod(out, mode & 0o777)
`;

/**
 * Extracts the entries of a zip file whose name matches a (Python) regular expression.
 * @param {string} zip
 * @param {string} target
 * @param {{wanted?: string, stripFolders?: number}} [options] stripFolders leading folders are left off
 */
export async function unzip(zip, target, options = {}) {
  const python = findPython();
  if (python === undefined) throw new SetupError('missing: Python 3', pythonRemedy);
  const args = [...python.args, '-c', UNZIP, zip, target, options.wanted ?? '', String(options.stripFolders ?? 0)];
  const result = await run(python.command, args);
  if (result.code !== 0) {
    throw new SetupError(
      `could not unpack ${path.basename(zip)}: ${result.output.trim()}`,
      'free some disk space, then run again',
    );
  }
}
