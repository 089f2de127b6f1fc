import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { linkFolder, makeFolderWhole, unzip } from './files.mjs';
import { cacheFolder, PROJECT_ROOT } from './paths.mjs';
import { TENSORFLOW_VERSION, TENSORFLOW_WHEELS } from './pins.mjs';
import { SetupError, say, step } from './report.mjs';
import { firstLine, run } from './run.mjs';
import { findPython, requireTools } from './tools.mjs';

const TFJS = path.join(PROJECT_ROOT, 'node_modules', '@tensorflow', 'tfjs-node');
const PLATFORM = `${process.platform}-${process.arch}`;

// What the addon links and reads. Windows is laid out after the wheel's contents and has not been tried.
const LIBRARIES = String.raw`^tensorflow/libtensorflow_(cc|framework)\.|_pywrap_tensorflow_internal\.(lib|pyd)$`;
const HEADERS = String.raw`^tensorflow/include/(tensorflow/(c|core/platform)|tsl/(c|platform))/.*\.h$`;

function wheelPin() {
  const pin = TENSORFLOW_WHEELS[PLATFORM];
  if (pin !== undefined) return pin;
  throw new SetupError(
    `no TensorFlow library is known for ${PLATFORM}`,
    `use one of ${Object.keys(TENSORFLOW_WHEELS).join(', ')}`,
  );
}

/**
 * Downloads the wheel with pip, which verifies the pinned SHA-256 before it keeps the file.
 * @param {ReturnType<typeof wheelPin>} pin
 * @returns {Promise<string>} the wheel's path
 */
