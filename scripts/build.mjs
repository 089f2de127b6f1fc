import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrapOrExit } from './bootstrap.mjs';
import { collectNotices, packagesOf } from './notices/collect-notices.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';

const OUT = path.join(PROJECT_ROOT, 'out');
const FINGERPRINT_FILE = path.join(OUT, '.built-from');

/** Packages that are required at run time, because they hold native code, WebAssembly files, or are Electron itself. */
const EXTERNAL = ['electron', 'libsql', '@tensorflow/tfjs-node', '@cornerstonejs/dicom-codec'];

/** Source file -> built file. A source that is not there is left out, or an error when everything is asked for. */
const MAIN_ENTRIES = {
  'main/index.ts': 'main/index.cjs',
  'main/preload.ts': 'main/preload.cjs',
  'main/cli.ts': 'main/cli.cjs',
  'main/compute/decode-host.ts': 'main/compute/decode-host.cjs',
  'main/compute/predict-host.ts': 'main/compute/predict-host.cjs',
  'main/compute/train-host.ts': 'main/compute/train-host.cjs',
};
/** A package that few need, in a file of its own beside the programs that import it late: inside, its 900 KB were read at every start. */
const APART = { package: 'dcmjs', out: 'main/dcmjs.cjs' };
const RENDERER_ENTRY = 'renderer/index.tsx';
const RENDERER_PAGE = 'renderer/index.html';

/** `import text from './x.sql?raw'` is Vite's way to import text, so the tests can; esbuild learns it here. */
export const rawText = {
  name: 'raw-text',
  setup(build) {
    build.onResolve({ filter: /\?raw$/ }, (args) => ({
      path: path.resolve(args.resolveDir, args.path.slice(0, -'?raw'.length)),
      namespace: 'raw-text',
    }));
    build.onLoad({ filter: /.*/, namespace: 'raw-text' }, (args) => ({
      contents: readFileSync(args.path, 'utf8'),
      loader: 'text',
      watchFiles: [args.path],
    }));
  },
};

