import { OLDEST_NODE } from './pins.mjs';
import { SetupError } from './report.mjs';
import { firstLine, npmCommand } from './run.mjs';

/** Stops with the remedy when this Node is older than the scripts need. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetupError(
    `Node ${process.versions.node} is too old`,
    `install Node ${OLDEST_NODE.join('.')} or newer, then run the command again`,
  );
}

/**
 * The Python 3 to call, as command and leading arguments.
 * @returns {{command: string, args: string[], version: string} | undefined}
 */
export function findPython() {
  const candidates = process.platform === 'win32' ? [['py', '-3'], ['python'], ['python3']] : [['python3'], ['python']];
  for (const [command, ...args] of candidates) {
    const version = firstLine(command, [...args, '--version']);
    if (version?.startsWith('Python 3.')) return { command, args, version: version.slice('Python '.length) };
  }
  return undefined;
}

/**
 * pip's version line for a Python, or undefined without pip.
 * @param {{command: string, args: string[]}} python
 * @returns {string | undefined}
 */
export function findPip(python) {
  return firstLine(python.command, [...python.args, '-m', 'pip', '--version']);
}

/**
 * Version line of the C++ compiler. On Windows node-gyp looks for Visual Studio itself.
 * @returns {string | undefined}
 */
export function findCompiler() {
  if (process.platform === 'win32') return 'Visual Studio, looked for by node-gyp';
  const named = process.env.CXX;
  return (
    (named && firstLine(named, ['--version'])) || firstLine('c++', ['--version']) || firstLine('g++', ['--version'])
  );
}

/** @returns {string | undefined} npm's version, or undefined when it cannot be run */
export function findNpm() {
  const npm = npmCommand(['--version']);
  return firstLine(npm.command, npm.args);
}

const COMPILER_REMEDY = {
  linux: 'install a C++ compiler and make (Debian and Ubuntu: apt-get install build-essential)',
  darwin: 'install the command line tools: xcode-select --install',
  win32: 'install Visual Studio Build Tools with "Desktop development with C++"',
};

/** What to do when the compiler is missing, on this platform. */
export const compilerRemedy = COMPILER_REMEDY[process.platform] ?? 'install a C++ compiler and make';

/** What to do when Python or pip is missing. */
export const pythonRemedy =
  process.platform === 'linux'
    ? 'install Python 3 with pip (Debian and Ubuntu: apt-get install python3 python3-pip)'
    : 'install Python 3 with pip';

/**
 * Stops with one message that names everything missing among what is needed now.
 * @param {{python?: boolean, compiler?: boolean}} needed
 */
export function requireTools(needed) {
  const missing = [];
  const remedies = [];
  if (needed.python) {
    const python = findPython();
    if (python === undefined || findPip(python) === undefined) {
      missing.push(python === undefined ? 'Python 3' : 'pip for Python 3');
      remedies.push(pythonRemedy);
    }
  }
  if (
    needed.compiler &&
    (findCompiler() === undefined || (process.platform !== 'win32' && !firstLine('make', ['--version'])))
  ) {
    missing.push('a C++ compiler with make');
    remedies.push(compilerRemedy);
  }
  if (missing.length > 0)
    throw new SetupError(`missing: ${missing.join(', ')}`, `${remedies.join('; ')}; then run again`);
}
