import { HEAD_COLUMN, headText } from '../audit/audit-head.ts';
import { inertText } from '../audit/inert-text.ts';
import { writeCsv } from '../dataset/write-csv.ts';
import type { Figure } from '../statistics/figure.ts';
import type { NamedFigure } from './card-measurement.ts';
import type { ModelCard } from './model-card.ts';

const HEADER = ['name', 'value', 'low', 'high', 'n', 'method', 'evidence', HEAD_COLUMN];

/** Every figure of a card, one row each, as CSV that no spreadsheet runs. Empty cells are values that there are not. */
export function modelCardCsv(card: ModelCard): string {
  const cross = card.crossValidation;
  const mean = cross ? `${cross.heading}: mean of ${cross.repeats} repeat(s)` : '';
  const head = headText(card.audit);
  const records = [
    ...(cross ? rows(cross.figures, mean) : []),
    ...(cross?.perSource ?? []).flatMap(({ source, figures }) => rows(figures, `${mean}; ${source}`)),
    ...card.measurements.flatMap((one) => {
      const evidence = measurementName(one);
      const bySource = one.perSource.flatMap(({ source, figures }) => rows(figures, `${evidence}; ${source}`));
      return [...rows(one.figures, evidence), ...bySource];
    }),
    ...(card.shortcuts ?? []).flatMap(({ name, accuracy, auc }) => [
      row('accuracy', accuracy, `Shortcut: ${name}`),
      row('auc', auc, `Shortcut: ${name}`),
    ]),
  ];
  return writeCsv([HEADER, ...records.map((record) => [...record, head])]);
}

/** A measurement's heading with which one of several it is. */
export function measurementName({
  heading,
  detail,
}: Pick<ModelCard['measurements'][number], 'heading' | 'detail'>): string {
  return detail === null ? heading : `${heading} (${detail})`;
}

const rows = (figures: readonly NamedFigure[], evidence: string): string[][] =>
  figures.map((figure) => row(figure.name, figure, evidence));

function row(name: string, { value, low, high, n, method, reason }: Figure, evidence: string): string[] {
  const how = reason === null ? method : `${method}: ${reason}`;
  const numbers = [value, low, high, n].map((number) => (number === null ? '' : JSON.stringify(number)));
  return [inertText(name), ...numbers, inertText(how), inertText(evidence)];
}
