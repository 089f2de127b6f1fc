import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import type {} from '../../renderer/api.ts';
import { axeViolations } from '../support/axe-violations.ts';
import {
  launchPackagedApp,
  PACKAGED_FOLDER,
  type PackagedApp,
  type PackagedLaunch,
  packageApp,
} from '../support/launch-packaged-app.ts';
import { PROJECT_ROOT } from '../support/shared-data.ts';

// What is shipped, attacked from outside: switches and variables, a changed archive, and the sandbox of its own.
test.skip(process.platform !== 'linux', 'The unpacked test build is made and started on Linux only.');
test.setTimeout(600_000);

const RESOURCES = path.join(PACKAGED_FOLDER, 'resources');
const ARCHIVE = path.join(RESOURCES, 'app.asar');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'overread-attack-'));
/** `nobody`, whom every Linux has. */
const NOBODY = 65_534;

test.beforeAll(() => packageApp());
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function withApp(launch: PackagedLaunch, use: (app: PackagedApp) => Promise<void>): Promise<void> {
  const app = await launchPackagedApp(launch);
  try {
    await use(app);
  } finally {
    await app.remove();
  }
}

/** A copy by hard links, in which files may be added or replaced whole. */
function copyOfApp(name: string): string {
  const folder = path.join(scratch, name);
  execFileSync('cp', ['-rl', PACKAGED_FOLDER, folder]);
  return folder;
}

/** Writes its name beside the tests when it runs. */
const evil = (marker: string): string => `require('node:fs').writeFileSync(${JSON.stringify(marker)}, 'ran');`;

