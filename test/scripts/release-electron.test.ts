import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../support/shared-data.ts';

const { whyNoRelease } = (await import(path.join(PROJECT_ROOT, 'scripts', 'package', 'release-electron.mjs'))) as {
  whyNoRelease(found: { version: string; isFallback: boolean }, pinned: string): string | null;
};

test('a release is refused from any Electron but the pinned, official one', () => {
  const manifest = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8'));
  const pinned: string = manifest.devDependencies.electron;
  expect(whyNoRelease({ version: pinned, isFallback: false }, pinned)).toBeNull();
  expect(whyNoRelease({ version: pinned, isFallback: true }, pinned)).toContain('the fallback runtime');
  expect(whyNoRelease({ version: '33.2.1', isFallback: false }, pinned)).toContain(pinned);
  expect(whyNoRelease({ version: '45.0.0', isFallback: false }, '^45.0.0')).toContain('pins no one version');
});
