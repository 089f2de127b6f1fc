/**
 * Text as it is kept: Unicode NFC, without half characters and control characters (line feed and tab stay), trimmed.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[^\P{Cc}\n\t]/gu, ' ')
    .normalize('NFC')
    .trim();
}

/** A name on one line. */
export function cleanName(name: string): string {
  return cleanText(name).replace(/\s+/g, ' ');
}
