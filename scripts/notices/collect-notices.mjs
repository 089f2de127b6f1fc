import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../setup/paths.mjs';
import { NATIVE_COMPONENTS } from './native-components.mjs';
import { nativeVersion } from './native-versions.mjs';

const NOTICES = path.join(PROJECT_ROOT, 'assets', 'notices');
const NOTICE_FILE = /^(licen[cs]e|copying|notice)/i;
/** For packages that name their licence and carry no text of it. */
const STANDARD_TEXTS = { MIT: ['MIT.txt'], ISC: ['ISC.txt'], 'Apache-2.0': ['tensorflow.txt'] };

/** Said of a native component without a version. */
export const UNKNOWN_VERSION =
  'Its version is not known: the file does not say it, nor does the program that it is a part of.';

/**
 * `package`: required at run time, and in the archive where it was packed.
 * @typedef {{name: string, version: string | null, licence: string, text: string, kind: 'native' | 'bundled' | 'package'}} Notice
 */

/**
 * The folders of the packages that inputs of a bundle lie in.
 * @param {Iterable<string>} inputs paths relative to the project, with `/`
 * @returns {Set<string>}
 */
export function packagesOf(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  return folders;
}

/** @returns {string[]} folders of the packages that are required at run time, of those that are there on this platform */
function runTimePackages() {
  const { packages } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([folder, { dev, devOptional }]) => folder !== '' && !dev && !devOptional)
    .map(([folder]) => folder)
    .filter((folder) => existsSync(path.join(PROJECT_ROOT, folder, 'package.json')));
}

const readNotice = (name) => readFileSync(path.join(NOTICES, name), 'utf8').trim();

/** @param {{name: string, licence: string, author: string | undefined}} named */
function standardText({ name, licence, author }) {
  const texts = licence.split(' AND ').flatMap((id) => {
    if (STANDARD_TEXTS[id] === undefined) throw new Error(`${name} has no licence text, and there is none for ${id}`);
    return STANDARD_TEXTS[id].map(readNotice);
  });
  const holder = author ?? `the authors of ${name}`;
  return [`Copyright (c) ${holder}`, ...texts].join('\n\n');
}

/** @param {string} folder relative to the project @param {Notice['kind']} kind @returns {Notice} */
function noticeOfPackage(folder, kind) {
  const absolute = path.join(PROJECT_ROOT, folder);
  const { name, version, license, author } = JSON.parse(readFileSync(path.join(absolute, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder} names no licence`);
  const licence = license.replace(/^\((.*)\)$/, '$1');
  const files = readdirSync(absolute).filter((file) => NOTICE_FILE.test(file) && !/\.[cm]?js$/.test(file));
  const named = typeof author === 'string' ? author : author?.name;
  const text =
    files.length > 0
      ? files.map((file) => readFileSync(path.join(absolute, file), 'utf8').trim()).join('\n\n')
      : standardText({ name, licence, author: named || undefined });
  return { name, version, licence, text, kind };
}

/** @returns {Notice} */
function noticeOfNative({ name, licence, version: source, notices, shippedNotice }) {
  const version = nativeVersion(source);
  const parts = [
    ...(shippedNotice ? [`Its notices are in the file ${shippedNotice} beside the app's program.`] : []),
    ...(version === null ? [UNKNOWN_VERSION] : []),
    ...notices.map(readNotice),
  ];
  return { name, version, licence, text: parts.join('\n\n'), kind: 'native' };
}

/**
 * Name, version, licence and its text of everything that is shipped: the native code first, then the packages by name. A
 * package of several versions has one entry each.
 * @param {Iterable<string>} bundled folders of the packages that went into the bundles
 * @returns {Notice[]}
 */
export function collectNotices(bundled) {
  const packages = new Map();
  const add = (notice) => packages.set(`${notice.name}@${notice.version}`, notice);
  for (const folder of runTimePackages()) add(noticeOfPackage(folder, 'package'));
  for (const folder of bundled) add(noticeOfPackage(folder, 'bundled'));
  const sorted = [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice);
  return [...NATIVE_COMPONENTS.map(noticeOfNative), ...sorted];
}

/** @param {Notice[]} notices @returns {string} all of them as one text */
export function noticesText(notices) {
  const line = '='.repeat(100);
  const head = 'Overread is made with the work of others. Their licences:\n';
  const parts = notices.map(({ name, version, licence, text }) => {
    const title = [name, version].filter((part) => part !== null).join(' ');
    return `${line}\n${title} (${licence})\n${line}\n\n${text}\n`;
  });
  return [head, ...parts].join('\n');
}
