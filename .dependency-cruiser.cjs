// Who may import whom. Each rule is shown to bite by test/scripts/dependency-rules.test.ts.

/** A package by name, resolved or not. */
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})/|^(${names.join('|')})(/|$)`;

const TENSORFLOW = packages('@tensorflow/[^/]+');
const ELECTRON = packages('electron');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'src-imports-nothing-of-ours',
      comment: 'The domain stands alone.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(main|renderer|test|scripts)/' },
    },
    {
      name: 'src-is-platform-free',
      comment: 'The domain uses no Node, Electron, React, TensorFlow, database or viewer API.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: packages(
          'electron',
          'react',
          'react-dom',
          '@tensorflow/[^/]+',
          'libsql',
          'cornerstone-core',
          'cornerstone-math',
          '@cornerstonejs/[^/]+',
          'zustand',
          'uplot',
        ),
      },
    },
    {
      name: 'src-uses-no-node-module',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'store-knows-src-only',
      severity: 'error',
      from: { path: '^main/store/' },
      to: { path: '^(main/(?!store/)|renderer/)' },
    },
    {
      name: 'compute-knows-src-only',
      comment: 'And how a file is written so that it is there whole or not at all, which the store says.',
      severity: 'error',
      from: { path: '^main/compute/' },
      to: { path: '^(main/(?!compute/|store/durable-files\\.ts$)|renderer/)' },
    },
    {
      name: 'tensorflow-in-compute-only',
      severity: 'error',
      from: { path: '^(src|main|renderer)/', pathNot: '^main/compute/' },
      to: { path: TENSORFLOW },
    },
    {
      name: 'services-know-store-and-compute-client',
      comment: 'Services know neither what calls them nor what runs inside the compute processes.',
      severity: 'error',
      from: { path: '^main/services/' },
      to: {
        path: '^(renderer/|main/(handlers|[^/]+\\.ts$)|main/compute/(decode/|tensorflow/|[^/]+-host\\.ts$|serve-))',
      },
    },
    {
      name: 'services-run-without-electron',
      comment:
        'The same services serve the window and the command line; only forking a utility process needs Electron.',
      severity: 'error',
      from: {
        path: '^main/(services|store|compute)/|^main/cli\\.ts$',
        pathNot: '^main/compute/fork-utility-process\\.ts$',
      },
      to: { path: ELECTRON },
    },
    {
      name: 'handlers-know-services-only',
      severity: 'error',
      from: { path: '^main/handlers(/|\\.ts$)' },
      to: { path: '^(renderer/|main/(store|compute)/)' },
    },
    {
      name: 'preload-imports-electron-only',
      severity: 'error',
      from: { path: '^main/preload\\.ts$' },
      to: { pathNot: ELECTRON },
    },
    {
      name: 'renderer-never-main',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^main/' },
    },
    {
      name: 'renderer-uses-no-node-or-electron',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: `${ELECTRON}|${packages('libsql')}` },
    },
    {
      name: 'renderer-uses-no-node-module',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-never-test',
      severity: 'error',
      from: { path: '^(src|main|renderer)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Type imports are arrows too.
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    builtInModules: { add: ['electron/main', 'electron/renderer'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
