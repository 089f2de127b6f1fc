import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../support/shared-data.ts';

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(path.join(PROJECT_ROOT, 'package-lock.json'), 'utf8'),
);

/** Where Node would look for a package from a place in the tree. */
function* placesFrom(place: string, name: string): Generator<string> {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    yield `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (folder === '') return;
  }
}

it('locks the packages of every platform, or npm ci refuses it: run `node scripts/complete-lock.mjs`', () => {
  const missing = Object.entries(lock.packages).flatMap(([place, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => ![...placesFrom(place, name)].some((candidate) => candidate in lock.packages),
    ),
  );
  expect(missing).toEqual([]);
});

it('names no registry, so that every machine uses its own', () => {
  expect(Object.values(lock.packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
});
