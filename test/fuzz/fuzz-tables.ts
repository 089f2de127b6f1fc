import { transferSyntax } from '../../main/compute/decode/dicom/transfer-syntaxes.ts';
import { markdownTable } from '../support/document-table.ts';
import type { FuzzReport } from './fuzz-report.ts';

/** What the rows of a table are called, few enough to be read: PNG's thirty forms are one. */
function nameOfSyntax(syntax: string): string {
  return (
    transferSyntax(syntax)?.name ??
    (syntax.startsWith('PNG') ? 'PNG, every colour type, depth and interlacing' : syntax)
  );
}

function rowsOf(counted: FuzzReport['byOperator'], nameOf: (key: string) => string): string[][] {
  const rows = new Map<string, { accepted: number; refused: Map<string, number> }>();
  for (const [key, verdicts] of Object.entries(counted)) {
    const row = rows.get(nameOf(key)) ?? { accepted: 0, refused: new Map<string, number>() };
    rows.set(nameOf(key), row);
    for (const [verdict, count] of Object.entries(verdicts)) {
      if (verdict === 'accepted') row.accepted += count;
      else row.refused.set(verdict, (row.refused.get(verdict) ?? 0) + count);
    }
  }
  return [...rows].sort().map(([name, { accepted, refused }]) => {
    const codes = [...refused].sort(([, a], [, b]) => b - a);
    const total = codes.reduce((sum, [, count]) => sum + count, accepted);
    return [name, `${total}`, `${accepted}`, codes.map(([code, count]) => `${code} ${count}`).join(', ')];
  });
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MiB`;

/** The figures of a run as they stand in docs/reliability.md. */
export function fuzzTables(report: FuzzReport): string {
  const {
    seed,
    next,
    findings,
    peakBytes,
    peakAt,
    slowestMs,
    slowestAt,
    memoryCapBytes,
    boundMs,
    byPeer,
    bases,
    corpus,
    code,
  } = report;
  const head = (what: string) => [what, 'Mutations', 'Accepted', 'Refused or found wrong, by code'];
  const peer = Object.entries(byPeer).map(([answer, count]) => `${answer} ${count}`);
  const lines = [
    `Seed ${seed}, mutations 0 to ${next - 1} of ${bases} files (corpus ${corpus}, code ${code}): ${findings.length} broken promises.`,
    ...findings.map(({ index, base, operator, broken }) => `Mutation ${index} (${operator} of ${base}): ${broken[0]}`),
    `Largest resident memory of a child ${peakBytes === null ? 'not known' : `${mebibytes(peakBytes)} (mutation ${peakAt})`}, ` +
      `cap ${mebibytes(memoryCapBytes)}. Most processor time of one mutation ${slowestMs} ms (mutation ${slowestAt}), bound ${boundMs} ms. ` +
      `Accepted lossless files against pydicom's size: ${peer.join(', ') || 'not asked'}.`,
  ];
  return [
    lines.join('\n'),
    markdownTable(
      head('Operator'),
      rowsOf(report.byOperator, (name) => name),
    ),
    markdownTable(head('Made from'), rowsOf(report.bySyntax, nameOfSyntax)),
  ].join('\n\n');
}
