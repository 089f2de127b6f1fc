/**
 * What runs as native code or WebAssembly in the packaged app, and is no npm package itself. `licence` is an SPDX expression of the
 * component alone; what it contains has its own in the notices. `notices` are files of assets/notices, `shippedNotice` one of the
 * folder that Electron is packaged from, and `version` where the version is to be had from.
 */
export const NATIVE_COMPONENTS = [
  {
    name: 'Electron',
    licence: 'MIT',
    version: { from: 'electron', part: 'electron' },
    notices: [],
    shippedNotice: 'LICENSE.electron.txt',
  },
  {
    name: 'Chromium and what it contains',
    licence: 'BSD-3-Clause',
    version: { from: 'electron', part: 'chrome' },
    notices: [],
    shippedNotice: 'LICENSES.chromium.html',
  },
  {
    name: 'Node.js',
    licence: 'MIT',
    version: { from: 'electron', part: 'node' },
    notices: [],
    shippedNotice: 'LICENSES.chromium.html',
  },
  {
    // As Chromium builds it for Electron, without the parts under the GPL; a library of its own, which can be exchanged.
    name: 'FFmpeg',
    licence: 'LGPL-2.1-or-later',
    version: { from: 'ffmpeg' },
    notices: [],
    shippedNotice: 'LICENSES.chromium.html',
  },
  {
    name: 'TensorFlow C library',
    licence: 'Apache-2.0',
    version: { from: 'tensorflow' },
    notices: ['tensorflow.txt', 'tensorflow-third-party.txt'],
  },
  {
    // The version of SQLite that libSQL was made from and answers with.
    name: 'SQLite (libSQL)',
    licence: 'MIT AND blessing',
    version: { from: 'sqlite' },
    notices: ['sqlite.txt'],
  },
  {
    name: 'OpenJPEG',
    licence: 'BSD-2-Clause',
    version: codec('openjpeg/dist/openjpegwasm.wasm', /\0(\d+\.\d+\.\d+)\0/),
    notices: ['openjpeg.txt'],
  },
  {
    name: 'OpenJPH',
    licence: 'BSD-2-Clause',
    version: codec('openjph/dist/openjphjs.wasm', /OpenJPH Ver (\d+\.\d+\.\d+)/),
    notices: ['openjph.txt'],
  },
  {
    name: 'CharLS',
    licence: 'BSD-3-Clause',
    version: codec('charls/dist/charlswasm.wasm', /charls (\d+\.\d+\.\d+)/),
    notices: ['charls.txt'],
  },
  {
    name: 'libjpeg-turbo',
    licence: 'IJG AND BSD-3-Clause AND Zlib',
    version: codec('libjpeg-turbo-8bit/dist/libjpegturbowasm.wasm', /libjpeg-turbo version (\d+\.\d+\.\d+)/),
    notices: ['libjpeg-turbo.txt'],
  },
];

/** A codec says its version in its own WebAssembly. */
function codec(file, pattern) {
  return { from: 'file', file: `node_modules/@cornerstonejs/codec-${file}`, pattern };
}
