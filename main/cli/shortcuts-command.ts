import type { DatasetShortcuts } from '../../src/contract/shortcut-methods.ts';
import type { Figure } from '../../src/statistics/figure.ts';
import { datasetShortcuts } from '../services/dataset-shortcuts.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findDataset } from './find-dataset.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface DatasetShortcutsOptions {
  readonly project: string;
  readonly dataset?: string;
  readonly reader?: string;
}

/** `dataset shortcuts --project P`: what gives the labels of a version away. */
export function datasetShortcutsCommand(session: CliSession, options: DatasetShortcutsOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'either', async (context) => {
    const { id } = findDataset(context, options.dataset);
    const tell = progressLine(session);
    const request = { datasetId: id, reader: readerIn(context, options.reader) };
    const shortcuts = await datasetShortcuts(context, session.compute(), request, {
      signal: session.signal,
      onProgress: (done, total) => tell({ message: 'Measuring the slices', done, total }),
    });
    session.say(shortcutsText(shortcuts));
    session.result(shortcuts);
    return (shortcuts.audit?.missing.length ?? 0) > 0 ? EXIT.refusals : EXIT.done;
  });
}

/** The audit as lines for a terminal. */
function shortcutsText({ datasetName, audit, blocked, distributions }: DatasetShortcuts): string {
  if (audit === null) return `${datasetName}: no audit. ${blocked}`;
  const { n, groupCount, folds, classifiers, missing } = audit;
  const lines = classifiers.flatMap(({ words, settings, figures, features }) => [
    words,
    `  ${settings}`,
    ...(['accuracy', 'sensitivity', 'specificity', 'auc'] as const).map(
      (name) => `  ${name.padEnd(12)} ${figureText(figures[name])}`,
    ),
    `  counts most: ${features
      .slice(0, 3)
      .map(({ word, influence }) => `${word} (${influence.toFixed(2)})`)
      .join(', ')}`,
  ]);
  const { haemorrhage, none } = distributions;
  return [
    `${datasetName}: ${n} slices in ${groupCount} groups, ${folds} folds, out of fold.`,
    ...lines,
    `In colour: ${haemorrhage.coloured} of ${haemorrhage.n} with haemorrhage, ${none.coloured} of ${none.n} without.`,
    ...missing.map(({ file, message }) => `Not measured: ${file}: ${message}`),
  ].join('\n');
}

function figureText({ value, low, high, n, method, reason }: Figure): string {
  if (value === null) return `n/a (${reason})`;
  const interval = low === null || high === null ? reason : `95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
  return `${value.toFixed(3)} (${interval}; n = ${n}; ${method})`;
}
