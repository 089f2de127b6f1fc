/** The head of a log: how many entries it has, and the hash of the last of them (64 zeros for an empty log). */
export interface AuditHead {
  readonly entries: number;
  readonly headHash: string;
}

/** The name under which a head stands in a table or in JSON. */
export const HEAD_COLUMN = 'audit_head';

/** A head as every export prints it: the number of entries, a colon, the hash. */
export const headText = ({ entries, headHash }: AuditHead): string => `${entries}:${headHash}`;

const HEAD = /(?<![0-9A-Za-z])(\d{1,15}):([0-9a-f]{64})(?![0-9A-Za-z])/g;

/** A text with each head in it replaced by what `replace` makes of it. */
export function replaceHeads(text: string, replace: (head: AuditHead) => string): string {
  return text.replace(HEAD, (_, entries: string, headHash: string) => replace({ entries: Number(entries), headHash }));
}

/** The newest head that stands in a text, wherever in it; null where there is none. */
export function newestHeadIn(text: string): AuditHead | null {
  let newest: AuditHead | null = null;
  for (const [, entries = '', headHash = ''] of text.matchAll(HEAD)) {
    if (newest === null || Number(entries) > newest.entries) newest = { entries: Number(entries), headHash };
  }
  return newest;
}
