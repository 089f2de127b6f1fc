import { groupBy } from '../../src/collections/group-by.ts';
import type { Figure } from '../../src/statistics/figure.ts';

/** A row of a table of figures: what was measured, and its figures by the words over their columns. */
export interface RemarkedRow {
  readonly name: string;
  readonly figures: readonly { readonly word: string; readonly figure: Figure | undefined }[];
}

interface Cell {
  readonly row: string;
  readonly word: string;
  readonly figure: Figure;
}

const cellsOf = (rows: readonly RemarkedRow[]): Cell[] =>
  rows.flatMap(({ name, figures }) =>
    figures.flatMap(({ word, figure }) => (figure ? [{ row: name, word, figure }] : [])),
  );

/** `Accuracy, Kappa of Ann and Bob`: a column alone where it is meant in each of its rows. */
function cellWords(cells: readonly Cell[], all: readonly Cell[]): string {
  return [...groupBy(cells, ({ word }) => word)]
    .map(([word, own]) => {
      const whole = own.length === all.filter((cell) => cell.word === word).length;
      return whole ? word : `${word} of ${own.map(({ row }) => row).join(' and of ')}`;
    })
    .join(', ');
}

/**
 * How the 95 % intervals of a table were made, in one sentence; null where none has one.
 * @param lead what the sentence begins with
 */
export function methodRemark(rows: readonly RemarkedRow[], lead = '95 % intervals'): string | null {
  const all = cellsOf(rows).filter(({ figure }) => figure.low !== null && figure.high !== null);
  const methods = [...groupBy(all, ({ figure }) => figure.method)];
  const [first] = methods;
  if (!first) return null;
  if (methods.length === 1) return `${lead}: ${first[0]}.`;
  return `${lead}: ${methods.map(([method, cells]) => `${method} (${cellWords(cells, all)})`).join('; ')}.`;
}

/** Why figures of a table have no value or no interval, a sentence for each reason. */
export function openRemarks(rows: readonly RemarkedRow[]): string[] {
  const all = cellsOf(rows);
  const open = all.filter(({ figure }) => figure.reason !== null);
  const lead = ({ figure }: Cell): string => (figure.value === null ? 'No value' : 'No interval');
  return [...groupBy(open, (cell) => `${lead(cell)} ${cell.figure.reason}`).values()].flatMap((cells) => {
    const [first] = cells;
    return first ? [`${lead(first)}: ${cellWords(cells, all)}. ${first.figure.reason}`] : [];
  });
}
