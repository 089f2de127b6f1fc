/**
 * Characters that a reader does not see but that change what stands on the page: controls, lone surrogates (neither UTF-8 nor
 * canonical JSON can hold them), and marks that turn the direction of writing, with which one name can look like another.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+|\p{Surrogate}+/gu;

/** Text with what cannot be seen in it made visible, as the replacement character. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, '\ufffd');
}
