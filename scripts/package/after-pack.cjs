const { writeFileSync } = require('node:fs');
const path = require('node:path');
const asar = require('@electron/asar');

/** @returns {Set<string>} `name@version` of every package whose folder is in the archive */
function packedPackages(archive) {
  const manifests = asar
    .listPackage(archive, { isPack: false })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /^\/(.*\/)?node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file));
  return new Set(
    manifests.map((file) => {
      const { name, version } = JSON.parse(asar.extractFile(archive, file.slice(1)).toString('utf8'));
      return `${name}@${version}`;
    }),
  );
}

/**
 * electron-builder's hook, before the installers are made: puts the notices and the bill of materials of what was packed
 * beside the archive.
 */
exports.default = async function afterPack(context) {
  const { noticesText } = await import('../notices/collect-notices.mjs');
  const { makeSbom } = await import('../notices/make-sbom.mjs');
  const resources = context.packager.getResourcesDir(context.appOutDir);
  const archive = path.join(resources, 'app.asar');
  const packed = packedPackages(archive);
  const notices = JSON.parse(asar.extractFile(archive, 'out/assets/notices.json').toString('utf8'));
  const shipped = notices.filter(({ kind, name, version }) => kind !== 'package' || packed.has(`${name}@${version}`));
  writeFileSync(path.join(resources, 'THIRD-PARTY-NOTICES.txt'), noticesText(shipped));
  writeFileSync(path.join(resources, 'overread.cdx.json'), `${JSON.stringify(makeSbom(shipped), null, 2)}\n`);
};
