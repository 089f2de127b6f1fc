import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say } from '../setup/report.mjs';

const INSTALL = ['install', '-y', '-qq', '--no-install-recommends', 'dcmtk'];

const hasDcmtk = () => spawnSync('dcmdump', ['--version']).status === 0;

/**
 * Sees to dcmtk's programs, which come in no Python or npm package: installs them on Debian-like systems when root. To be
 * called under the set-up's lock.
 * @returns {string | null} why they are not there
 */
export function ensureDcmtk() {
  if (hasDcmtk()) return null;
  const remedy = `dcmtk's programs are not installed (Debian and Ubuntu: sudo apt-get ${INSTALL.join(' ')})`;
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return remedy;
  say('installing dcmtk, which writes and reads files for the tests ...');
  const aptGet = (/** @type {string[]} */ words) =>
    spawnSync('apt-get', words, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' });
  if (aptGet(INSTALL).status !== 0) {
    aptGet(['update', '-qq']);
    aptGet(INSTALL);
  }
  return hasDcmtk() ? null : remedy;
}
