import { headText } from '../audit/audit-head.ts';
import { reliabilityChart, rocChart } from './card-charts.ts';
import type { CardMeasurement } from './card-measurement.ts';
import { confusionTable, factsTable, figuresTable, flowList, shortcutsTable, sourcesTable } from './card-tables.ts';
import { percent } from './card-text.ts';
import type { Checklist } from './checklist.ts';
import { html, type InertHtml } from './inert-html.ts';
import type { ModelCard } from './model-card.ts';
import { measurementName } from './model-card-csv.ts';
import type { SettingRow } from './setting-rows.ts';

const code = (text: string): InertHtml => html`<code>${text}</code>`;
const items = (texts: readonly string[]): InertHtml =>
  html`<ul class="plain">${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
const settings = (rows: readonly SettingRow[]): string => rows.map(({ name, value }) => `${name} ${value}`).join('; ');
const slicesWord = (n: number): string => (n === 1 ? '1 slice' : `${n} slices`);

/** What the model is: everything that is needed to make it again, and the hashes to know it by. */
export function modelSection({ model, dataset, appVersion, synthetic }: ModelCard): InertHtml {
  return html`<h2>The model</h2>${factsTable([
    ['Model', model.name],
    ['Weights, SHA-256', html`${code(model.weightsSha256)} (${model.weightsByteLength} bytes)`],
    ['Network', `${model.architecture.name}, ${model.architecture.parameters} parameters`],
    ['Layers', model.architecture.words],
    ['Preprocessing', model.preprocessing.words],
    ['Training', model.training.words],
    ['Settings', settings(model.training.rows)],
    ['Seed', String(model.training.seed)],
    ['Run', `${model.outcome}, ${model.created}`],
    ['Threshold', `${model.threshold}. ${model.selection}`],
    ['Ensemble', model.ensembling],
    [
      'Learnt from',
      { png: 'PNG pictures', ct: 'CT in Hounsfield units', mixed: 'PNG pictures and CT' }[model.domain] ?? model.domain,
    ],
    [
      'Data set version',
      html`${dataset.name}, manifest SHA-256 ${code(dataset.manifestSha256)}, frozen ${dataset.frozen}`,
    ],
    ['Synthetic slices', synthetic ? 'Yes, among the sources or the training slices' : 'None'],
    ['Overread', appVersion],
  ])}`;
}

/** Where the slices and their labels come from. */
export function dataSection({ sources, dataset }: ModelCard): InertHtml {
  const { labels } = dataset;
  const rows = sources.map(({ pseudonym, kind, files, refused, synthetic }) => {
    const reasons = refused.map(({ words, count }) => `${words} ${count}`).join(', ') || 'none';
    const word = kind === 'study' ? 'Study' : 'Labelled set';
    return html`<tr><th scope="row">${pseudonym}</th><td>${word}${synthetic ? ', synthetic' : ''}</td><td class="number">${files}</td><td>${reasons}</td></tr>`;
  });
  return html`<h2>Data and labels</h2>
<table><caption>Sources, named by pseudonyms of this project</caption><thead><tr><th scope="col">Source</th><th scope="col">Kind</th><th scope="col" class="number">Files</th><th scope="col">Refused, by reason</th></tr></thead><tbody>${rows}</tbody></table>
${factsTable([
  [
    'Labels',
    `${dataset.haemorrhage} haemorrhage, ${dataset.none} none; ${dataset.unsure} unsure and ${dataset.excluded} excluded, which never train or score`,
  ],
  ['From the source', slicesWord(labels.fromSource)],
  [
    'From readers',
    `${slicesWord(labels.fromReads)}, by ${labels.readers} reader(s); on ${labels.predictionSeen} the reader had seen a prediction before`,
  ],
  ['Corrected', `${slicesWord(dataset.corrected)} with another label than the one that came with the data`],
  ['Groups', `${dataset.groups} groups that never part (${dataset.groupedBy})`],
])}`;
}

/** The flow of STARD for slices. */
export function flowSection({ flow }: ModelCard): InertHtml {
  return html`<h2>Flow of slices and exclusions</h2>
<p class="soft">After STARD 2015, item 19, for slices in place of patients. What leaves stands in a dashed box beside the step that it leaves at. Files of a labelled set that its table does not name, or names without a usable label, were not imported and are not counted.</p>
<h3>From files to pictures</h3>${flowList(flow.files)}
<h3>From slices to the parts of the data set</h3>${flowList(flow.slices)}
<h3>Scored slices, by reference label and call</h3>${flow.scored.length === 0 ? [html`<p>Nothing was measured.</p>`] : flow.scored.map(flowList)}`;
}

/** Every measurement under its own heading, the cross-validation's means first. */
export function evidenceSection(card: ModelCard): InertHtml {
  const { crossValidation: cross, measurements, prevalence } = card;
  const stated =
    prevalence === null
      ? 'No prevalence was stated: predictive values are open.'
      : `Predictive values at a stated prevalence of ${percent(prevalence)}.`;
  const none = cross === null && measurements.length === 0 ? [html`<p>This model was not measured.</p>`] : [];
  return html`<h2>Evidence</h2><p>${stated}</p>${none}${cross ? [crossSection(cross)] : []}
