import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../src/audit/audit-entry.ts';
import { verifyReport, writeReport } from '../../../src/audit/audit-report.ts';
import { type ChainedEntry, chainEntry, FIRST_PREVIOUS_HASH } from '../../../src/audit/hash-chain.ts';
import { REPORT_FORM } from '../../../src/audit/report-columns.ts';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { parseCsv } from '../../../src/dataset/parse-csv.ts';
import { writeCsv } from '../../../src/dataset/write-csv.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const SEED = { seed: 20261128, numRuns: 300 };

interface Facts {
  readonly reader: string | null;
  readonly width: number;
}

const facts: fc.Arbitrary<Facts> = fc.record({
  reader: fc.option(fc.string({ unit: 'binary' })),
  width: fc.double({ noNaN: true, noDefaultInfinity: true }),
});
const logs = fc.array(facts, { minLength: 1, maxLength: 8 });

/** Appends entries to a log. */
function append(log: readonly ChainedEntry[], added: readonly Facts[]): ChainedEntry[] {
  const links = [...log];
  for (const { reader, width } of added) {
    const entry: AuditEntry = {
      format: 1,
      sequence: links.length + 1,
      time: '2026-11-28T10:00:00.000Z',
      utcOffsetMinutes: 60,
      computer: 'ward',
      appVersion: '0.1.0',
      event: 'doubt-zone-set',
      reader,
      before: 0,
      width,
    };
    links.push(chainEntry(entry, links.at(-1)?.hash ?? FIRST_PREVIOUS_HASH, sha256));
  }
  return links;
}

const otherDigit = (hex: string, at: number): string =>
  hex.slice(0, at) + (hex[at] === '0' ? '1' : '0') + hex.slice(at + 1);

/** One link that says something else. */
function changed(link: ChainedEntry, what: number, at: number): ChainedEntry {
  const { entryJson, hash, previousHash, sequence } = link;
  const place = at % entryJson.length;
  switch (what) {
    case 0:
      return { ...link, hash: otherDigit(hash, at % 64) };
    case 1:
      return { ...link, previousHash: otherDigit(previousHash, at % 64) };
    case 2:
      return { ...link, sequence: sequence + 1 + at };
    default:
      return { ...link, entryJson: `${entryJson.slice(0, place)}#${entryJson.slice(place + 1)}` };
  }
}

const brokenAt = (links: readonly ChainedEntry[]): number | 'whole' => {
  const result = verifyChain(links, sha256);
  return result.ok ? 'whole' : result.sequence;
};

describe('the hash chain', () => {
  test('of any log is whole, and says its count and head', () => {
    fc.assert(
      fc.property(logs, (entries) => {
        const log = append([], entries);
        expect(verifyChain(log, sha256)).toEqual({ ok: true, count: log.length, headHash: log.at(-1)?.hash });
      }),
      SEED,
    );
  });

  test('is the same in however many goes it was written', () => {
    fc.assert(
      fc.property(logs, logs, logs, (a, b, c) => {
        const atOnce = append([], [...a, ...b, ...c]);
        expect(append(append([], [...a, ...b]), c)).toEqual(atOnce);
        expect(append(append([], a), [...b, ...c])).toEqual(atOnce);
      }),
      SEED,
    );
  });

  test('breaks at the entry of which anything is changed', () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.integer({ min: 0, max: 3 }), fc.nat(9999), (entries, which, what, at) => {
        const log = append([], entries);
        const index = which % log.length;
        const tampered = log.map((link, place) => (place === index ? changed(link, what, at) : link));
        expect(brokenAt(tampered)).toBe(index + 1);
      }),
      SEED,
    );
  });

  test('breaks where an entry is dropped, moved or put in', () => {
    fc.assert(
      fc.property(fc.array(facts, { minLength: 2, maxLength: 8 }), fc.nat(), fc.nat(), (entries, one, two) => {
        const log = append([], entries);
        const [first, second] = [one % log.length, two % log.length].sort((a, b) => a - b) as [number, number];
        const dropped = log.filter((_, index) => index !== first);
        // A tail that is gone shows against a head that was kept, and in no other way.
        if (first === log.length - 1) {
          expect(brokenAt(dropped)).toBe('whole');
          const kept = { entries: log.length, headHash: log.at(-1)?.hash ?? '' };
          expect(verifyChain(dropped, sha256, kept)).toMatchObject({ ok: false, sequence: log.length });
        } else expect(brokenAt(dropped)).toBe(first + 1);
        if (first === second) return;
        const moved = log.map((link, index) => (index === first ? log[second] : index === second ? log[first] : link));
        expect(brokenAt(moved as ChainedEntry[])).toBe(first + 1);
        expect(brokenAt(log.toSpliced(first, 0, log[second] as ChainedEntry))).toBe(first + 1);
        expect(brokenAt(log.toSpliced(first + 1, 0, log[first] as ChainedEntry))).toBe(first + 2);
      }),
      SEED,
    );
  });

  test('written anew from some entry on shows against a head that was kept', () => {
    fc.assert(
      fc.property(logs, logs, fc.nat(), (entries, others, from) => {
        const log = append([], entries);
        const forged = append(log.slice(0, from % log.length), [...others, ...others]).slice(0, log.length);
        const kept = { entries: log.length, headHash: log.at(-1)?.hash ?? '' };
        fc.pre(forged.at(-1)?.hash !== kept.headHash);
        expect(verifyChain(forged, sha256, kept)).toMatchObject({ ok: false, sequence: expect.any(Number) });
      }),
      SEED,
    );
  });
});

describe('an audit report', () => {
  test('comes back from its CSV as it was, and breaks at the record of which a cell is changed', () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat(), fc.string({ unit: 'binary' }), (entries, row, column, text) => {
        const log = append([], entries);
        const csv = writeReport(log);
        expect(verifyReport(csv, sha256)).toEqual({ ok: true, count: log.length, headHash: log.at(-1)?.hash });
        const records = parseCsv(csv).map(({ fields }) => [...fields]);
        const at = 1 + (row % log.length);
        const cell = column % REPORT_FORM.header.length;
        const record = records[at] ?? [];
        fc.pre(record[cell] !== text);
        record[cell] = text;
        expect(verifyReport(writeCsv(records), sha256)).toMatchObject({ ok: false, sequence: at });
      }),
      SEED,
    );
  });
});
