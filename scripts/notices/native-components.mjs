/**
 * What runs as native code or WebAssembly in the packaged app, and is no npm package itself. `files` are looked for in the
 * paths of the packaged files; `notices` are files of assets/notices, or of the folder that Electron is packaged from.
 */
export const NATIVE_COMPONENTS = [
  { name: 'Electron', licence: 'MIT', supplier: 'electron', notices: [], shippedNotice: 'LICENSE.electron.txt' },
  {
    name: 'Chromium, Node.js, FFmpeg and what they contain',
    licence: 'BSD-3-Clause',
    supplier: 'electron',
    notices: [],
    shippedNotice: 'LICENSES.chromium.html',
  },
  {
    name: 'TensorFlow C library',
    licence: 'Apache-2.0',
    supplier: '@tensorflow/tfjs-node',
    notices: ['tensorflow.txt', 'tensorflow-third-party.txt'],
  },
  { name: 'SQLite (libSQL)', licence: 'MIT', supplier: 'libsql', notices: ['sqlite.txt'] },
  { name: 'OpenJPEG', licence: 'BSD-2-Clause', supplier: '@cornerstonejs/codec-openjpeg', notices: ['openjpeg.txt'] },
  { name: 'OpenJPH', licence: 'BSD-2-Clause', supplier: '@cornerstonejs/codec-openjph', notices: ['openjph.txt'] },
  { name: 'CharLS', licence: 'BSD-3-Clause', supplier: '@cornerstonejs/codec-charls', notices: ['charls.txt'] },
  {
    name: 'libjpeg-turbo',
    licence: 'IJG AND BSD-3-Clause AND Zlib',
    supplier: '@cornerstonejs/codec-libjpeg-turbo-8bit',
    notices: ['libjpeg-turbo.txt'],
  },
];
