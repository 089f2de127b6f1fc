import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { PROJECT_ROOT } from './shared-data.ts';

/** What stays outside the bundles, as in the app's build. */
const EXTERNAL = ['electron', 'libsql', '@tensorflow/tfjs-node', '@cornerstonejs/dicom-codec'];

/**
 * Bundles compute hosts as the app's build does, into a folder of its own inside the project (so that the externals
 * resolve), and returns that folder for `createComputeClient({ hostsFolder })`.
 * @param folderName folder under out/test-hosts; one for each test file, since files run side by side
 * @param entries host file names without extension, to their TypeScript entries relative to the project root
 */
export async function bundleComputeHosts(
  folderName: string,
  entries: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = path.join(PROJECT_ROOT, 'out', 'test-hosts', folderName);
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: Object.entries(entries).map(([out, entry]) => ({ in: entry, out })),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: EXTERNAL,
    define: {
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
      'import.meta.url': 'importMetaUrl',
    },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  });
  return folder;
}

/** The real hosts' entries. */
export const REAL_HOSTS = {
  'decode-host': 'main/compute/decode-host.ts',
  'predict-host': 'main/compute/predict-host.ts',
  'train-host': 'main/compute/train-host.ts',
} as const;
