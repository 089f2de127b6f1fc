import { canonicalJson } from './canonical-json.ts';
import { type ChainedEntry, FIRST_PREVIOUS_HASH, hashEntry, type Sha256OfText } from './hash-chain.ts';

/** A head that somebody kept: how many entries there were, and the hash of the last of them. */
export interface KeptHead {
  readonly entries: number;
  readonly headHash: string;
}

export type ChainResult =
  | { readonly ok: true; readonly count: number; readonly headHash: string }
  /** `sequence` is the place, counted from 1, at which the chain breaks. */
  | { readonly ok: false; readonly sequence: number; readonly why: string };

/**
 * Recomputes a whole log and says where it breaks first. Entries are taken in the order given, which must be their own.
 * @param kept a head from an earlier export: finds a tail that was cut off or written anew since then
 */
export function verifyChain(entries: Iterable<ChainedEntry>, sha256: Sha256OfText, kept?: KeptHead): ChainResult {
  let count = 0;
  let headHash = FIRST_PREVIOUS_HASH;
  for (const entry of entries) {
    count += 1;
    const why = faultOf(entry, count, headHash, sha256);
    if (why !== null) return { ok: false, sequence: count, why };
    headHash = entry.hash;
    if (kept?.entries === count && kept.headHash !== headHash) {
      return { ok: false, sequence: count, why: `Entry ${count} does not have the hash of the head that was kept.` };
    }
  }
  if (kept && kept.entries > count) {
    const why = `The log ends after entry ${count}; the head that was kept tells of ${kept.entries} entries.`;
    return { ok: false, sequence: count + 1, why };
  }
  return { ok: true, count, headHash };
}

function faultOf(entry: ChainedEntry, expected: number, previousHash: string, sha256: Sha256OfText): string | null {
  if (entry.sequence !== expected) {
    return `Entry ${expected} is missing or out of place: entry ${entry.sequence} stands where it should be.`;
  }
  if (entry.hash !== hashEntry(entry.entryJson, entry.previousHash, sha256)) {
    return `Entry ${expected} was changed: its hash is not that of what it says.`;
  }
  if (entry.previousHash !== previousHash) {
    return `Entry ${expected} does not follow the one before it: one of the two was changed, added or taken away.`;
  }
  return textFault(entry.entryJson, expected);
}

/** The text must be canonical and number itself, so that there is one text for one entry. */
function textFault(entryJson: string, expected: number): string | null {
  try {
    const said: unknown = JSON.parse(entryJson);
    const numbered = typeof said === 'object' && said !== null && 'sequence' in said && said.sequence === expected;
    if (!numbered) return `Entry ${expected} gives itself another number.`;
    return canonicalJson(said) === entryJson ? null : `Entry ${expected} is not written in canonical JSON.`;
  } catch {
    return `Entry ${expected} is not JSON.`;
  }
}
