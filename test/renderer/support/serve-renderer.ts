import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { encode } from 'fast-png';
import { FAKE_SLICES, type FakeSlice, fakeMetadata, fakePixels } from './fake-slices.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The policy that the app's own protocol sends, so that a breach shows here as well. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

function thumbnail(slice: FakeSlice): Uint8Array {
  const { rows, columns } = fakeMetadata(slice);
  const pixels = fakePixels(slice);
  const side = 96;
  const grey = Uint8Array.from({ length: side * side }, (_, index) => {
    const row = Math.floor((Math.floor(index / side) * rows) / side);
    const column = Math.floor(((index % side) * columns) / side);
    const value = pixels[row * columns + column] ?? 0;
    return Math.min(255, Math.max(0, slice.kind === 'png' ? value : (value / 80) * 255));
  });
  return encode({ width: side, height: side, data: grey, channels: 1, depth: 8 });
}

/** Serves a built renderer from `folder` with made-up pixels behind it. */
export function serveRenderer(folder: string): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, what, id] = pathname.split('/');
    const slice = what === 'thumbnails' && FAKE_SLICES.find((candidate) => String(candidate.id) === id);
    if (slice) {
      response.writeHead(200, { 'content-type': 'image/png' }).end(thumbnail(slice));
      return;
    }
    try {
      const file = pathname === '/' ? 'index.html' : pathname.slice(1);
      const body = readFileSync(path.join(folder, path.normalize(file)));
      const headers = { 'content-type': TYPES[path.extname(file)] ?? '', 'content-security-policy': POLICY };
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
}