/** zod brings its messages in fifty languages, 400 KB of every program, of which it takes English itself from the file beside. */
const noLocales = {
  name: 'no-locales',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

const apart = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${APART.package}$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${path.basename(APART.out)}`, external: true } : undefined,
    );
  },
};

const shared = {
  absWorkingDir: PROJECT_ROOT,
  bundle: true,
  write: false,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  plugins: [rawText, noLocales, apart],
};

/**
 * Main-side code is CommonJS (Electron's preload and utility processes want it). import.meta.dirname, .filename and .url
 * are those of the built file.
 */
const mainOptions = {
  ...shared,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  // `require` in a promise: what the packaged app's archive holds is found by it for sure.
  supported: { 'dynamic-import': false },
  external: EXTERNAL,
  loader: { '.sql': 'text' },
  define: {
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
    'import.meta.url': 'importMetaUrl',
  },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** The preload runs in Chromium's sandbox, where there is no file of its own to ask for. */
const preloadOptions = { ...mainOptions, define: {}, banner: {} };

const rendererOptions = {
  ...shared,
  format: 'esm',
  platform: 'browser',
  target: 'chrome130',
  jsx: 'automatic',
  loader: { '.module.css': 'local-css', '.woff2': 'file', '.woff': 'file', '.svg': 'file', '.png': 'file' },
  // Unhashed, so that the page can name its font; nothing that the page loads is cached.
  assetNames: 'assets/[name]',
};

/** Writes a file so that a reader sees the old or the new one whole; leaves it alone when nothing changed. */
function writeWhole(file, contents) {
  if (existsSync(file) && readFileSync(file).equals(contents)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, contents);
  renameSync(partial, file);
}

/** @returns {Promise<string[]>} the files that went into it */
async function bundle(esbuild, options) {
  const result = await esbuild.build(options);
  for (const file of result.outputFiles) writeWhole(file.path, Buffer.from(file.contents));
  return Object.keys(result.metafile.inputs);
}

/** @param {string} folder @param {import('node:crypto').Hash} hash */
function addFolder(folder, hash) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) addFolder(full, hash);
    else {
      const { mtimeMs, size } = statSync(full);
      hash.update(`${full} ${mtimeMs} ${size}\n`);
    }
  }
}

/**
 * Names, sizes and times of everything the build reads.
 * @param {boolean} production
 * @returns {string}
 */
export function fingerprint(production) {
  const hash = createHash('sha256').update(`production ${production}\n`);
  for (const name of ['src', 'main', 'renderer', 'assets']) addFolder(path.join(PROJECT_ROOT, name), hash);
  for (const name of [
    'package-lock.json',
    'scripts/build.mjs',
    'scripts/notices/collect-notices.mjs',
    'scripts/notices/native-components.mjs',
    'scripts/notices/native-versions.mjs',
  ])
    hash.update(readFileSync(path.join(PROJECT_ROOT, name)));
  return hash.digest('hex');
}

/** @returns {boolean} whether out/ was built from the sources as they are */
export function buildIsCurrent(production = false) {
  return existsSync(FINGERPRINT_FILE) && readFileSync(FINGERPRINT_FILE, 'utf8') === fingerprint(production);
}

/** @returns {string[]} entries whose source is not there */
function missingEntries() {
  return [...Object.keys(MAIN_ENTRIES), RENDERER_ENTRY, RENDERER_PAGE].filter(
    (entry) => !existsSync(path.join(PROJECT_ROOT, entry)),
  );
}

/**
 * Builds out/ from the sources. Every entry is tried; throws at the end when one of them failed.
 * @param {{production?: boolean, requireAll?: boolean}} [options] production: without source maps
 */
export async function build(options = {}) {
  const missing = missingEntries();
  if (missing.length > 0 && options.requireAll) throw new Error(`Sources are missing: ${missing.join(', ')}`);
  for (const entry of missing) process.stderr.write(`build: ${entry} is not there, left out\n`);
  const production = options.production ?? false;
  const from = fingerprint(production);
  const esbuild = await import('esbuild');
  const small = { minifySyntax: true, minifyWhitespace: true };
  const mode = production ? small : { ...small, sourcemap: 'linked' };
  const jobs = Object.entries(MAIN_ENTRIES)
    .filter(([entry]) => !missing.includes(entry))
    .map(([entry, out]) => {
      const options = entry === 'main/preload.ts' ? preloadOptions : mainOptions;
      return bundle(esbuild, { ...options, ...mode, entryPoints: [entry], outfile: path.join(OUT, out) });
    });
  jobs.push(
    bundle(esbuild, { ...mainOptions, ...mode, entryPoints: [APART.package], outfile: path.join(OUT, APART.out) }),
  );
  if (!missing.includes(RENDERER_ENTRY)) {
    // React's checks for developers cost half of what the window computes: what is tested and measured is what people run.
    const define = { 'process.env.NODE_ENV': '"production"' };
    const outdir = path.join(OUT, 'renderer');
    // Packed is all that lies there: nothing of an older build stays.
    rmSync(path.join(outdir, 'assets'), { recursive: true, force: true });
    jobs.push(bundle(esbuild, { ...rendererOptions, ...mode, define, entryPoints: [RENDERER_ENTRY], outdir }));
  }
  if (!missing.includes(RENDERER_PAGE)) {
    writeWhole(path.join(OUT, 'renderer', 'index.html'), readFileSync(path.join(PROJECT_ROOT, RENDERER_PAGE)));
  }
  const icon = path.join(PROJECT_ROOT, 'assets', 'icon.png');
  if (existsSync(icon)) writeWhole(path.join(OUT, 'assets', 'icon.png'), readFileSync(icon));
  const results = await Promise.allSettled(jobs);
  const failed = results.filter((result) => result.status === 'rejected');
  if (failed.length > 0) {
    rmSync(FINGERPRINT_FILE, { force: true });
    throw new Error(`${failed.length} of ${jobs.length} bundles did not build; the reasons are above`);
  }
  const notices = collectNotices(packagesOf(results.flatMap(({ value }) => value)));
  writeWhole(path.join(OUT, 'assets', 'notices.json'), Buffer.from(JSON.stringify(notices)));
  writeWhole(FINGERPRINT_FILE, Buffer.from(from));
}

/** Builds when the sources changed since the last build; ends the process with code 3 when that fails. */
export async function buildWhenNeeded() {
  if (buildIsCurrent()) return;
  try {
    await build();
  } catch (error) {
    process.stderr.write(`build: ${error.message}\n`);
    process.exit(3);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await bootstrapOrExit();
  const startMs = Date.now();
  try {
    await build({ production: process.argv.includes('--production'), requireAll: process.argv.includes('--all') });
    process.stderr.write(`build: out/ is built in ${Date.now() - startMs} ms\n`);
  } catch (error) {
    process.stderr.write(`build: ${error.message}\n`);
    process.exit(1);
  }
}
