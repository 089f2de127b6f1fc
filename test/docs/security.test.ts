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

/** Whether a file has a test of this title, as it stands in the source. */
function hasTest(file: string, title: string): boolean {
  const full = path.join(PROJECT_ROOT, file);
  if (!existsSync(full)) return false;
  const source = readFileSync(full, 'utf8').replaceAll("\\'", "'");
  return ["'", '"', '`'].some((quote) =>
    ['(', '(\n  ', '(\n    '].some((before) => source.includes(`${before}${quote}${title}${quote},`)),
  );
}

test.each([...checklist.map((row) => row.slice(1)), ...promises])('%s: its test is there', (_what, _here, named) => {
  const [, file, title] = /^`([^`]+)`: (.+)$/.exec(named ?? '') ?? [];
  expect(file, 'a file and a title').toBeDefined();
  expect(hasTest(file ?? '', title ?? ''), `"${title}" in ${file}`).toBe(true);
});

test('a test that is not there is found out', () => {
  expect(hasTest('test/docs/security.test.ts', 'a test that is not there is found out')).toBe(true);
  expect(hasTest('test/docs/security.test.ts', 'no such title')).toBe(false);
  expect(hasTest('test/no/such.test.ts', 'no such title')).toBe(false);
  expect(promises.length).toBeGreaterThan(25);
});
