/**
 * What a spreadsheet may take for a formula: = + - @ (their full-width forms too), also behind spaces, or a tab, carriage
 * return or line feed at the start. Text that begins with an apostrophe is marked as well, so that the mark can be taken
 * off without a doubt: a cell begins with an apostrophe exactly when it was marked.
 */
const NEEDS_MARK = /^(?:['\t\r\n]| *[=+\-@＝＋－＠])/;

/** A text cell that no spreadsheet runs: marked with one leading apostrophe where it needs one. */
export function inertText(text: string): string {
  return NEEDS_MARK.test(text) ? `'${text}` : text;
}

/** Takes the mark of `inertText` off again. */
export function originalText(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}
