import path from 'node:path';
import type { ReaderReport } from '../../src/contract/reader-methods.ts';
import { aiSeenWord, hasReads, type WhichRead } from '../../src/review/reads-of-readers.ts';
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

type Pair = Omit<ReaderReport['pairs'][number], 'first' | 'second' | 'labelsSeen'>;

/** @param labelsSeen what became of the reads that were made after the source label was seen; nothing where there is none */
function pairText(pair: Pair, labelsSeen: string[] = []): string[] {
  return [
    `    n ${pair.n} in ${pair.groups} groups, ${pair.leftOut} left out as unsure or excluded`,
    ...labelsSeen,
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
  labelsSeen,
}: ReaderReport['readers'][number]['referenceByAi'][number]): string[] {
  const also = labelsSeen === 0 ? '' : `, ${labelsSeen} since the label was before the reader`;
  return [
    `  ${aiSeenWord(aiSeen)}, by the source labels (n ${accuracy.n}, ${leftOut} left out as unsure or excluded${also}):`,
    `    ${figureText('accuracy', accuracy)}`,
    `    ${figureText(`sensitivity (n ${sensitivity.n})`, sensitivity)}; ${figureText(`specificity (n ${specificity.n})`, specificity)}`,
  ];
}

/** Reads that are left out of what is measured by the source labels. */
function seenText(labelsSeen: number): string[] {
  return labelsSeen === 0 ? [] : [`    ${labelsSeen} left out: the source label was before the reader`];
}

/** Slices that are in an agreement although their label was seen. */
function sharedText(labelsSeen: number): string[] {
  return labelsSeen === 0 ? [] : [`    on ${labelsSeen} slices one of them had the source label before the read`];
}

function fleissText(fleiss: ReaderReport['fleiss']): string[] {
  if (fleiss === null) return [];
  return [`All ${fleiss.readers}: ${figureText("Fleiss' kappa", fleiss.figure)}, n ${fleiss.figure.n}`];
}

function reportText(report: ReaderReport): string {
  const { readers, pairs, fleiss, studies, disputed, adjudicated, slices, reads } = report;
  return [
    `${readers.length} readers, ${slices} slices; the ${reads} read of each reader counts.`,
    ...readers.flatMap((reader) => [
      `${reader.name}: ${reader.slices} slices, ${timesText(reader.times)}`,
      ...(reader.reference.n + reader.reference.labelsSeen > 0
        ? ['  with the source labels:', ...pairText(reader.reference, seenText(reader.reference.labelsSeen))]
        : []),
      ...reader.referenceByAi.filter(hasReads).flatMap(accuracyText),
      ...(reader.repeats.n > 0
        ? [`  with themselves (hidden repeats, ${reader.repeats.undone} undone):`, ...pairText(reader.repeats)]
        : []),
    ]),
    ...pairs.flatMap((pair) => [`${pair.first} and ${pair.second}:`, ...pairText(pair, sharedText(pair.labelsSeen))]),
    ...fleissText(fleiss),
    ...(studies.called === 0
      ? []
      : [
          `Studies (${studies.called} called):`,
          ...studies.pairs.flatMap((pair) => [`${pair.first} and ${pair.second}, by study:`, ...pairText(pair)]),
          ...fleissText(studies.fleiss),
        ]),
    `${disputed} slices in dispute, ${adjudicated} adjudicated.`,
  ].join('\n');
}
