import type { CodecUse } from './codecs.ts';
import type { Words } from './stored-values.ts';

/** How much of a frame is there. */
export interface Presence {
  /** Rows from the top. */
  readonly rows: number;
  /** 1, or n where every nth row and column alone is known and what lies between is drawn out of them. */
  readonly coarseness: number;
}

/** What could be decoded of a frame that breaks off; `words` may hold anything below the rows that are there. */
export interface FramePart extends Presence {
  readonly words: Words;
}

export const NOTHING: FramePart = { words: new Uint16Array(0), rows: 0, coarseness: 1 };

/** The codec of a stream's kind, colour interleaved. @throws DecodeRefusal and nothing else */
export type DecodeWords = (bytes: Uint8Array, use: CodecUse) => Promise<Words>;
