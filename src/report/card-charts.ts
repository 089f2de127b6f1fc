import type { CardMeasurement } from './card-measurement.ts';
import { html, type InertHtml } from './inert-html.ts';

const SIDE = 300;
const LEFT = 44;
const TOP = 12;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

const x = (share: number): number => round(LEFT + share * SIDE);
const y = (share: number): number => round(TOP + (1 - share) * SIDE);
const round = (pixels: number): number => Number(pixels.toFixed(2));

/** ROC curve with the operating point. `id` is unique on the page. Nothing where there is no curve. */
export function rocChart({ roc, confusion, threshold, figures }: CardMeasurement, id: string): InertHtml[] {
  if (roc.length === 0) return [];
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const sensitivity = truePositives / (truePositives + falseNegatives);
  const falseAlarms = falsePositives / (falsePositives + trueNegatives);
  const auc = figures.find(({ name }) => name === 'auc')?.value;
  const points = roc.map((point) => `${x(1 - point.specificity)},${y(point.sensitivity)}`).join(' ');
  const words = `Area under the curve ${auc?.toFixed(3) ?? 'not defined'}. At threshold ${threshold} the sensitivity is ${sensitivity.toFixed(3)} and the specificity ${(1 - falseAlarms).toFixed(3)}.`;
  const body = html`<polyline class="curve" points="${points}"/>
<circle class="point" cx="${x(falseAlarms)}" cy="${y(sensitivity)}" r="5"/>`;
  return [frame({ id, title: 'ROC curve', words, across: '1 - specificity', up: 'Sensitivity', body })];
}

/** Reliability diagram: observed share against mean probability of each bin, with Wilson's interval. */
export function reliabilityChart({ reliability }: CardMeasurement, id: string): InertHtml[] {
  const marks = reliability.flatMap(({ n, meanProbability, observed, observedLow, observedHigh }) => {
    if (meanProbability === null || observed === null || observedLow === null || observedHigh === null) return [];
    const across = x(meanProbability);
    return [
      html`<line class="curve" x1="${across}" x2="${across}" y1="${y(observedLow)}" y2="${y(observedHigh)}"/>
<circle class="dot" cx="${across}" cy="${y(observed)}" r="${round(3 + Math.min(5, Math.sqrt(n) / 2))}"/>`,
    ];
  });
  if (marks.length === 0) return [];
  const counts = reliability
    .filter(({ n }) => n > 0)
    .map(({ low, high, n }) => `${low.toFixed(1)} to ${high.toFixed(1)}: ${n}`);
  const words = `Slices in each bin of probability: ${counts.join(', ')}. Bars are 95 % Wilson intervals; a model on the dashed line is calibrated.`;
  const body = html`${marks}`;
  const across = 'Mean probability of haemorrhage';
  return [frame({ id, title: 'Reliability diagram', words, across, up: 'Observed share', body })];
}

interface Frame {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly across: string;
  readonly up: string;
  readonly body: InertHtml;
}

function frame({ id, title, words, across, up, body }: Frame): InertHtml {
  const ticks = TICKS.map(
    (tick) => html`<path class="grid" d="M${x(tick)} ${y(0)}V${y(1)}M${x(0)} ${y(tick)}H${x(1)}"/>
<text x="${x(tick)}" y="${y(0) + 16}" text-anchor="middle">${tick}</text>
<text x="${x(0) - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
  );
  const middle = round(TOP + SIDE / 2);
  return html`<figure>
<svg viewBox="0 0 ${LEFT + SIDE + 14} ${TOP + SIDE + 40}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${words}</desc>
${ticks}
<path class="chance" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
<text x="${x(0.5)}" y="${TOP + SIDE + 34}" text-anchor="middle">${across}</text>
<text x="12" y="${middle}" text-anchor="middle" transform="rotate(-90 12 ${middle})">${up}</text>
${body}
</svg>
<figcaption><strong>${title}.</strong> ${words}</figcaption>
</figure>`;
}
