import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withSetupLock } from '../setup/lock.mjs';
import { cacheFolder } from '../setup/paths.mjs';
import { say } from '../setup/report.mjs';

const HERE = import.meta.dirname;
const REQUIREMENTS = path.join(HERE, 'requirements.txt');

/** @param {string[]} files @returns {string} a short name for exactly these contents */
function contentName(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/** @param {string} command @param {string[]} args */
function runOrThrow(command, args) {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw new Error(`${command}: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
}

/** The Python environment with pydicom and its codecs, pinned, made once per user. @returns {string} its python */
function ensurePython() {
  const folder = path.join(cacheFolder(), `oracle-${contentName([REQUIREMENTS])}`);
  const windows = process.platform === 'win32';
  const python = path.join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  const stamp = path.join(folder, 'ready');
  if (existsSync(stamp)) return python;
  say('installing pydicom and its codecs for the decoding tests ...');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  runOrThrow(windows ? 'python' : 'python3', ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '--only-binary=:all:'];
  runOrThrow(python, [...pip, '-r', REQUIREMENTS]);
  writeFileSync(stamp, '');
  return python;
}

/** The corpus of DICOM files with their stored values, made once per user. @returns {string} its folder */
function ensureCorpus() {
  const scripts = ['make_dicom_corpus.py', 'stored_values.py', 'gdcm_convert.py', 'drawn.py'].map((name) => path.join(HERE, name));
  const folder = path.join(cacheFolder(), `dicom-corpus-${contentName([REQUIREMENTS, ...scripts])}`);
  if (existsSync(path.join(folder, 'corpus.json'))) return folder;
  const python = ensurePython();
  say('writing the DICOM corpus for the decoding tests ...');
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  runOrThrow(python, ['-B', path.join(HERE, 'make_dicom_corpus.py'), making]);
  renameSync(making, folder);
  return folder;
}

// One JSON line on standard output: the corpus folder and the Python that made it, or why there is none.
try {
  const made = await withSetupLock(async () => ({ folder: ensureCorpus(), python: ensurePython() }));
  console.log(JSON.stringify({ ...made, reason: null }));
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.log(JSON.stringify({ folder: null, python: null, reason }));
}
