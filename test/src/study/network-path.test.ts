import { expect, test } from 'vitest';
import { isNetworkPath, namesDevice } from '../../../src/study/network-path.ts';

test.each([
  'CON',
  'nul',
  'NUL.dcm',
  'C:\\study\\aux',
  'series/COM1.dcm',
  'lpt9',
  'COM².txt',
  'prn .png',
  'NUL:stream',
  'study/con/a.dcm',
  'CONIN$',
])('%s names a device of Windows', (path) => {
  expect(namesDevice(path, 'win32')).toBe(true);
  expect(namesDevice(path, 'linux')).toBe(false);
  expect(namesDevice(path, 'darwin')).toBe(false);
});

test.each(['C:\\study\\a.dcm', 'console', 'contrast/1.png', 'COM10', 'a.con', 'null', 'auxiliary.dcm', 'COM', ''])(
  '%s names none',
  (path) => {
    expect(namesDevice(path, 'win32')).toBe(false);
  },
);

test.each(['\\\\.\\COM1', '\\\\?\\C:\\x', '//./nul', '\\\\server\\share', '//server/share'])(
  '%s is of a network or a device namespace',
  (path) => {
    expect(isNetworkPath(path)).toBe(true);
  },
);
