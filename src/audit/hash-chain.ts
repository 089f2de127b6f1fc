import type { AuditEntry } from './audit-entry.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of a text's UTF-8 bytes as 64 lower-case hex digits; passed in, because this folder is platform-free. */
export type Sha256OfText = (text: string) => string;

/** One link: the entry's canonical text, the hash before it, and its own. */
export interface ChainedEntry {
  readonly sequence: number;
  readonly entryJson: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** What stands for the hash before the first entry. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

/** SHA-256 of the previous hash, a line feed and the canonical text. */
export function hashEntry(entryJson: string, previousHash: string, sha256: Sha256OfText): string {
  return sha256(`${previousHash}\n${entryJson}`);
}

/** Links an entry to the one before it. */
export function chainEntry(entry: AuditEntry, previousHash: string, sha256: Sha256OfText): ChainedEntry {
  const entryJson = canonicalJson(entry);
  return { sequence: entry.sequence, entryJson, previousHash, hash: hashEntry(entryJson, previousHash, sha256) };
}
