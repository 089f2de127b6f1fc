import { DecodeRefusal } from '../refusal.ts';

function broken(): DecodeRefusal {
  return new DecodeRefusal('corrupt', 'A segmented colour table cannot be unpacked. Export the file as RGB.');
}

/**
 * Unpacks segmented palette data (PS3.3 C.7.9.2): discrete and linear segments, and indirect ones that repeat segments.
 * @param words the segmented data: words of 16 bits, or bytes for 8-bit tables
 * @param entries entries that the descriptor promises; never more are made
 * @throws DecodeRefusal `corrupt`
 */
export function expandSegments(words: ArrayLike<number>, entries: number): Uint16Array {
  const table = new Uint16Array(entries);
  let written = 0;
  const put = (value: number) => {
    if (written >= entries) throw broken();
    table[written] = value;
    written += 1;
  };
  const word = (at: number): number => {
    const value = words[at];
    if (value === undefined) throw broken();
    return value;
  };
  /** One segment at `at`; returns where the next begins. */
  const expand = (at: number, nested: boolean): number => {
    const [code, length] = [word(at), word(at + 1)];
    if (code === 0) {
      for (let index = 0; index < length; index += 1) put(word(at + 2 + index));
      return at + 2 + length;
    }
    if (code === 1) {
      if (written === 0) throw broken();
      const [from, to] = [table[written - 1] as number, word(at + 2)];
      for (let step = 1; step <= length; step += 1) put(Math.round(from + ((to - from) * step) / length));
      return at + 3;
    }
    if (code !== 2 || nested) throw broken();
    // Offset of the first segment to repeat, in words from the start, the low half first.
    let from = word(at + 2) + word(at + 3) * 65_536;
    for (let count = 0; count < length; count += 1) from = expand(from, true);
    return at + 4;
  };
  for (let at = 0; at + 1 < words.length && written < entries; ) at = expand(at, false);
  if (written !== entries) throw broken();
  return table;
}
