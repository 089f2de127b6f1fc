import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { electronExecutable } from '../electron.mjs';
import { cacheFolder } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';
import {
  compilerRemedy,
  findCompiler,
  findNpm,
  findPip,
  findPython,
  pythonRemedy,
  requireNode,
} from '../setup/tools.mjs';
import { canStartVirtualDisplay, hasDisplay, startVirtualDisplay } from '../setup/virtual-display.mjs';

/** @typedef {{name: string, ok: boolean, needed: boolean, found: string, remedy?: string}} Check */

const PROBE_LIMIT_MS = 120_000;
const LEAST_MEMORY_GB = 6;
const LEAST_DISK_GB = 2;
const AGAIN = 'remove node_modules and run `npm start` again; if it stays, remove the cache folder named below too';

/** @returns {Check} */
function outcome(name, ok, found, remedy, needed = true) {
  return ok ? { name, ok, needed, found } : { name, ok, needed, found, remedy };
}

/** @returns {Check[]} the programs that the set-up calls */
export function checkTools() {
  let nodeRemedy;
  try {
    requireNode();
  } catch (error) {
    nodeRemedy = error.remedy;
  }
  const npm = findNpm();
  const python = findPython();
  const pip = python && findPip(python);
  const compiler = findCompiler();
  return [
    outcome('Node', nodeRemedy === undefined, process.versions.node, nodeRemedy),
    outcome('npm', npm !== undefined, npm ?? 'missing', 'install npm, which comes with Node'),
    outcome(
      'Python',
      pip !== undefined,
      python === undefined
        ? 'missing'
        : `${python.version}, ${pip === undefined ? 'without pip' : pip.split(' ').slice(0, 2).join(' ')}`,
      pythonRemedy,
    ),
    outcome('C++ compiler', compiler !== undefined, compiler ?? 'missing', compilerRemedy),
  ];
}

/** The instruction sets TensorFlow says it uses on this processor. */
function cpuFeatures(log) {
  const line = /following instructions:([A-Z0-9_ .]+)/.exec(log)?.[1]?.trim();
  return line || 'not told by TensorFlow';
}

/** @returns {Promise<Check[]>} TensorFlow in a Node process of its own, so that a native crash ends that process only */
export async function checkTensorFlowInNode() {
  const probe = path.join(import.meta.dirname, 'tensorflow-probe.cjs');
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0' };
  const result = await run(process.execPath, [probe], { env, timeoutMs: PROBE_LIMIT_MS });
  const line = result.output.split('\n').find((text) => text.startsWith('{"'));
  const found =
    line === undefined
      ? { error: `the process ended with code ${result.code}: ${result.output.trim().slice(-300)}` }
      : JSON.parse(line);
  if (found.error) return [outcome('TensorFlow in Node', false, found.error, AGAIN)];
  return [
    outcome('TensorFlow in Node', true, `${found.tensorflow} (tfjs-node ${found.tfjs}, loaded in ${found.loadMs} ms)`),
    outcome('CPU features', true, cpuFeatures(result.output)),
  ];
}

/** @returns {Check} */
export function checkElectron() {
  try {
    const electron = electronExecutable();
    const note = electron.kind === 'fallback' ? 'fallback from the package registry, not for releases' : 'official';
    const sandbox = electron.args.length > 0 ? `, started with ${electron.args.join(' ')}` : '';
    return outcome('Electron', true, `${electron.version} (${note}${sandbox})`);
  } catch (error) {
    return outcome('Electron', false, 'missing', `run \`npm start\`: ${error.message}`);
  }
}

/** @returns {Promise<Check>} TensorFlow in a utility process of Electron, as the app runs it */
export async function checkTensorFlowInElectron() {
  const name = 'TensorFlow in Electron';
  let electron;
  try {
    electron = electronExecutable();
  } catch {
    return outcome(name, false, 'not tried: there is no Electron', 'see Electron above');
  }
  if (!hasDisplay() && !canStartVirtualDisplay()) {
    return outcome(name, false, 'not tried: there is no display', 'see display below', false);
  }
  const virtual = hasDisplay() ? undefined : await startVirtualDisplay();
  const env = virtual ? { ...process.env, DISPLAY: virtual.display } : process.env;
  const args = [...electron.args, path.join(import.meta.dirname, 'electron-probe')];
  const result = await run(electron.path, args, { env, timeoutMs: PROBE_LIMIT_MS });
  virtual?.stop();
  const line = result.output.split('\n').find((text) => text.startsWith('PROBE '));
  const found =
    line === undefined
      ? { error: `Electron ended with code ${result.code}: ${result.output.trim().slice(-300)}` }
      : JSON.parse(line.slice('PROBE '.length));
  if (found.error) return outcome(name, false, found.error, AGAIN);
  return outcome(name, true, `${found.tensorflow}, in Electron's Node ${found.node}, loaded in ${found.loadMs} ms`);
}

/** @returns {Check} a database opened the way the app opens it: write-ahead log, every commit on the disk */
export function checkSqlite() {
  mkdirSync(cacheFolder(), { recursive: true });
  const folder = mkdtempSync(path.join(cacheFolder(), 'doctor-'));
  try {
    const Database = createRequire(import.meta.url)('libsql');
    const database = new Database(path.join(folder, 'probe.db'));
    const value = (sql) => Object.values(database.prepare(sql).get())[0];
    const journal = value('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL; CREATE TABLE probe (x INTEGER) STRICT; INSERT INTO probe VALUES (1)');
    const synchronous = value('PRAGMA synchronous');
    const rows = value('SELECT count(*) FROM probe');
    const version = value('SELECT sqlite_version()');
    database.close();
    const isRight = journal === 'wal' && synchronous === 2 && rows === 1;
    return outcome(
      'SQLite',
      isRight,
      `${version}, journal ${journal}, synchronous ${synchronous}`,
      'use a local disk for the project, not a network folder',
    );
  } catch (error) {
    return outcome('SQLite', false, error.message, AGAIN);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {Check[]} */
export function checkMachine() {
  const gigabytes = (bytes) => bytes / 1024 ** 3;
  const memory = gigabytes(os.totalmem());
  mkdirSync(cacheFolder(), { recursive: true });
  const { bavail, bsize } = statfsSync(cacheFolder());
  const disk = gigabytes(bavail * bsize);
  const display = hasDisplay()
    ? (process.env.WAYLAND_DISPLAY ?? process.env.DISPLAY ?? 'there')
    : canStartVirtualDisplay()
      ? 'none; a virtual one (Xvfb) can be started for tests'
      : 'none';
  return [
    outcome(
      'Memory',
      memory >= LEAST_MEMORY_GB,
      `${memory.toFixed(1)} GB, ${os.cpus().length} processors`,
      `training takes 2 to 3 GB; close other programs or use a machine with ${LEAST_MEMORY_GB} GB`,
      false,
    ),
    outcome(
      'Disk',
      disk >= LEAST_DISK_GB,
      `${disk.toFixed(0)} GB free at ${cacheFolder()}`,
      `free ${LEAST_DISK_GB} GB there`,
    ),
    outcome(
      'Display',
      display !== 'none',
      display,
      'run in a desktop session, or install Xvfb (Debian and Ubuntu: apt-get install xvfb xauth)',
      false,
    ),
  ];
}
