import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { containedPath, isInside } from '../../../main/store/contained-path.ts';

const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'overread-contained-')));
const folder = path.join(base, 'study');
mkdirSync(path.join(folder, 'ct'), { recursive: true });
writeFileSync(path.join(folder, 'ct', '1.dcm'), 'x');
writeFileSync(path.join(base, 'secret.dcm'), 'x');
symlinkSync(path.join(base, 'secret.dcm'), path.join(folder, 'out.dcm'));
symlinkSync(base, path.join(folder, 'up'));
symlinkSync('ct', path.join(folder, 'same'));
afterAll(() => rmSync(base, { recursive: true }));

test.each(['ct/1.dcm', 'same/1.dcm', 'not/there.dcm', '..name/1.dcm', '/etc/passwd', `${'n'.repeat(5000)}.dcm`])(
  'stays inside: %.40s',
  (relative) => {
    expect(containedPath(folder, relative)).toBe(path.join(folder, relative));
  },
);

test.each([
  '../secret.dcm',
  'ct/../../secret.dcm',
  'out.dcm',
  'up/secret.dcm',
  '//server/share/1.dcm',
  '\\\\server\\share\\1.dcm',
  '\\\\.\\PhysicalDrive0',
  'ct/1.dcm\0.png',
])('leads out, and is no path: %s', (relative) => {
  expect(containedPath(folder, relative)).toBeNull();
});

test('a folder on another machine is not looked at', () => {
  expect(containedPath('\\\\server\\share', '1.dcm')).toBeNull();
});

test('a neighbour whose name begins the same is outside', () => {
  expect(isInside('/a/study', '/a/study-2/1.dcm')).toBe(false);
  expect(isInside('/a/study', '/a/study/..odd')).toBe(true);
  expect(isInside('/a/study', '/a')).toBe(false);
});

test('a name that Windows keeps for a device is no path there', () => {
  for (const relative of ['ct/NUL.dcm', 'con', 'COM1/1.dcm']) {
    expect(containedPath(folder, relative, 'win32')).toBeNull();
    expect(containedPath(folder, relative, 'linux')).toBe(path.join(folder, relative));
  }
});
