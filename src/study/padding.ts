import type { FileHeader } from './file-header.ts';
import type { ValueRange } from './finite-range.ts';

/** The stored values that stand for "no pixel" (PS3.3 C.7.5.1.1.2), or null. */
export function paddingOf(
  header: Partial<Pick<FileHeader, 'pixelPaddingValue' | 'pixelPaddingLimit'>>,
): ValueRange | null {
  const { pixelPaddingValue: value = null, pixelPaddingLimit } = header;
  if (value === null) return null;
  const limit = pixelPaddingLimit ?? value;
  return { min: Math.min(value, limit), max: Math.max(value, limit) };
}
