import { createHash } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withSetupLock } from '../setup/lock.mjs';
import { cacheFolder } from '../setup/paths.mjs';
import { TENSORFLOW_VERSION, TENSORFLOW_WHEELS } from '../setup/pins.mjs';
import { SetupError, step } from '../setup/report.mjs';
import { run } from '../setup/run.mjs';
import { findPython, pythonRemedy } from '../setup/tools.mjs';

/** Pythons that the TensorFlow wheel exists for. */
const PYTHON_MINORS = [9, 10, 11];

function requirements() {
  const wheel = TENSORFLOW_WHEELS[`${process.platform}-${process.arch}`];
  return [`${wheel?.name ?? 'tensorflow'}==${TENSORFLOW_VERSION}`, 'keras==2.15.0', 'numpy==1.26.4'];
}

function requirePython() {
  const python = findPython();
  if (python === undefined) throw new SetupError('missing: Python 3', pythonRemedy);
  const minor = Number(python.version.split('.')[1]);
  if (PYTHON_MINORS.includes(minor)) return python;
  throw new SetupError(
    `Python ${python.version} has no TensorFlow ${TENSORFLOW_VERSION}`,
    `put a Python 3.${PYTHON_MINORS.join(', 3.')} first on the path, then run again`,
  );
}

async function runOrThrow(command, args) {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new SetupError(`${command} failed: ${output.trim().split('\n').at(-1)}`, 'see above');
}

/**
 * The Python environment with Keras on the TensorFlow that the app runs on, made once per user.
 * @returns {Promise<string>} its python
 */
export function ensureKeras() {
  const wanted = requirements();
  const python = requirePython();
  const name = createHash('sha256').update(`${wanted.join()} ${python.version}`).digest('hex').slice(0, 12);
  const folder = path.join(cacheFolder(), `keras-${name}`);
  const program = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const stamp = path.join(folder, 'ready');
  if (existsSync(stamp)) return Promise.resolve(program);
  return withSetupLock(() =>
    step(`installing ${wanted.join(', ')} for the comparison`, async () => {
      rmSync(folder, { recursive: true, force: true });
      await runOrThrow(python.command, [...python.args, '-m', 'venv', folder]);
      const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '--only-binary=:all:'];
      await runOrThrow(program, [...pip, ...wanted]);
      writeFileSync(stamp, '');
      return program;
    }),
  );
}
