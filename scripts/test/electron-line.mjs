/**
 * Which Electron the tests ran in, as a line: what they show, they show of that one.
 * @param {{kind: 'official' | 'fallback', version: string}} electron
 * @param {string} pinned the version in package.json
 * @returns {string}
 */
export function electronLine({ kind, version }, pinned) {
  return kind === 'official' && version === pinned
    ? `Electron ${version}, as package.json pins it`
    : `Electron ${version}, for tests only: package.json pins ${pinned}, which a release is made of`;
}
