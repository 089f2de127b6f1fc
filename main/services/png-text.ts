import { crc32 } from 'node:zlib';

/** Bytes of the last chunk, IEND, which holds nothing. */
const END_BYTES = 12;

/** A PNG with a tEXt chunk (W3C PNG, third edition, 11.3.3) before its end. Keyword and text are Latin-1; the keyword has 1 to 79 characters. */
export function withPngText(png: Uint8Array, keyword: string, text: string): Uint8Array {
  const body = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  const end = png.length - END_BYTES;
  return Buffer.concat([png.subarray(0, end), chunk, png.subarray(end)]);
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** The text of a PNG's tEXt chunk with this keyword; null where there is none, or what is given is no PNG. */
export function pngText(png: Buffer, keyword: string): string | null {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  const wanted = Buffer.from(`tEXt${keyword}\0`, 'latin1');
  // Length, type, content, CRC.
  for (let at = SIGNATURE.length; at + 12 <= png.length; at += 12 + png.readUInt32BE(at)) {
    const body = png.subarray(at + 4, at + 8 + png.readUInt32BE(at));
    if (body.subarray(0, wanted.length).equals(wanted)) return body.subarray(wanted.length).toString('latin1');
  }
  return null;
}
