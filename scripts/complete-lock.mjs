import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './setup/paths.mjs';

// Run by hand after `npm install` changed package-lock.json. A registry that does not carry every platform's build of a
// package makes npm leave those out of the lock file, and `npm ci` then refuses the lock file on every machine. This adds
// the optional packages of other platforms that are asked for by exact version. They carry no hash, since it cannot be
// known here; npm checks them against the registry's own on the machines that install them.

const LOCK_FILE = path.join(PROJECT_ROOT, 'package-lock.json');
const OPERATING_SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** @param {string} name such as `@scope/tool-linux-x64-musl` @returns {object} the fields that keep npm from installing it elsewhere */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = OPERATING_SYSTEMS.filter((word) => words.includes(word));
  const cpu = PROCESSORS.filter((word) => words.includes(word));
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`${name}: its platform cannot be told from its name`);
  const libc = name.includes('musl') ? ['musl'] : name.includes('gnu') ? ['glibc'] : undefined;
  return { cpu, ...(libc && os[0] === 'linux' ? { libc } : {}), os };
}

/** @returns {boolean} whether a package placed at `from` finds `name`, by Node's way of looking */
function isLocked(packages, from, name) {
  for (let folder = from; ; ) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (folder === '') return false;
    const at = folder.lastIndexOf('/node_modules/');
    folder = at < 0 ? '' : folder.slice(0, at);
  }
}

const lock = JSON.parse(readFileSync(LOCK_FILE, 'utf8'));
let added = 0;
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(lock.packages, place, name)) continue;
    if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name}@${version}: only exact versions can be added`);
    const origin = { ...(entry.dev ? { dev: true } : {}), optional: true };
    lock.packages[`node_modules/${name}`] = { version, ...origin, ...platformOf(name) };
    added += 1;
  }
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(LOCK_FILE, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
process.stdout.write(`${added} packages of other platforms added to package-lock.json\n`);
