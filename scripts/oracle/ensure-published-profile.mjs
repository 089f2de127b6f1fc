import path from 'node:path';
import { withSetupLock } from '../setup/lock.mjs';
import { ensurePythonEnvironment } from './python-environment.mjs';

// One JSON line on standard output: a Python with dicom-anonymizer's copy of PS3.15 table E.1-1, or why there is none.
try {
  const requirements = path.join(import.meta.dirname, 'profile-requirements.txt');
  const python = await withSetupLock(async () =>
    ensurePythonEnvironment('published-profile', requirements, 'a second copy of the de-identification table'),
  );
  console.log(JSON.stringify({ python, reason: null }));
} catch (error) {
  console.log(JSON.stringify({ python: null, reason: error instanceof Error ? error.message : String(error) }));
}
