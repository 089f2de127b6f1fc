import type { Figure } from '../statistics/figure.ts';
import type { CardMeasurement, NamedFigure, SourceFigures } from './card-measurement.ts';
import { html, type InertHtml } from './inert-html.ts';
import type { FlowStep } from './slice-flow.ts';

const digits = (value: number | null): string => (value === null ? 'open' : value.toFixed(3));

function interval({ low, high }: Pick<Figure, 'low' | 'high'>): string {
  return low === null || high === null ? 'none' : `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

/** Names and values, one row each. */
export function factsTable(rows: readonly (readonly [string, string | InertHtml])[]): InertHtml {
  const body = rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`);
  return html`<table class="facts"><tbody>${body}</tbody></table>`;
}

/** Every figure with its interval, the slices it rests on and how the interval was made. */
export function figuresTable(figures: readonly NamedFigure[], caption: string): InertHtml {
  const body = figures.map(
    (figure) => html`<tr><th scope="row">${figure.words}</th><td class="number">${digits(figure.value)}</td>
<td class="number">${interval(figure)}</td><td class="number">${figure.n}</td><td>${figure.reason ?? figure.method}</td></tr>`,
  );
  return html`<table><caption>${caption}</caption><thead><tr><th scope="col">Figure</th><th scope="col" class="number">Value</th>
<th scope="col" class="number">95 % interval</th><th scope="col" class="number">Slices</th><th scope="col">How the interval was made, or why there is none</th></tr></thead>
<tbody>${body}</tbody></table>`;
}

/** Calls against reference labels. */
export function confusionTable({ confusion, threshold }: CardMeasurement): InertHtml {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  return html`<table class="matrix"><caption>Confusion matrix, haemorrhage called at a probability of ${threshold} and above</caption>
<thead><tr><td></td><th scope="col">Called haemorrhage</th><th scope="col">Called none</th></tr></thead>
<tbody><tr><th scope="row">Reference label: haemorrhage</th><td class="number">${truePositives}</td><td class="number">${falseNegatives}</td></tr>
<tr><th scope="row">Reference label: none</th><td class="number">${falsePositives}</td><td class="number">${trueNegatives}</td></tr></tbody></table>`;
}

const MAIN_FIGURES = ['accuracy', 'sensitivity', 'specificity', 'auc'] as const;

/** The main figures of each source; every figure of each stands in the CSV. */
export function sourcesTable(perSource: readonly SourceFigures[]): InertHtml[] {
  if (perSource.length === 0) return [];
  const body = perSource.map(({ source, n, figures }) => {
    const cells = MAIN_FIGURES.map((name) => {
      const figure = figures.find((one) => one.name === name);
      return html`<td>${figure ? `${digits(figure.value)} (${interval(figure)})` : ''}</td>`;
    });
    return html`<tr><th scope="row">${source}</th><td class="number">${n}</td>${cells}</tr>`;
  });
  return [
    html`<table><caption>By source, with 95 % intervals</caption><thead><tr><th scope="col">Source</th><th scope="col" class="number">Slices</th>
<th scope="col">Accuracy</th><th scope="col">Sensitivity</th><th scope="col">Specificity</th><th scope="col">AUC</th></tr></thead>
<tbody>${body}</tbody></table>`,
  ];
}

/** A tree of the flow as a nested list: what stays goes down, what leaves stands beside its box. */
export function flowList(step: FlowStep): InertHtml {
  return html`<ol class="flow">${flowItem(step)}</ol>`;
}

function flowItem({ words, count, leaves, parts }: FlowStep): InertHtml {
  const left = leaves.map((leaf) => html`<li>${leaf.words}: <strong>${leaf.count}</strong></li>`);
  const aside = left.length === 0 ? [] : [html`<ul class="leaves" aria-label="Left out here">${left}</ul>`];
  const inner = parts.length === 0 ? [] : [html`<ol>${parts.map(flowItem)}</ol>`];
  return html`<li><div class="step"><div class="box">${words}: <strong>${count}</strong></div>${aside}</div>${inner}</li>`;
}

/** A shortcut classifier's figures beside each other. */
export function shortcutsTable(shortcuts: readonly { name: string; accuracy: Figure; auc: Figure }[]): InertHtml {
  const body = shortcuts.map(
    ({ name, accuracy, auc }) => html`<tr><th scope="row">${name}</th><td class="number">${accuracy.n}</td>
<td>${digits(accuracy.value)} (${interval(accuracy)})</td><td>${digits(auc.value)} (${interval(auc)})</td></tr>`,
  );
  return html`<table><caption>Classifiers that see no picture, out of fold, with 95 % intervals</caption><thead><tr><th scope="col">What it sees</th>
<th scope="col" class="number">Slices</th><th scope="col">Accuracy</th><th scope="col">AUC</th></tr></thead><tbody>${body}</tbody></table>`;
}
