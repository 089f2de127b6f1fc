import type { SeededRandom } from '../../src/random/seeded-random.ts';

type CsvOperator = (random: SeededRandom, bytes: Buffer) => Buffer;

const FORMULAS = ['=1+1', '+cmd|x', '-1', '@SUM(A1)', '=HYPERLINK("http://x")', '＝1', '\t=1', "'=1", '  =1'];
const BIDI = [
  '\u202e',
  '\u2066',
  '\u200f',
  '\u200b',
  '\ufeff',
  '\ud800',
  '\u0000',
  '\u001b[2J',
  '<img src=x onerror=1>',
  '\u2028',
];
const SNIPPETS = [
  '"',
  '""',
  '"""',
  ',',
  ';',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  '\0',
  '"\n',
  ',"',
  '../../etc/passwd',
  'C:\\x',
];

/** Text that has been changed, as UTF-8 (a lone surrogate becomes a replacement mark). */
const onText =
  (change: (random: SeededRandom, text: string) => string): CsvOperator =>
  (random, bytes) =>
    Buffer.from(change(random, bytes.toString('utf8')));

function insertAt(random: SeededRandom, text: string, piece: string): string {
  const at = random.integer(0, text.length);
  return text.slice(0, at) + piece + text.slice(at);
}

/** One cell of one line replaced. */
function withCell(random: SeededRandom, text: string, cell: string): string {
  const lines = text.split(/\r?\n/);
  const row = random.integer(0, lines.length - 1);
  const cells = (lines[row] ?? '').split(',');
  cells[random.integer(0, cells.length - 1)] = cell;
  lines[row] = cells.join(',');
  return lines.join('\n');
}

function withLines(random: SeededRandom, text: string): string {
  const lines = text.split('\n');
  const line = random.pick(lines);
  switch (random.integer(0, 3)) {
    case 0:
      return random.shuffle(lines).join('\n');
    case 1:
      return lines.filter((other) => other !== line).join('\n');
    case 2:
      return [...lines, line, line].join('\n');
    default:
      return [...lines, ...Array(random.pick([1000, 100_000])).fill(line)].join('\n');
  }
}

function reEncoded(random: SeededRandom, bytes: Buffer): Buffer {
  const little = Buffer.from(bytes.toString('utf8'), 'utf16le');
  const big = Buffer.from(little).swap16();
  const coded = random.pick([
    Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
    Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    little,
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf]), bytes]),
    Buffer.from(bytes.toString('utf8'), 'latin1'),
  ]);
  return random.chance(0.3) ? coded.subarray(0, coded.length - 1) : coded;
}

/** Operators on tables of labels and on audit reports. */
export const CSV_OPERATORS: Readonly<Record<string, CsvOperator>> = {
  quotes: onText((random, text) => {
    let quoted = text;
    for (let left = random.integer(1, 6); left > 0; left -= 1) quoted = insertAt(random, quoted, random.pick(SNIPPETS));
    return quoted;
  }),
  'line-ends': onText((random, text) =>
    text.replaceAll(/\r?\n/g, () => random.pick(['\r', '\n', '\r\n', '\n\r', '\u2028', '\r\r\n'])),
  ),
  nul: onText((random, text) => insertAt(random, insertAt(random, text, '\0'), '\0'.repeat(random.integer(1, 100)))),
  encoding: reEncoded,
  'giant-cell': onText((random, text) => {
    const cell = random.pick(['a', '0', ' ', '=', '""', '\u202e', '9']).repeat(random.pick([10_000, 1_000_000]));
    return withCell(random, text, random.chance(0.5) ? `"${cell}"` : cell);
  }),
  formula: onText((random, text) => withCell(random, text, random.pick(FORMULAS))),
  bidi: onText((random, text) => insertAt(random, withCell(random, text, random.pick(BIDI)), random.pick(BIDI))),
  columns: onText((random, text) => {
    const count = random.pick([0, 1, 2, 50, 5000]);
    return text.replaceAll(/[^\r\n]+/g, (line) =>
      random.chance(0.5) ? line.split(',').slice(0, count).join(',') : line + ','.repeat(count),
    );
  }),
  rows: onText(withLines),
};
