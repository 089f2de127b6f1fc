import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Changes when thumbnails are drawn differently, so that old ones are not shown. */
const VERSION = 2;
/** What all small pictures on the disk may take together, of every project that was ever opened. */
const MOST_BYTES = 512 * 1024 * 1024;
/** Pictures kept between two looks at how much there is. */
const KEPT_BETWEEN = 2000;
/** How far below the most it is brought, so that it is not brought down at every picture. */
const ROOM = 0.9;

/** Small pictures kept on the disk between sessions, by key (file hash and frame). The oldest go when there are too many. */
export interface ThumbnailFolder {
  read(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Where it cannot be kept (a full or read-only disk) it is made again the next time. */
  keep(key: string, png: Uint8Array): Promise<void>;
}

export function createThumbnailFolder(folder: string, mostBytes = MOST_BYTES): ThumbnailFolder {
  const fileOf = (key: string) => path.join(folder, key.slice(0, 2), `${key}-v${VERSION}.png`);
  // The first one kept in a session looks, in the background.
  let untilLook = 1;
  return {
    read: async (key) => {
      try {
        const png = new Uint8Array(await readFile(fileOf(key)));
        return isWholePng(png) ? png : null;
      } catch {
        return null;
      }
    },
    keep: async (key, png) => {
      try {
        const file = fileOf(key);
        await mkdir(path.dirname(file), { recursive: true });
        const partial = `${file}.${process.pid}.partial`;
        await writeFile(partial, png, { mode: 0o600 });
        await rename(partial, file);
      } catch {
        return;
      }
      untilLook -= 1;
      if (untilLook > 0) return;
      untilLook = KEPT_BETWEEN;
      void trimFolder(folder, mostBytes);
    },
  };
}

/** The chunk that ends every PNG: a power cut may leave a file that does not reach to it, as a cache is not synced. */
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');

const isWholePng = (png: Uint8Array): boolean => PNG_END.equals(png.subarray(-PNG_END.length));

/** Removes the oldest pictures until all together take `ROOM` of the most; does nothing below the most. Never rejects. */
export async function trimFolder(folder: string, mostBytes: number): Promise<void> {
  try {
    const names = await readdir(folder, { recursive: true });
    const files: { file: string; bytes: number; keptMs: number }[] = [];
    for (const name of names) {
      if (!name.endsWith('.png')) continue;
      const file = path.join(folder, name);
      const { size, mtimeMs } = await stat(file);
      files.push({ file, bytes: size, keptMs: mtimeMs });
    }
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes <= mostBytes) return;
    for (const old of files.sort((a, b) => a.keptMs - b.keptMs)) {
      if (bytes <= mostBytes * ROOM) return;
      await rm(old.file, { force: true });
      bytes -= old.bytes;
    }
  } catch {
    // Another window trims as well, or the folder is gone: the next look does what is left.
  }
}

/** Removes the small pictures of slices, whichever version drew them. A folder that is not there has none. */
export async function removeThumbnails(
  folder: string,
  slices: readonly { readonly sha256: string; readonly frame: number }[],
): Promise<void> {
  const keys = new Set(slices.map(({ sha256, frame }) => `${sha256}-${frame}`));
  for (const shelf of new Set(slices.map(({ sha256 }) => sha256.slice(0, 2)))) {
    const names = await readdir(path.join(folder, shelf)).catch(() => []);
    for (const name of names) {
      if (keys.has(name.replace(/-v\d+\.png.*$/, ''))) await rm(path.join(folder, shelf, name), { force: true });
    }
  }
}
