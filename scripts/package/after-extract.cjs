const { rmSync } = require('node:fs');
const path = require('node:path');

/** electron-builder's hook: takes the fallback runtime's app opener out of the copy, where it would stand before the app. */
exports.default = async function afterExtract(context) {
  if (context.electronPlatformName !== 'linux') return;
  rmSync(path.join(context.appOutDir, 'resources', 'app'), { recursive: true, force: true });
};
