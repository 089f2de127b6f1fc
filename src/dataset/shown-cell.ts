const LONGEST_SHOWN = 60;

/** A cell of a table in quotes, as a message shows it: the start of one that is long, nothing that a terminal would obey. */
export function shownCell(text: string): string {
  const cell = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  // A pair of surrogates is not cut in two.
  const shown =
    cell.length <= LONGEST_SHOWN ? cell : `${cell.slice(0, LONGEST_SHOWN).replace(/[\uD800-\uDBFF]$/, '')}…`;
  return `"${shown}"`;
}
