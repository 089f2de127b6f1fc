import path from 'node:path';
import type { ReaderReport } from '../../src/contract/reader-methods.ts';
import { aiSeenWord, type WhichRead } from '../../src/review/reads-of-readers.ts';
import type { Figure } from '../../src/statistics/figure.ts';
import type { ReadingTimes } from '../../src/statistics/reading-times.ts';
import { exportReaders } from '../services/export-readers.ts';
import { readerReport } from '../services/report-on-readers.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, readerIn, withProject } from './session.ts';

export interface AgreementOptions {
  readonly project: string;
  readonly reads: WhichRead;
  readonly out?: string;
  readonly reader?: string;
}

/** `agreement --project P`: what each reader read, how they agree, and with `--out` all reads as CSV. */
export function agreementCommand(session: CliSession, options: AgreementOptions): Promise<ExitCode> {
  return withProject(session, options.project, options.out === undefined ? 'read' : 'either', async (context) => {
    const report = readerReport(context, options.reads);
    session.say(reportText(report));
    if (options.out !== undefined) {
      const folder = path.resolve(session.cwd, options.out);
      const { files } = exportReaders(context, {
        folder,
        reads: options.reads,
        reader: readerIn(context, options.reader),
      });
      session.say(`Wrote ${files.join(' and ')}.`);
    }
    session.result(report);
    return EXIT.done;
  });
}

function figureText(name: string, { value, low, high, reason }: Figure): string {
  if (value === null) return `${name} not defined`;
  return low === null || high === null
    ? `${name} ${value.toFixed(3)} (no interval: ${reason})`
    : `${name} ${value.toFixed(3)} (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function timesText({ n, untimed, paused, medianMs, lowerQuartileMs, upperQuartileMs }: ReadingTimes): string {
  if (medianMs === null || lowerQuartileMs === null || upperQuartileMs === null) return 'no reading times';
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  return (
    `${seconds(medianMs)} s a slice (quartiles ${seconds(lowerQuartileMs)} to ${seconds(upperQuartileMs)}, n ${n}; ` +
    `${paused} pauses cut at 5 minutes, ${untimed} without a time)`
  );
}

type Pair = ReaderReport['pairs'][number];

function pairText(pair: Omit<Pair, 'first' | 'second'>): string[] {
  return [
    `    n ${pair.n} in ${pair.groups} groups, ${pair.leftOut} left out as unsure or excluded`,
    `    ${figureText('agreement', pair.agreement)}`,
    `    ${figureText('kappa', pair.kappa)}; ${figureText('PABAK', pair.pabak)}`,
    ...(pair.paradox === null ? [] : [`    ${pair.paradox}`]),
  ];
}

function accuracyText({
  aiSeen,
  accuracy,
  sensitivity,
  specificity,
  leftOut,
}: ReaderReport['readers'][number]['referenceByAi'][number]): string[] {
  return [
    `  ${aiSeenWord(aiSeen)}, by the source labels (n ${accuracy.n}, ${leftOut} left out as unsure or excluded):`,
    `    ${figureText('accuracy', accuracy)}`,
    `    ${figureText(`sensitivity (n ${sensitivity.n})`, sensitivity)}; ${figureText(`specificity (n ${specificity.n})`, specificity)}`,
  ];
}

function reportText(report: ReaderReport): string {
  const { readers, pairs, fleiss, disputed, adjudicated, slices, reads } = report;
  return [
    `${readers.length} readers, ${slices} slices; the ${reads} read of each reader counts.`,
    ...readers.flatMap((reader) => [
      `${reader.name}: ${reader.slices} slices, ${timesText(reader.times)}`,
      ...(reader.reference.n > 0 ? ['  with the source labels:', ...pairText(reader.reference)] : []),
      ...reader.referenceByAi.filter(({ accuracy }) => accuracy.n > 0).flatMap(accuracyText),
      ...(reader.repeats.n > 0
        ? [`  with themselves (hidden repeats, ${reader.repeats.undone} undone):`, ...pairText(reader.repeats)]
        : []),
    ]),
    ...pairs.flatMap((pair) => [`${pair.first} and ${pair.second}:`, ...pairText(pair)]),
    ...(fleiss === null
      ? []
      : [`All ${fleiss.readers}: ${figureText("Fleiss' kappa", fleiss.figure)}, n ${fleiss.figure.n}`]),
    `${disputed} slices in dispute, ${adjudicated} adjudicated.`,
  ].join('\n');
}
