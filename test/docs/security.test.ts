import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../support/shared-data.ts';

// The tables of docs/security.md against Electron's checklist and the tests that they name.
const page = readFileSync(path.join(PROJECT_ROOT, 'docs', 'security.md'), 'utf8');

/** The rows of a section's table, cells trimmed, without its head. */
function rowsOf(section: string): string[][] {
  const text = page.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

const checklist = rowsOf("Electron's checklist");
const promises = rowsOf('Further promises');

/** Electron's twenty items, by a word that stands in the row of each. */
const ITEMS = [
  'secure content',
  'Node.js integration',
  'Context isolation',
  'sandbox',
  'Permission',
  'webSecurity',
  'Content Security Policy',
  'allowRunningInsecureContent',
  'experimental',
  'enableBlinkFeatures',
  'allowpopups',
  'Webview options',
  'Navigation',
  'New windows',
  'shell.openExternal',
  'current version',
  'Sender',
  'file:',
  'Fuses',
  'Electron APIs',
];

test('the table has each of the twenty items of the checklist, in order', () => {
  expect(checklist.map(([number]) => Number(number))).toEqual(ITEMS.map((_item, index) => index + 1));
  for (const [index, word] of ITEMS.entries()) expect(checklist[index]?.[1]).toContain(word);
});

/** Promises that stand in the second table, whatever else does. */
const PROMISES = [
  'Every session is locked',
  'Nothing leaves: sessions and main process',
  'Nothing leaves: any process',
  'Filling the screen',
  'No device is chosen',
  'Redirects refused',
  'Frames refused',
  'Downloads refused',
  'A second window may not call',
  'Every input of a call fits its schema',
  'Every input of a call has a size cap',
  'Paths stay in their folder',
  'Links out of a study',
  'Paths in a table of labels',
  'Network shares (UNC) and device names',
  'Pipes and devices',
  'A project folder from outside',
  'Nothing is exported into the project',
  'Content of a study is inert',
  'The log of failures holds nothing of a study',
  'The signing key is kept by the system',
  'Developer tools are off when packaged',
  'No variable or switch runs other code',
  'Only the archive is run',
  'A changed archive',
  'Decoding is bounded in size',
  'Decoding is bounded in time',
  'Decoding is bounded in memory',
  'Files are cleaned for an export where they are decoded',
  'Pixels on a message port',
  'A decoder that crashes costs one file',
  'Licences of what is shipped',
  'The bill of materials is valid CycloneDX',
];

test('the second table has every promise that is to be kept', () => {
  const there = new Set(promises.map(([promise]) => promise));
  expect(PROMISES.filter((promise) => !there.has(promise))).toEqual([]);
});

/** What a bracket that closes at the end of a text was opened after. */
function beforeBracket(text: string): string {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if (text[at] === ')') depth += 1;
    if (text[at] === '(') depth -= 1;
    if (depth === 0) return text.slice(0, at);
  }
  return '';
}

/** What some promises are about is not there on Windows: the one reason for which a test may be left out. */
const NOT_ON_WINDOWS = ".skipIf(process.platform === 'win32')";

/** Whether a source has a test of this title that runs: none that is commented out, skipped or left out with its group. */
function runsTest(text: string, title: string): boolean {
  const source = text
    .replace(/^\s*\/\*[\s\S]*?\*\//gm, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replaceAll("\\'", "'");
  if (/\bdescribe\.(skip|fixme|todo)\b|\.only\(/.test(source)) return false;
  return ["'", '"', '`'].some((quote) => {
    const at = source.indexOf(`${quote}${title}${quote},`);
    const before = at < 0 ? '' : source.slice(0, at).trimEnd();
    if (!before.endsWith('(')) return false;
    const call = before.slice(0, -1);
    if (/\b(test|it)$/.test(call) || call.endsWith(NOT_ON_WINDOWS)) return true;
    return call.endsWith(')') && /\b(test|it)\.each$/.test(beforeBracket(call));
  });
}

function hasTest(file: string, title: string): boolean {
  const full = path.join(PROJECT_ROOT, file);
  return existsSync(full) && runsTest(readFileSync(full, 'utf8'), title);
}

test.each([...checklist.map((row) => row.slice(1)), ...promises])('%s: its test is there', (_what, _here, named) => {
  const [, file, title] = /^`([^`]+)`: (.+)$/.exec(named ?? '') ?? [];
  expect(file, 'a file and a title').toBeDefined();
  expect(hasTest(file ?? '', title ?? ''), `"${title}" in ${file}`).toBe(true);
});

test('a test that is not there is found out', () => {
  expect(hasTest('test/scripts/package-lock.test.ts', 'no such title')).toBe(false);
  expect(hasTest('test/no/such.test.ts', 'no such title')).toBe(false);
});

test.each([
  ["test('a title', () => {", true],
  ["  it(\n    'a title',", true],
  ["test.each([\n  [1, (2)],\n])('a title', (n) => {", true],
  ["test.skipIf(process.platform === 'win32')('a title', () => {", true],
  ["test.skip('a title', () => {", false],
  ["test.fixme('a title', () => {", false],
  ["it.todo('a title',", false],
  ["test.skipIf(process.platform === 'linux')('a title', () => {", false],
  ["// test('a title', () => {", false],
  ["/*\ntest('a title', () => {\n*/", false],
  ["describe.skip('group', () => {\n  test('a title', () => {", false],
  ["test.only('another', () => {});\ntest('a title', () => {", false],
  ["const words = ['a title', 'another'];", false],
  ["test('a title of another', () => {", false],
] as const)('of %j it is said that it runs: %s', (source, runs) => {
  expect(runsTest(source, 'a title')).toBe(runs);
});
