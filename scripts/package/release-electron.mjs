/**
 * A release is built from the official Electron that package.json pins, or not at all.
 * @param {{version: string, isFallback: boolean}} found the Electron that is here
 * @param {string} pinned
 * @returns {string | null} why it is no Electron for a release
 */
export function whyNoRelease({ version, isFallback }, pinned) {
  if (!/^\d+\.\d+\.\d+$/.test(pinned)) return `package.json pins no one version of Electron (${pinned})`;
  if (!isFallback && version === pinned) return null;
  return `a release is built from Electron ${pinned} only, and here is ${version}${isFallback ? ', the fallback runtime' : ''}.`;
}