${measurements.map((one, index) => measurementSection(one, `measurement-${index + 1}`))}`;
}

function crossSection(cross: NonNullable<ModelCard['crossValidation']>): InertHtml {
  const { folds, repeats, innerFolds, grouping, seed, recipes, calibration } = cross;
  const chosen =
    innerFolds === null
      ? `${recipes.join(', ')}, nothing chosen`
      : `${recipes.join(', ')}, chosen inside each fold by ${innerFolds} inner folds`;
  const scores = ({ brier, ece, logLoss }: (typeof calibration)['before']): string =>
    `Brier ${brier.toFixed(3)}, calibration error ${ece.toFixed(3)}, log loss ${logLoss.toFixed(3)}`;
  return html`<h3>${cross.heading}</h3>
<p>${folds} folds, ${repeats} repeat(s), grouped by ${grouping}, seed ${seed}; networks: ${chosen}. Repeats are never counted as more slices. The figures are of the recipe, each probability from a network that had not seen the slice or its group; not of the one model that this card names.</p>
${figuresTable(cross.figures, `Mean over ${repeats} repeat(s)`)}
${factsTable([
  ['Calibration as it is', scores(calibration.before)],
  ['After temperature scaling', scores(calibration.after)],
  ['Temperatures', calibration.temperatures.map((one) => one.toFixed(2)).join(', ')],
])}${sourcesTable(cross.perSource)}`;
}

function measurementSection(one: CardMeasurement, id: string): InertHtml {
  const groups = one.slicesAreIndependent
    ? 'each a group of its own'
    : `in ${one.groups} groups, so intervals are by groups`;
  const sealed = one.testSetSha256 === null ? [] : [html`<p>Sealed test set, SHA-256 ${code(one.testSetSha256)}</p>`];
  const points = one.operatingThresholds.map(
    ({ words, threshold }) => `${words}: ${threshold === null ? 'none' : `threshold ${threshold.toFixed(3)}`}`,
  );
  return html`<h3>${measurementName(one)}</h3>
<p>${slicesWord(one.n)}, ${groups}.${one.unreadable > 0 ? ` Not scored, because it could not be read any more: ${slicesWord(one.unreadable)}.` : ''}</p>${sealed}
${one.warnings.length === 0 ? [] : [items(one.warnings)]}
${confusionTable(one)}${figuresTable(one.figures, 'Figures with their 95 % intervals')}${sourcesTable(one.perSource)}
<div class="charts">${rocChart(one, `${id}-roc`)}${reliabilityChart(one, `${id}-reliability`)}</div>
<p class="soft">${points.join('; ')}.</p>`;
}

/** What stands beside the figures: shortcuts, looks, limits, the log. */
export function cautionSections({ shortcuts, looks, limits, audit }: ModelCard): InertHtml {
  const lookRows = looks.map(
    ({ testSet, testSetSha256, look, time, model }) =>
      html`<tr><th scope="row">${testSet}</th><td class="number">${look}</td><td>${time}</td><td>${model}</td><td>${code(testSetSha256)}</td></tr>`,
  );
  const looked =
    looks.length === 0
      ? html`<p>No sealed test set was opened.</p>`
      : html`<table><caption>Every look at a sealed test set</caption><thead><tr><th scope="col">Test set</th><th scope="col" class="number">Look</th><th scope="col">Time (UTC)</th><th scope="col">Model</th><th scope="col">SHA-256</th></tr></thead><tbody>${lookRows}</tbody></table>`;
  return html`<h2>Shortcut audit</h2>${shortcuts === null ? html`<p>None was made.</p>` : shortcutsTable(shortcuts)}
<h2>Looks at sealed test sets</h2>${looked}
<h2>Limits</h2>${items(limits)}
<h2>Audit log</h2><p>When this card was made the project's log had ${audit.entries} entries; its head (entries:hash) was ${code(headText(audit))}. The export's own entry comes after these and names the SHA-256 of this file.</p>`;
}

/** A checklist with the status of every item; open ones say what is to be written. */
export function checklistSection({ name, citation, doi, rows }: Checklist): InertHtml {
  const count = (status: string): number => rows.filter((row) => row.status === status).length;
  const body = rows.map(
    ({ id, section, title, status, text }) =>
      html`<tr><th scope="row">${id}</th><td><span class="soft">${section}.</span> ${title}</td><td class="tag ${status}">${status}</td><td>${text}</td></tr>`,
  );
  return html`<h2>${name}</h2>
<p>${citation}. doi:${doi}. Titles are shortened here; the published wording counts. ${rows.length} rows: ${count('filled')} filled, ${count('partly')} partly, ${count('open')} open.</p>
<table class="items"><thead><tr><th scope="col">Item</th><th scope="col">Matter</th><th scope="col">Status</th><th scope="col">What is known</th></tr></thead><tbody>${body}</tbody></table>`;
}
