import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
};

export interface RendererFile {
  readonly type: string;
  read(): Uint8Array<ArrayBuffer>;
}

/**
 * The files of the built page, by the path they are served under. Listed once from the folder itself: what a request asks
 * for is only ever looked up here and never turned into a path, so nothing outside can be reached.
 */
export function listRendererFiles(folder: string, withSourceMaps: boolean): ReadonlyMap<string, RendererFile> {
  const files = new Map<string, RendererFile>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const type = TYPES[path.extname(entry.name)];
    if (!entry.isFile() || !type || (entry.name.endsWith('.map') && !withSourceMaps)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const route = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    files.set(route, { type, read: () => new Uint8Array(readFileSync(file)) });
  }
  const page = files.get('/index.html');
  if (page) files.set('/', page);
  return files;
}
