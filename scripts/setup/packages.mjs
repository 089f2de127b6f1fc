import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './paths.mjs';
import { SetupError } from './report.mjs';
import { npmCommand, run } from './run.mjs';

/** @param {string} file @returns {Record<string, {version?: string, integrity?: string, optional?: boolean, peer?: boolean}> | undefined} */
function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * True when node_modules holds what package-lock.json says, by npm's own record of what it installed. Packages for
 * other platforms are left out by npm, so an optional package may be absent; everything else must agree.
 * @returns {boolean}
 */
export function packagesAreCurrent() {
  const modules = path.join(PROJECT_ROOT, 'node_modules');
  const wanted = lockedPackages(path.join(PROJECT_ROOT, 'package-lock.json'));
  const found = lockedPackages(path.join(modules, '.package-lock.json'));
  if (wanted === undefined || found === undefined) return false;
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '') continue;
    const present = found[name];
    if (present === undefined) {
      if (entry.optional) continue;
      return false;
    }
    if (present.version !== entry.version || present.integrity !== entry.integrity) return false;
    if (!existsSync(path.join(PROJECT_ROOT, name))) return false;
  }
  return Object.keys(found).every((name) => wanted[name] !== undefined);
}

/** Installs exactly what package-lock.json says. The packages' own install scripts stay off (.npmrc, and said again here). */
export async function installPackages() {
  const npm = npmCommand(['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']);
  const result = await run(npm.command, npm.args, { cwd: PROJECT_ROOT, shell: npm.shell, show: true });
  if (result.code === 0) return;
  throw new SetupError(
    result.code === null
      ? `npm could not be started: ${result.output}`
      : `npm ci ended with code ${result.code} (its words are above)`,
    'see to the network, the proxy or the registry setting npm names above, then run again',
  );
}
