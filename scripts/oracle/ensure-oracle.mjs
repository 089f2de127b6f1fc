import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withSetupLock } from '../setup/lock.mjs';
import { cacheFolder } from '../setup/paths.mjs';
import { say } from '../setup/report.mjs';
import { contentName, ensurePythonEnvironment, runOrThrow } from './python-environment.mjs';

const HERE = import.meta.dirname;
const REQUIREMENTS = path.join(HERE, 'requirements.txt');

/** The Python environment with pydicom and its codecs. @returns {string} its python */
const ensurePython = () =>
  ensurePythonEnvironment('oracle', REQUIREMENTS, 'pydicom and its codecs for the decoding tests');

/** The corpus of DICOM files with their stored values, made once per user. @returns {string} its folder */
function ensureCorpus() {
  const scripts = ['make_dicom_corpus.py', 'stored_values.py', 'gdcm_convert.py', 'drawn.py'].map((name) =>
    path.join(HERE, name),
  );
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
