import type { AuditHead } from './audit-head.ts';
import { canonicalJson } from './canonical-json.ts';
import { type ChainedEntry, FIRST_PREVIOUS_HASH, hashEntry, type Sha256OfText } from './hash-chain.ts';

export type ChainResult =
  | { readonly ok: true; readonly count: number; readonly headHash: string }
  /** `sequence` is the place, counted from 1, at which the chain breaks. */
  | { readonly ok: false; readonly sequence: number; readonly why: string };

/** A check that is given the entries of a log one after the other, in the order in which they stand. */
export interface ChainCheck {
  /** What is wrong with this entry as the next of the chain; null where nothing is. */
  take(entry: ChainedEntry): string | null;
  /** What comes of the entries that were taken, all of them without fault. */
  end(): ChainResult;
}

/** @param kept a head from an earlier export: finds a tail that was cut off or written anew since then */
export function chainCheck(sha256: Sha256OfText, kept?: AuditHead): ChainCheck {
  let count = 0;
  let headHash = FIRST_PREVIOUS_HASH;
  return {
    take: (entry) => {
      count += 1;
      const why = faultOf(entry, count, headHash, sha256);
      if (why !== null) return why;
      headHash = entry.hash;
      if (kept?.entries !== count || kept.headHash === headHash) return null;
      return `Entry ${count} does not have the hash of the head that was kept: this log was written anew since then, or it is another project’s.`;
    },
    end: () => {
      if (!kept || kept.entries <= count) return { ok: true, count, headHash };
      const why = `The log ends after entry ${count}; the head that was kept tells of ${kept.entries} entries.`;
      return { ok: false, sequence: count + 1, why };
    },
  };
}

/** Recomputes a whole log and says where it breaks first. Entries are taken in the order given, which must be their own. */
export function verifyChain(entries: Iterable<ChainedEntry>, sha256: Sha256OfText, kept?: AuditHead): ChainResult {
  const check = chainCheck(sha256, kept);
  let place = 0;
  for (const entry of entries) {
    place += 1;
    const why = check.take(entry);
    if (why !== null) return { ok: false, sequence: place, why };
  }
  return check.end();
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
