import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createThumbnailFolder, trimFolder } from '../../../main/services/thumbnail-folder.ts';

const PNG = new Uint8Array(encode({ width: 2, height: 2, data: new Uint8Array(4), depth: 8, channels: 1 }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'overread-thumbnails-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.png'));

test('keeps a picture between sessions, and goes on where it cannot', async () => {
  await createThumbnailFolder(folder).keep('ab-0', PNG);
  expect(await createThumbnailFolder(folder).read('ab-0')).toEqual(PNG);
  expect(await createThumbnailFolder(folder).read('ab-1')).toBeNull();
  await createThumbnailFolder(path.join(folder, 'ab', 'ab-0-v2.png')).keep('ab-0', new Uint8Array([1]));
});

test('does not give a picture that a power cut left cut short', async () => {
  await createThumbnailFolder(folder).keep('ab-0', PNG.slice(0, -3));
  await createThumbnailFolder(folder).keep('ab-1', new Uint8Array(0));
  expect(await createThumbnailFolder(folder).read('ab-0')).toBeNull();
  expect(await createThumbnailFolder(folder).read('ab-1')).toBeNull();
});

test('takes the oldest away when there is too much, and leaves what fits', async () => {
  const thumbnails = createThumbnailFolder(folder);
  for (const [age, key] of ['a1', 'b2', 'c3', 'd4'].entries()) {
    await thumbnails.keep(key, new Uint8Array(100));
    const kept = path.join(folder, key.slice(0, 2), `${key}-v2.png`);
    utimesSync(kept, 1000 + ((age * 3) % 4), 1000 + ((age * 3) % 4));
  }
  await trimFolder(folder, 400);
  expect(files()).toHaveLength(4);
  await trimFolder(folder, 300);
  expect(files().sort()).toEqual(['b2/b2-v2.png', 'c3/c3-v2.png'].sort());
  await trimFolder(path.join(folder, 'gone'), 1);
});
