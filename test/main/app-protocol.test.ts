import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createAppProtocol } from '../../main/app-protocol.ts';
import { listRendererFiles } from '../../main/renderer-files.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-page-'));
const page = path.join(folder, 'renderer');
mkdirSync(path.join(page, 'assets'), { recursive: true });
writeFileSync(path.join(page, 'index.html'), '<!doctype html>');
writeFileSync(path.join(page, 'index.js'), '1');
writeFileSync(path.join(page, 'index.js.map'), '{}');
writeFileSync(path.join(page, 'assets', 'a.woff2'), 'font');
writeFileSync(path.join(page, 'notes.txt'), 'not served');
writeFileSync(path.join(folder, 'secret.html'), 'secret');
symlinkSync(path.join(folder, 'secret.html'), path.join(page, 'link.html'));
afterAll(() => rmSync(folder, { recursive: true }));

const thumbnail = async (sliceId: number) => {
  if (sliceId === 404) throw Object.assign(new Error('The file is gone. Put it back.'), { code: 'not-found' });
  if (sliceId === 500) throw new TypeError('oh');
  return new Uint8Array([137, 80]);
};
const failures: string[] = [];
const serve = createAppProtocol({
  files: listRendererFiles(page, false),
  thumbnails: () => thumbnail,
  onFailure: (route) => failures.push(route),
});
/** As Chromium hands it over: without Node's own idea of how a URL is normalised. */
const get = (url: string, method = 'GET'): Promise<Response> => serve({ url, method } as Request);

test('serves the page and its files with their types and the content security policy', async () => {
  const root = await get('overread://app/');
  expect(await root.text()).toBe('<!doctype html>');
  expect(root.headers.get('content-type')).toContain('text/html');
  const policy = root.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-');
  const font = await get('overread://app/assets/a.woff2');
  expect(font.headers.get('content-type')).toBe('font/woff2');
  expect((await get('overread://app/index.js#top')).status).toBe(200);
});

test.each([
  'overread://app/../secret.html',
  'overread://app/..%2fsecret.html',
  'overread://app/%2e%2e/secret.html',
  'overread://app/assets/../../secret.html',
  'overread://app/..\\secret.html',
  'overread://app//etc/passwd',
  'overread://app/link.html',
  'overread://app/notes.txt',
  'overread://app/index.js.map',
  'overread://app/index.html%00',
  'overread://app/__proto__',
  'overread://app/thumbnails/0',
  'overread://app/thumbnails/-1',
  'overread://app/thumbnails/1e3',
  'overread://app/thumbnails/1/2',
  'overread://app/thumbnails/9999999999999999',
  'overread://app/pixels/1',
])('does not serve %s', async (url) => {
  const reply = await get(url);
  expect(reply.status).toBe(404);
  expect(await reply.text()).not.toContain('secret');
});

test.each(['overread://other/', 'https://app/', 'overread://app.evil/', 'overread://app:80/', 'overread://user@app/'])(
  'refuses the origin of %s',
  async (url) => {
    expect((await get(url)).status).toBe(403);
  },
);

test('answers GET only', async () => {
  expect((await get('overread://app/', 'POST')).status).toBe(405);
});

test('serves small pictures, and leaves them in no cache', async () => {
  const small = await get('overread://app/thumbnails/7');
  expect(new Uint8Array(await small.arrayBuffer())).toEqual(new Uint8Array([137, 80]));
  expect(small.headers.get('content-type')).toBe('image/png');
  expect(small.headers.get('cache-control')).toBe('no-store');
});

test('a picture that cannot be had comes back as an error in words', async () => {
  const gone = await get('overread://app/thumbnails/404');
  expect(gone.status).toBe(422);
  expect(await gone.json()).toEqual({ code: 'not-found', message: 'The file is gone. Put it back.', details: null });
  expect(failures).toEqual([]);
  expect((await get('overread://app/thumbnails/500')).status).toBe(500);
  expect(failures).toEqual(['/thumbnails/n']);
  const without = createAppProtocol({ files: new Map(), thumbnails: () => null, onFailure: () => undefined });
  expect((await without({ url: 'overread://app/thumbnails/7', method: 'GET' } as Request)).status).toBe(409);
});