async function downloadWheel(pin) {
  const folder = path.join(cacheFolder(), 'downloads', `wheel-${pin.sha256.slice(0, 12)}`);
  await makeFolderWhole(folder, async (partial) => {
    const python = findPython();
    const requirements = path.join(partial, 'requirements.txt');
    writeFileSync(requirements, `${pin.name}==${TENSORFLOW_VERSION} --hash=sha256:${pin.sha256}\n`);
    const target = [
      '--platform',
      pin.pipPlatform,
      '--python-version',
      '3.11',
      '--implementation',
      'cp',
      '--abi',
      'cp311',
    ];
    const result = await run(
      python.command,
      [
        ...python.args,
        '-m',
        'pip',
        'download',
        '--no-deps',
        '--only-binary=:all:',
        '--no-cache-dir',
        '--require-hashes',
      ].concat(target, ['--disable-pip-version-check', '--dest', partial, '-r', requirements]),
      { show: true },
    );
    if (result.code !== 0) {
      throw new SetupError(
        `pip could not download ${pin.name} ${TENSORFLOW_VERSION} (its words are above)`,
        'see to the network, the proxy or the index setting pip names above, then run again',
      );
    }
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  return path.join(folder, wheel);
}

/** @param {string} lib folder of the extracted libraries: gives them the names that the addon's build looks for */
function nameLibraries(lib) {
  if (process.platform === 'win32') {
    copyFileSync(path.join(lib, '_pywrap_tensorflow_internal.lib'), path.join(lib, 'tensorflow.lib'));
    return;
  }
  const names =
    process.platform === 'darwin'
      ? [
          ['libtensorflow_cc.2.dylib', 'libtensorflow.2.dylib'],
          ['libtensorflow_framework.2.dylib', 'libtensorflow_framework.dylib'],
        ]
      : [
          ['libtensorflow_cc.so.2', 'libtensorflow.so'],
          ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
        ];
  for (const [target, name] of names) symlinkSync(target, path.join(lib, name));
}

/** @param {string} lib takes the symbol tables off the libraries (Linux: 564 MB becomes 413 MB); left as they are without strip */
async function stripLibraries(lib) {
  if (process.platform !== 'linux' || firstLine('strip', ['--version']) === undefined) return;
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    const result = await run('strip', ['--strip-unneeded', path.join(lib, name)]);
    if (result.code !== 0) say(`could not strip ${name}, using it as it is: ${result.output.trim()}`);
  }
}

/**
 * The TensorFlow C library and headers in the per-user cache.
 * @returns {Promise<string>} folder with lib/ and include/
 */
async function ensureLibrary() {
  const pin = wheelPin();
  const folder = path.join(cacheFolder(), `tensorflow-${TENSORFLOW_VERSION}-${PLATFORM}-${pin.sha256.slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const wheel = await step(`downloading TensorFlow ${TENSORFLOW_VERSION} with pip (about 210 MB)`, () =>
    downloadWheel(pin),
  );
  await step('unpacking the TensorFlow C library', () =>
    makeFolderWhole(folder, async (partial) => {
      const lib = path.join(partial, 'lib');
      await unzip(wheel, lib, { wanted: LIBRARIES, stripFolders: 1 });
      await unzip(wheel, path.join(partial, 'include'), { wanted: HEADERS, stripFolders: 2 });
      nameLibraries(lib);
      await stripLibraries(lib);
    }),
  );
  rmSync(path.dirname(wheel), { recursive: true, force: true });
  return folder;
}

/**
 * A folder that node-gyp takes as Node's: the one of this Node where its headers are installed, else one made from the
 * package node-api-headers (the addon is pure Node-API and reads node_api.h only).
 * @param {string} scratch
 * @returns {string | undefined} undefined on Windows, where node-gyp fetches the headers and node.lib itself
 */
function headersFolder(scratch) {
  const prefix = path.dirname(path.dirname(process.execPath));
  if (existsSync(path.join(prefix, 'include', 'node', 'node_api.h'))) return prefix;
  if (process.platform === 'win32') return undefined;
  const include = path.join(scratch, 'node', 'include', 'node');
  cpSync(path.join(PROJECT_ROOT, 'node_modules', 'node-api-headers', 'include'), include, { recursive: true });
  const flags = ['-fPIC', '-O2', '-std=c++17'];
  const settings = {
    target_defaults: {
      default_configuration: 'Release',
      configurations: { Release: {}, Debug: {} },
      cflags_cc: flags,
      conditions: [
        [
          'OS=="mac"',
          {
            xcode_settings: {
              CLANG_CXX_LANGUAGE_STANDARD: 'c++17',
              GCC_OPTIMIZATION_LEVEL: '2',
              OTHER_LDFLAGS: ['-undefined', 'dynamic_lookup'],
            },
          },
        ],
      ],
    },
  };
  writeFileSync(path.join(include, 'common.gypi'), JSON.stringify(settings));
  return path.join(scratch, 'node');
}

/** @param {string} folder the tfjs-node copy to build in; needs deps/lib and deps/include there */
async function compileAddon(folder) {
  const gyp = path.join(PROJECT_ROOT, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const nodeFolder = headersFolder(folder);
  const args = [
    gyp,
    'configure',
    'build',
    '--module_name=tfjs_binding',
    '--napi_version=9',
    '--napi_build_version=8',
  ].concat([`--module_path=${path.join(folder, 'lib', 'napi-v8')}`], nodeFolder ? [`--nodedir=${nodeFolder}`] : []);
  const result = await run(process.execPath, args, { cwd: folder });
  if (result.code !== 0) {
    throw new SetupError(
      `the tfjs-node addon did not build:\n${result.output.split('\n').slice(-30).join('\n')}`,
      'see to the first error above (a C++ compiler with C++17 is needed), then run again',
    );
  }
  const built = path.join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
  if (process.platform === 'darwin') {
    // The wheel's libraries call themselves @rpath/libtensorflow_cc.2.dylib, which binding.gyp does not expect. Untried.
    await run('install_name_tool', ['-add_rpath', '@loader_path/../../deps/lib', built]);
    await run('codesign', ['--force', '--sign', '-', built]);
  }
}

/** Identifies the built addon: its sources, TensorFlow's bytes, the platform. */
function addonKey() {
  const hash = createHash('sha256');
  hash.update(`${PLATFORM} ${wheelPin().sha256} layout 1`);
  const binding = path.join(TFJS, 'binding');
  for (const file of readdirSync(binding).sort()) hash.update(readFileSync(path.join(binding, file)));
  for (const file of ['binding.gyp', 'package.json']) hash.update(readFileSync(path.join(TFJS, file)));
  return hash.digest('hex').slice(0, 12);
}

/** Gives a folder the library's files without a second copy: hard links, since both are in the cache. @param {string} from @param {string} to */
function hardLinkFiles(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isDirectory()) hardLinkFiles(source, target);
    else if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true });
    else {
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
    }
  }
}

/**
 * Makes the TensorFlow library and the addon ready in the cache and links them into tfjs-node's folder.
 * @returns {Promise<{addon: string, library: string}>} the addon file and TensorFlow's library folder, both in the cache
 */
export async function ensureTensorFlow() {
  const folder = path.join(cacheFolder(), `tfjs-addon-${PLATFORM}-${addonKey()}`);
  if (!existsSync(folder)) {
    requireTools({ python: true, compiler: true });
    const library = await ensureLibrary();
    await step('building the tfjs-node addon', () =>
      makeFolderWhole(folder, async (partial) => {
        hardLinkFiles(library, path.join(partial, 'deps'));
        for (const name of ['binding', 'binding.gyp', 'package.json']) {
          cpSync(path.join(TFJS, name), path.join(partial, name), { recursive: true });
        }
        await compileAddon(partial);
        for (const name of ['build', 'node', 'binding', 'binding.gyp'])
          rmSync(path.join(partial, name), { recursive: true, force: true });
      }),
    );
  }
  linkFolder(path.join(folder, 'deps'), path.join(TFJS, 'deps'));
  linkFolder(path.join(folder, 'lib'), path.join(TFJS, 'lib'));
  return {
    addon: path.join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'),
    library: path.join(folder, 'deps', 'lib'),
  };
}
