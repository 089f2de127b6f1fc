/** Small byte arrays by key, least recently used out first, bounded in bytes. */
export interface ByteCache {
  get(key: string): Uint8Array<ArrayBuffer> | undefined;
  set(key: string, bytes: Uint8Array<ArrayBuffer>): void;
  clear(): void;
}

export function createByteCache(maxBytes: number): ByteCache {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  let total = 0;
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found) {
        kept.delete(key);
        kept.set(key, found);
      }
      return found;
    },
    set: (key, bytes) => {
      total += bytes.byteLength - (kept.get(key)?.byteLength ?? 0);
      kept.delete(key);
      kept.set(key, bytes);
      for (const [oldKey, old] of kept) {
        if (total <= maxBytes) break;
        kept.delete(oldKey);
        total -= old.byteLength;
      }
    },
    clear: () => {
      kept.clear();
      total = 0;
    },
  };
}