test('no variable and no switch makes the program run other code, or opens an inspector', async () => {
  const marker = path.join(scratch, 'variable');
  const script = path.join(scratch, 'evil.cjs');
  writeFileSync(script, evil(marker));
  const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${script}`, ELECTRON_ENABLE_LOGGING: '1' };
  await withApp({ env, args: ['--inspect=0', '--inspect-brk=0', '-r', script] }, async ({ page, end }) => {
    expect(page.url()).toBe('overread://app/');
    const { said } = await end();
    expect(said).not.toContain('Debugger listening');
  });
  expect(existsSync(marker)).toBe(false);
});

test('a loose app beside the archive is not run, neither instead of it nor in its place', async () => {
  const marker = path.join(scratch, 'loose');
  const copy = copyOfApp('loose-app');
  const loose = path.join(copy, 'resources', 'app');
  mkdirSync(loose);
  writeFileSync(path.join(loose, 'package.json'), '{"name":"evil","main":"index.js"}');
  writeFileSync(path.join(loose, 'index.js'), evil(marker));
  await withApp({ executable: path.join(copy, 'overread') }, async ({ page }) => {
    expect(page.url()).toBe('overread://app/');
  });
  expect(existsSync(marker)).toBe(false);
  rmSync(path.join(copy, 'resources', 'app.asar'));
  await expect(launchPackagedApp({ executable: path.join(copy, 'overread') })).rejects.toThrow('could not be reached');
  expect(existsSync(marker)).toBe(false);
});

const entrySchema: z.ZodType<Entry> = z.lazy(() =>
  z.object({
    files: z.record(z.string(), entrySchema).optional(),
    unpacked: z.boolean().optional(),
    link: z.string().optional(),
    integrity: z.object({ algorithm: z.literal('SHA256'), hash: z.string() }).optional(),
  }),
);
interface Entry {
  readonly files?: Readonly<Record<string, Entry>> | undefined;
  readonly unpacked?: boolean | undefined;
  readonly link?: string | undefined;
  readonly integrity?: { readonly algorithm: 'SHA256'; readonly hash: string } | undefined;
}

function* filesOf(entry: Entry, place = ''): Generator<readonly [string, Entry]> {
  for (const [name, inner] of Object.entries(entry.files ?? {})) {
    const at = place === '' ? name : `${place}/${name}`;
    if (inner.files) yield* filesOf(inner, at);
    else if (inner.link === undefined) yield [at, inner];
  }
}

/** Files of an archive whose bytes are not those that its header was signed for. */
function changedFiles(archive: string): string[] {
  const header = entrySchema.parse(getRawHeader(archive).header);
  return [...filesOf(header)].flatMap(([file, { integrity, unpacked }]) => {
    if (unpacked) return [];
    const hash = createHash('sha256').update(extractFile(archive, file)).digest('hex');
    return hash === integrity?.hash ? [] : [file];
  });
}

test('every file of the archive carries its hash, and a changed one no longer agrees', () => {
  expect(changedFiles(ARCHIVE)).toEqual([]);
  const bytes = readFileSync(ARCHIVE);
  const at = bytes.lastIndexOf('overread:call');
  expect(at).toBeGreaterThan(0);
  bytes[at] = 0x4f;
  const tampered = path.join(scratch, 'tampered.asar');
  writeFileSync(tampered, bytes);
  expect(changedFiles(tampered)).toHaveLength(1);
});

test('developer tools do not open in the packaged app', async () => {
  await withApp({}, async ({ page, debuggingAddress }) => {
    for (const keys of ['Control+Shift+I', 'F12', 'Control+Shift+J', 'Control+Shift+C', 'Control+R']) {
      await page.keyboard.press(keys);
    }
    await page.waitForTimeout(1000);
    const list = `${debuggingAddress.replace(/^ws:/, 'http:').replace(/\/devtools\/.*$/, '')}/json/list`;
    const targets = z.array(z.object({ url: z.string() })).parse(await (await fetch(list)).json());
    expect(targets.map(({ url }) => url)).toEqual(['overread://app/']);
  });
});

/** The processes of a program, by Chromium's word for what they are (`main` for the first). */
function processesOf(executable: string): { pid: string; type: string; status: Map<string, string> }[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!command.startsWith(executable)) return [];
      const type = /--type=([a-z-]+)/.exec(command)?.[1] ?? 'main';
      const lines = readFileSync(`/proc/${pid}/status`, 'utf8').split('\n');
      return [{ pid, type, status: new Map(lines.map((line) => line.split(':\t') as [string, string])) }];
    } catch {
      // Not a process, or gone.
      return [];
    }
  });
}

test('the page runs in Chromium’s sandbox, as a user who is not root', async () => {
  const isRoot = process.getuid?.() === 0;
  const asUser = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
  const namespaces = (() => {
    try {
      const [program = 'unshare', ...rest] = [...asUser, 'unshare', '--user', 'true'];
      execFileSync(program, rest, { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();
  test.skip(!namespaces, 'This system gives no user namespaces to a user who is not root.');
  // Where the project lies in a home of root's, nobody else may look into it.
  const executable = path.join(copyOfApp('for-nobody'), 'overread');
  chmodSync(scratch, 0o755);
  await withApp({ executable, sandboxedAs: NOBODY }, async ({ page }) => {
    expect(page.url()).toBe('overread://app/');
    // A process that Chromium ends while it is looked at is no answer.
    await expect(async () => {
      const processes = processesOf(executable);
      const main = processes.find(({ type }) => type === 'main');
      expect(main?.status.get('Uid')?.split('\t')[0]).not.toBe('0');
      const renderers = processes.filter(({ type }) => type === 'renderer');
      expect(renderers.length).toBeGreaterThan(0);
      for (const { pid, status } of renderers) {
        // 2: a filter of system calls is in force.
        expect(status.get('Seccomp')).toBe('2');
        expect(status.get('NoNewPrivs')).toBe('1');
        expect(Number.parseInt(status.get('CapEff') ?? '', 16)).toBe(0);
        // Root alone may look at these of a process that keeps its memory to itself.
        for (const space of isRoot ? ['user', 'net', 'pid'] : []) {
          expect(readlinkSync(`/proc/${pid}/ns/${space}`), space).not.toBe(
            readlinkSync(`/proc/${main?.pid}/ns/${space}`),
          );
        }
      }
    }).toPass({ timeout: 20_000 });
  });
});

/** Whether a file is one that a processor or a WebAssembly engine runs. */
function isNative(file: string): boolean {
  const head = Buffer.alloc(4);
  const handle = openSync(file, 'r');
  readSync(handle, head, 0, 4, 0);
  closeSync(handle);
  return (
    ['7f454c46', '0061736d', 'cffaedfe', 'cafebabe'].includes(head.toString('hex')) ||
    head.toString('latin1', 0, 2) === 'MZ'
  );
}

/** Every file with native code, relative to the packaged folder; those in the archive under `app.asar`. */
function nativeFiles(): string[] {
  const loose = readdirSync(PACKAGED_FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => isNative(file))
    .map((file) => path.relative(PACKAGED_FOLDER, file));
  const packed = listPackage(ARCHIVE, { isPack: true })
    .filter((line) => line.startsWith('pack '))
    .map((line) => line.replace(/^pack\s*:\s*\//, ''))
    .filter((file) => /\.(wasm|node|so(\.\d+)*|dll|dylib|exe)$/.test(file))
    .map((file) => `resources/app.asar/${file}`);
  return [...loose, ...packed].sort();
}

test('docs/security.md names every file that runs native code, and no other', () => {
  const text = readFileSync(path.join(PROJECT_ROOT, 'docs', 'security.md'), 'utf8');
  const [, section = ''] = text.split('## What runs native code');
  const named = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, file]) => file ?? '');
  expect(named.sort()).toEqual(nativeFiles());
});

interface Bom {
  readonly components: readonly { readonly name: string; readonly version?: string }[];
}

test('notices and bill of materials hold every package of the archive, every bundled one and all native code', async () => {
  const bom = JSON.parse(readFileSync(path.join(RESOURCES, 'overread.cdx.json'), 'utf8')) as Bom;
  const listed = new Set(
    bom.components.map(({ name, version }) => (version === undefined ? name : `${name}@${version}`)),
  );
  const packed = listPackage(ARCHIVE, { isPack: false })
    .filter((file) => /^\/(.*\/)?node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
    .map(
      (file) => JSON.parse(extractFile(ARCHIVE, file.slice(1)).toString('utf8')) as { name: string; version: string },
    );
  expect(packed.length).toBeGreaterThan(50);
  expect(packed.filter(({ name, version }) => !listed.has(`${name}@${version}`))).toEqual([]);
  const names = new Set(bom.components.map(({ name }) => name));
  for (const name of [
    'react',
    'zod',
    'dcmjs',
    'Electron',
    'Chromium and what it contains',
    'Node.js',
    'FFmpeg',
    'TensorFlow C library',
    'SQLite (libSQL)',
    'OpenJPEG',
    'OpenJPH',
    'CharLS',
    'libjpeg-turbo',
  ]) {
    expect(names, name).toContain(name);
  }
  const notices = readFileSync(path.join(RESOURCES, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const { name, version } of bom.components) {
    expect(notices).toContain(`\n${[name, version].filter((part) => part !== undefined).join(' ')} (`);
  }
  for (const file of ['LICENSE.electron.txt', 'LICENSES.chromium.html']) {
    expect(existsSync(path.join(PACKAGED_FOLDER, file)), file).toBe(true);
    expect(notices).toContain(file);
  }
});

test('the app shows the notices with their texts', async () => {
  await withApp({}, async ({ page }) => {
    await page.getByRole('button', { name: 'Third-party notices' }).click();
    const dialog = page.getByRole('dialog', { name: 'Third-party notices' });
    for (const name of ['TensorFlow C library', 'OpenJPEG', 'SQLite (libSQL)', 'react 19']) {
      await expect(dialog.locator('summary', { hasText: name }).first()).toBeVisible();
    }
    await dialog.locator('summary', { hasText: 'TensorFlow C library' }).click();
    await expect(dialog.getByRole('region', { name: 'Licence of TensorFlow C library' })).toContainText(
      'Apache License',
    );
    expect(await axeViolations(page)).toEqual([]);
    await page.screenshot({ path: path.join(PROJECT_ROOT, 'test-results', 'screens', 'third-party-notices.png') });
  });
});
