import type { ReaderReport } from '../../src/contract/reader-methods.ts';
import { aiSeenWord, hasReads } from '../../src/review/reads-of-readers.ts';
import type { ReadingTimes } from '../../src/statistics/reading-times.ts';
import { FigureNotes } from '../evaluation/figure-notes.tsx';
import { FigureCell } from '../evaluation/figure-table.tsx';
import tableStyles from '../ui/table.module.css';
import { labelWord } from '../words.ts';

const seconds = (ms: number | null): string => (ms === null ? '-' : (ms / 1000).toFixed(1));

/** What is behind the times that a median does not tell. */
function timesRemark({ paused, untimed }: ReadingTimes): string {
  const parts = [];
  if (paused > 0) parts.push(`${paused} over 5 min cut to 5`);
  if (untimed > 0) parts.push(`${untimed} without a time`);
  return parts.join(', ');
}

/** Each reader: how much was read, and how it agrees with the labels that came with the data. */
export function ReadersTable({ report }: { readonly report: ReaderReport }) {
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table} aria-label="Readers">
        <thead>
          <tr>
            <th>Reader</th>
            <th className={tableStyles.number}>Slices read</th>
            <th className={tableStyles.number}>Read again</th>
            <th className={tableStyles.number}>Adjudicated</th>
            <th className={tableStyles.number}>Seconds a slice</th>
            <th className={tableStyles.number}>Agreement with source labels</th>
            <th className={tableStyles.number}>Kappa with source labels</th>
          </tr>
        </thead>
        <tbody>
          {report.readers.map(({ name, slices, reread, adjudicated, times, reference }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className={tableStyles.number}>
                {slices} of {report.slices}
              </td>
              <td className={tableStyles.number}>{reread}</td>
              <td className={tableStyles.number}>{adjudicated}</td>
              <td className={tableStyles.number}>
                {seconds(times.medianMs)}
                <div className={tableStyles.fine}>{timesRemark(times)}</div>
              </td>
              <FigureCell figure={reference.agreement} />
              <FigureCell figure={reference.kappa} />
            </tr>
          ))}
        </tbody>
      </table>
      <FigureNotes
        of="Readers"
        rows={report.readers.map(({ name, reference: { agreement, kappa } }) => ({
          name,
          figures: [
            { word: 'Agreement', figure: agreement },
            { word: 'Kappa', figure: kappa },
          ],
        }))}
      />
    </div>
  );
}

/** A reader's reads with the AI's mind before them or without, where there are any. */
function rowsByAi({ readers }: ReaderReport) {
  return readers.flatMap(({ name, referenceByAi }) =>
    referenceByAi
      .filter(hasReads)
      .map(({ aiSeen, ...figures }) => ({ name: `${name}, ${aiSeenWord(aiSeen)}`, ...figures })),
  );
}

/** How often each reader was right by the source labels, with the AI's mind before them and without. */
export function AccuracyTable({ report }: { readonly report: ReaderReport }) {
  const rows = rowsByAi(report);
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table} aria-label="Reads against the source labels">
        <thead>
          <tr>
            <th>Reads</th>
            <th className={tableStyles.number}>Accuracy</th>
            <th className={tableStyles.number}>Sensitivity</th>
            <th className={tableStyles.number}>Specificity</th>
            <th className={tableStyles.number}>Unsure or excluded</th>
            <th className={tableStyles.number}>Left out: label seen before</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, accuracy, sensitivity, specificity, leftOut, labelsSeen }) => (
            <tr key={name}>
              <td>{name}</td>
              <FigureCell figure={accuracy} />
              <FigureCell figure={sensitivity} />
              <FigureCell figure={specificity} />
              <td className={tableStyles.number}>{leftOut}</td>
              <td className={tableStyles.number}>{labelsSeen}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <FigureNotes
        of="Reads against the source labels"
        rows={rows.map(({ name, accuracy, sensitivity, specificity }) => ({
          name,
          figures: [
            { word: 'Accuracy', figure: accuracy },
            { word: 'Sensitivity', figure: sensitivity },
            { word: 'Specificity', figure: specificity },
          ],
        }))}
      />
    </div>
  );
}

function TimesRow({ name, times }: { readonly name: string; readonly times: ReadingTimes }) {
  const { n, medianMs, lowerQuartileMs, upperQuartileMs, shortestMs, longestMs } = times;
  return (
    <tr>
      <td>{name}</td>
      <td className={tableStyles.number}>{n}</td>
      <td className={tableStyles.number}>{seconds(medianMs)}</td>
      <td className={tableStyles.number}>
        {seconds(lowerQuartileMs)} to {seconds(upperQuartileMs)}
      </td>
      <td className={tableStyles.number}>
        {seconds(shortestMs)} to {seconds(longestMs)}
      </td>
      <td className={tableStyles.fine}>{timesRemark(times)}</td>
    </tr>
  );
}

/** How long reads took, by reader, label, and whether the AI had been seen. */
export function TimesTable({ report }: { readonly report: ReaderReport }) {
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table} aria-label="Reading times">
        <thead>
          <tr>
            <th>From display to decision</th>
            <th className={tableStyles.number}>Reads</th>
            <th className={tableStyles.number}>Median (s)</th>
            <th className={tableStyles.number}>Quartiles (s)</th>
            <th className={tableStyles.number}>Range (s)</th>
            <th>Remarks</th>
          </tr>
        </thead>
        <tbody>
          {report.readers.flatMap(({ name, times, timesByLabel, timesByAi }) => [
            <TimesRow key={name} name={name} times={times} />,
            ...timesByLabel.map(({ label, times: own }) => (
              <TimesRow key={`${name} ${label}`} name={`${name}, ${labelWord(label).toLowerCase()}`} times={own} />
            )),
            ...timesByAi
              .filter(({ times: own }) => own.n > 0)
              .map(({ aiSeen, times: own }) => (
                <TimesRow key={`${name} ${aiSeen}`} name={`${name}, ${aiSeenWord(aiSeen)}`} times={own} />
              )),
          ])}
        </tbody>
      </table>
    </div>
  );
}
