import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderFromArguments } from '../../main/command-line.ts';
import { openPreferences } from '../../main/preferences.ts';
import { openRecentProjects } from '../../main/recent-projects.ts';
import { fitPlace } from '../../main/window-place.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('preferences are kept, and a change keeps the rest', () => {
  const preferences = openPreferences(folder);
  const before = preferences.get();
  preferences.set({ readerName: 'Dr A', blindFirst: undefined });
  expect(openPreferences(folder).get()).toEqual({ ...before, readerName: 'Dr A' });
  expect(() => preferences.set({ heatmapOpacity: 7 })).toThrow();
  expect(preferences.get().heatmapOpacity).toBe(before.heatmapOpacity);
  expect(readdirSync(folder)).toEqual(['preferences.json']);
});

test('a preference that does not fit costs itself alone', () => {
  const own = { readerName: 'Dr A', mouseProfile: 'rocket', keyOverrides: { heatmap: ['g'] } };
  writeFileSync(path.join(folder, 'preferences.json'), JSON.stringify(own));
  expect(openPreferences(folder).get()).toMatchObject({ ...own, mouseProfile: 'overread' });
});

test('a broken preferences file gives the defaults', () => {
  writeFileSync(path.join(folder, 'preferences.json'), '{"readerName": ');
  expect(openPreferences(folder).get().advanceAfterRead).toBe(true);
});

test('recent projects: newest first, each once, at most twelve, and whether they are still there', () => {
  let nowMs = 0;
  const recent = openRecentProjects(folder, () => ++nowMs);
  for (let n = 0; n < 15; n += 1) recent.remember({ folder: path.join(folder, `p${n}`), name: `p${n}` });
  mkdirSync(path.join(folder, 'p5'));
  recent.remember({ folder: path.join(folder, 'p5'), name: 'renamed' });
  const list = openRecentProjects(folder).list();
  expect(list).toHaveLength(12);
  expect(list[0]).toEqual({ folder: path.join(folder, 'p5'), name: 'renamed', openedMs: 16, found: true });
  expect(list[1]).toMatchObject({ name: 'p14', found: false });
});

test('the folder on the command line: switches left out, relative to where it was typed', () => {
  const from = (argv: string[], isDefaultApp: boolean) => folderFromArguments(argv, isDefaultApp, '/home/a');
  expect(from(['/opt/overread', '--no-sandbox'], false)).toBeNull();
  expect(from(['/opt/overread', '--no-sandbox', 'study'], false)).toBe(path.resolve('/home/a', 'study'));
  expect(from(['electron', '--inspect=0', '/app'], true)).toBeNull();
  expect(from(['electron', '/app', '/data/study'], true)).toBe(path.resolve('/data/study'));
});

test('the window comes back where a screen is', () => {
  const screens = [{ x: 0, y: 0, width: 1280, height: 800 }];
  const place = { width: 1000, height: 700, x: 100, y: 50, maximized: false };
  expect(fitPlace(place, screens)).toEqual(place);
  expect(fitPlace({ ...place, x: 3000 }, screens)).toMatchObject({ x: null, y: null });
  expect(fitPlace({ ...place, width: 5000, height: 5000 }, screens)).toMatchObject({ width: 1280, height: 800 });
});
