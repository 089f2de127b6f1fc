import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withSetupLock } from '../setup/lock.mjs';
import { cacheFolder } from '../setup/paths.mjs';
import { say } from '../setup/report.mjs';
import { ensureDcmtk } from './dcmtk.mjs';
import { contentName, ensurePythonEnvironment, runOrThrow } from './python-environment.mjs';

const HERE = import.meta.dirname;
const REQUIREMENTS = path.join(HERE, 'requirements.txt');

/** The Python environment with pydicom and its codecs. @returns {string} its python */
const ensurePython = () =>
  ensurePythonEnvironment('oracle', REQUIREMENTS, 'pydicom and its codecs for the decoding tests');

/**
 * The corpus of DICOM files with their stored values, made once per user.
 * @param {string} python
 * @param {boolean} dcmtk whether dcmtk's programs write files of their own
 * @returns {string} its folder
 */
function ensureCorpus(python, dcmtk) {
  const scripts = [
    'make_dicom_corpus.py',
    'stored_values.py',
    'gdcm_convert.py',
    'drawn.py',
    'streams.py',
    'dcmtk_forms.py',
  ];
  const name = contentName([REQUIREMENTS, ...scripts.map((script) => path.join(HERE, script))]);
  const folder = path.join(cacheFolder(), `dicom-corpus-${name}${dcmtk ? '-dcmtk' : ''}`);
  if (existsSync(path.join(folder, 'corpus.json'))) return folder;
  say('writing the DICOM corpus for the decoding tests ...');
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  runOrThrow(python, ['-B', path.join(HERE, 'make_dicom_corpus.py'), making]);
  renameSync(making, folder);
  return folder;
}

/** A Python, or why there is none. */
function pythonOrReason() {
  try {
    return { python: ensurePython(), reason: null };
  } catch (error) {
    return { python: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

// One JSON line on standard output: the corpus folder and the Python that made it, or why there is none, and why dcmtk had
// no part in it. A corpus that cannot be made although there is a Python is a failure.
const answer = await withSetupLock(async () => {
  const { python, reason } = pythonOrReason();
  if (python === null) return { folder: null, python, reason, withoutDcmtk: null };
  const withoutDcmtk = ensureDcmtk();
  return { folder: ensureCorpus(python, withoutDcmtk === null), python, reason, withoutDcmtk };
});
console.log(JSON.stringify(answer));
