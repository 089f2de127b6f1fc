import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../support/shared-data.ts';

interface Notice {
  readonly name: string;
  readonly version: string | null;
  readonly licence: string;
  readonly text: string;
  readonly kind: 'native' | 'bundled' | 'package';
}
interface Bom {
  readonly components: { readonly name: string; readonly version?: string; readonly licenses?: readonly unknown[] }[];
  readonly dependencies: { readonly ref: string; readonly dependsOn: readonly string[] }[];
}
interface NoticeScripts {
  collectNotices(bundled: Iterable<string>): Notice[];
  noticesText(notices: readonly Notice[]): string;
  packagesOf(inputs: Iterable<string>): Set<string>;
  makeSbom(notices: readonly Notice[]): Bom;
}

const load = async (name: string): Promise<NoticeScripts> =>
  (await import(path.join(PROJECT_ROOT, 'scripts', 'notices', name))) as NoticeScripts;
const { collectNotices, noticesText, packagesOf } = await load('collect-notices.mjs');
const { makeSbom } = await load('make-sbom.mjs');
const { electronExecutable } = (await import(path.join(PROJECT_ROOT, 'scripts', 'electron.mjs'))) as {
  electronExecutable(): { distFolder: string; version: string };
};

/** The schemas of the CycloneDX project, version 1.5 with what it refers to (Apache License 2.0). */
function cyclonedx(): (bom: unknown) => string[] {
  const schema = (name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(path.join(import.meta.dirname, 'fixtures', 'cyclonedx', `${name}.schema.json`), 'utf8'));
  // Formats (dates, addresses) are left to the schema's patterns: the draft's own checkers are another package.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const name of ['spdx', 'jsf-0.82']) {
    const $id = `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`;
    ajv.addSchema({ ...schema(name), $id });
  }
  const validate = ajv.compile(schema('bom-1.5'));
  return (bom) =>
    validate(bom) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test('packages are told from the paths of a bundle’s inputs', () => {
  expect([
    ...packagesOf(['src/a.ts', 'node_modules/zod/v4/x.js', 'raw-text:node_modules/@a/b/node_modules/c/d.js']),
  ]).toEqual(['node_modules/zod', 'raw-text:node_modules/@a/b/node_modules/c']);
});

test('every part has a licence and its text', () => {
  const notices = collectNotices(['node_modules/react', 'node_modules/@fontsource-variable/inter']);
  expect(notices.length).toBeGreaterThan(100);
  for (const { name, licence, text } of notices) {
    expect(licence, name).not.toBe('');
    expect(text.length, name).toBeGreaterThan(60);
  }
  const all = noticesText(notices);
  for (const words of [
    'This software is based in part on the work of the Independent JPEG Group.',
    'Copyright (c) 2007, Jan de Vaan',
    'Universite catholique de Louvain',
    'Aous Naman',
    'Apache License',
    'SIL OPEN FONT LICENSE',
    'Meta Platforms',
  ]) {
    expect(all).toContain(words);
  }
});

test('no part is under a licence that forbids to ship it so', () => {
  const known = /^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|OFL-1\.1|IJG|Zlib|blessing)$/;
  const strange = collectNotices([]).filter(({ licence }) => !licence.split(' AND ').every((id) => known.test(id)));
  // A library of its own beside the program, which can be exchanged, with its licence's text in the file of notices.
  expect(strange.map(({ name, licence }) => `${name}: ${licence}`)).toEqual(['FFmpeg: LGPL-2.1-or-later']);
  const { distFolder } = electronExecutable();
  const shipped = readFileSync(path.join(distFolder, 'LICENSES.chromium.html'), 'utf8');
  for (const title of ['ffmpeg', 'Node.js']) expect(shipped).toContain(`<span class="title">${title}</span>`);
  expect(shipped).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
});

test('each part of native code stands by itself, under its own licence, with the version that it says it has', () => {
  const native = collectNotices([]).filter(({ kind }) => kind === 'native');
  expect(native.map(({ name, licence }) => [name, licence])).toEqual([
    ['Electron', 'MIT'],
    ['Chromium and what it contains', 'BSD-3-Clause'],
    ['Node.js', 'MIT'],
    ['FFmpeg', 'LGPL-2.1-or-later'],
    ['TensorFlow C library', 'Apache-2.0'],
    ['SQLite (libSQL)', 'MIT AND blessing'],
    ['OpenJPEG', 'BSD-2-Clause'],
    ['OpenJPH', 'BSD-2-Clause'],
    ['CharLS', 'BSD-3-Clause'],
    ['libjpeg-turbo', 'IJG AND BSD-3-Clause AND Zlib'],
  ]);
  const versions = new Map(native.map(({ name, version }) => [name, version]));
  expect(versions.get('Electron')).toBe(electronExecutable().version);
  for (const [name, version] of versions) expect(version, name).toMatch(/^(\d+\.\d+\.\d+(\.\d+)?|N-\d+-g[0-9a-f]+)$/);
  expect(versions.get('OpenJPEG')).toBe('2.5.4');
  expect(versions.get('libjpeg-turbo')).toBe('3.2.0');
});

test('a part of native code that says no version is told as such', () => {
  const [first] = collectNotices([]).filter(({ kind }) => kind === 'native');
  const bom = makeSbom(first ? [{ ...first, version: null }] : []);
  const part = bom.components.find(({ name }) => name === 'Electron');
  expect(part).not.toHaveProperty('version');
  expect(part).toMatchObject({ description: expect.stringContaining('version is not known') });
  expect(cyclonedx()(bom)).toEqual([]);
});

test('the bill of materials is valid CycloneDX 1.5, and names every part', () => {
  const notices = collectNotices(['node_modules/react', 'node_modules/zod']);
  const bom = makeSbom(notices);
  const problemsOf = cyclonedx();
  expect(problemsOf(bom)).toEqual([]);
  const key = ({ name, version }: { name: string; version?: string | null }): string => `${name} ${version ?? ''}`;
  expect(new Set(bom.components.map(key))).toEqual(new Set(notices.map(key)));
  expect(bom.components.filter(({ licenses }) => licenses === undefined || licenses.length === 0)).toEqual([]);
  const refs = new Set(bom.dependencies.map(({ ref }) => ref));
  for (const { dependsOn } of bom.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
  // The check is no blind one.
  expect(problemsOf({ ...bom, components: [{ type: 'no such kind', name: 'x' }] })).not.toEqual([]);
});
