import path from 'node:path';
import { withSetupLock } from '../setup/lock.mjs';
import { ensurePythonEnvironment } from './python-environment.mjs';

// One JSON line on standard output: a Python with highdicom and dcmqi (built on DCMTK), or why there is none.
try {
  const requirements = path.join(import.meta.dirname, 'report-requirements.txt');
  const python = await withSetupLock(async () =>
    ensurePythonEnvironment('report-readers', requirements, 'readers of structured reports for the tests'),
  );
  console.log(JSON.stringify({ python, reason: null }));
} catch (error) {
  console.log(JSON.stringify({ python: null, reason: error instanceof Error ? error.message : String(error) }));
}
