/** How a file stores its samples: 8 bits in a byte, 12 or 16 in a 16-bit word. */
export interface StoredPixelFormat {
  readonly bitsStored: 8 | 12 | 16;
  readonly signed: boolean;
}

/** HU = stored x slope + intercept (PS3.3 section C.11.1.1.2). */
export interface PhantomRescale {
  readonly slope: number;
  readonly intercept: number;
}

/** The rescale a scanner would use: -1024 for unsigned, 0 for signed; in 8 bits the 256 HU about brain. */
export function usualRescale(format: StoredPixelFormat): PhantomRescale {
  if (format.bitsStored === 8) return { slope: 1, intercept: format.signed ? 64 : -64 };
  return { slope: 1, intercept: format.signed ? 0 : -1024 };
}

/**
 * Little-endian stored values of frames of HU, one frame after another, clipped to what the format can hold. Bits above
 * those stored are zero, also for negative values: a reader has to extend the sign itself.
 */
export function storedPixels(
  frames: readonly Int16Array[],
  format: StoredPixelFormat,
  rescale: PhantomRescale,
): Uint8Array {
  const { bitsStored, signed } = format;
  const low = signed ? -(2 ** (bitsStored - 1)) : 0;
  const high = signed ? 2 ** (bitsStored - 1) - 1 : 2 ** bitsStored - 1;
  const mask = 2 ** bitsStored - 1;
  const bytesEach = bitsStored === 8 ? 1 : 2;
  const bytes = new Uint8Array(bytesEach * frames.reduce((sum, frame) => sum + frame.length, 0));
  let offset = 0;
  for (const frame of frames) {
    for (const hu of frame) {
      const stored = Math.round((hu - rescale.intercept) / rescale.slope);
      const bits = Math.max(low, Math.min(high, stored)) & mask;
      bytes[offset] = bits & 0xff;
      if (bytesEach === 2) bytes[offset + 1] = bits >>> 8;
      offset += bytesEach;
    }
  }
  return bytes;
}
