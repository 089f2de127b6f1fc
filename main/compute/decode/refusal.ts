/** Why a file cannot be decoded, one stable code per kind of fault. */
export type RefusalCode =
  | 'not-an-image'
  | 'unreadable'
  | 'truncated'
  | 'corrupt'
  | 'too-large'
  | 'wrong-length'
  | 'no-pixels'
  | 'no-such-frame'
  | 'unsupported-transfer-syntax'
  | 'unsupported-photometric'
  | 'unsupported-pixel-format';

const LONGEST_MESSAGE = 500;

/** Words of the file stand in messages: without what a terminal or a line would obey, and no longer than can be read. */
function readable(message: string): string {
  const visible = message.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return visible.length <= LONGEST_MESSAGE ? visible : `${visible.slice(0, LONGEST_MESSAGE)} (...)`;
}

/**
 * A file that cannot be decoded. The message says what is wrong and what to do, without naming the file: whoever shows
 * it knows which file it was.
 */
export class DecodeRefusal extends Error {
  override readonly name = 'DecodeRefusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(readable(message), options);
    this.code = code;
  }
}

/** For a frame (0-based, as every table and screen counts them) that a file does not have. */
export function noSuchFrame(frameCount: number, frame: number): DecodeRefusal {
  const frames = frameCount === 1 ? '1 frame' : `${frameCount} frames`;
  return new DecodeRefusal('no-such-frame', `The file has ${frames}, counted from 0; there is no frame ${frame}.`);
}

/** For a picture that was cut off so early that nothing of it can be shown. */
export function noWholeRow(): DecodeRefusal {
  return new DecodeRefusal('truncated', 'The file ends before the first whole row of its pixels. Copy it again.');
}

/** The words of anything thrown: the WebAssembly codecs and the DICOM parser throw strings, numbers and objects too. */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown === 'object' && thrown !== null) {
    if ('exception' in thrown) return wordsOf(thrown.exception);
    if ('message' in thrown) return String(thrown.message);
  }
  return String(thrown);
}

/** Lets a refusal through and makes one, with `code` and the sentence before the cause, of anything else thrown. */
export function asRefusal(thrown: unknown, code: RefusalCode, sentence: string): DecodeRefusal {
  if (thrown instanceof DecodeRefusal) return thrown;
  return new DecodeRefusal(code, `${sentence} (${wordsOf(thrown)})`, { cause: thrown });
}
