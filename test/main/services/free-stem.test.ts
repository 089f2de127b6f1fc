import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { freeStem } from '../../../main/services/free-stem.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'overread-stem-'));
afterAll(() => rmSync(folder, { recursive: true }));

const time = new Date('2026-03-04T05:06:07.890Z');
const at = (name: string): string => path.join(folder, name);

it('names an export by its time, and a second one of the same second by a number', () => {
  const stem = () => freeStem(folder, 'report', ['.csv', '.json'], time);
  expect(stem()).toBe(at('report-20260304-050607'));
  writeFileSync(at('report-20260304-050607.json'), '');
  expect(stem()).toBe(at('report-20260304-050607-2'));
  writeFileSync(at('report-20260304-050607-2.csv'), '');
  expect(stem()).toBe(at('report-20260304-050607-3'));
});

it('names a folder', () => {
  expect(freeStem(folder, 'reports', [''], time)).toBe(at('reports-20260304-050607'));
  mkdirSync(at('reports-20260304-050607'));
  expect(freeStem(folder, 'reports', [''], time)).toBe(at('reports-20260304-050607-2'));
});
