import type { CorrectionBatch } from '../../src/contract/training-methods.ts';
import { openSlice } from '../actions/listing.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import tableStyles from '../ui/table.module.css';
import { labelWord, lastPart } from '../words.ts';
import styles from './compare-dialog.module.css';
import { batchWords, CHANGE_WORDS, type Correction, callChange, partWord } from './correction-words.ts';

function Row({ correction }: { readonly correction: Correction }) {
  const { sliceId, sourceId, file, before, after, reader, part, baselineCall, candidateCall } = correction;
  return (
    <tr>
      <td>
        <button
          type="button"
          className={tableStyles.link}
          title={file}
          onClick={() => {
            closeDialog();
            void openSlice(sourceId, sliceId);
          }}
        >
          {lastPart(file)}
        </button>
        {reader && <div className={tableStyles.fine}>{reader}</div>}
      </td>
      <td>
        <LabelMark label={before} named /> → <LabelMark label={after} named />
      </td>
      <td>{baselineCall === null ? '-' : labelWord(baselineCall)}</td>
      <td>{candidateCall === null ? '-' : labelWord(candidateCall)}</td>
      <td>
        {CHANGE_WORDS[callChange(correction)]}
        <div className={tableStyles.fine}>{partWord(part)}</div>
      </td>
    </tr>
  );
}

/** What was corrected between the data of both models, version by version, and whether the calls on those slices changed. */
export function Corrections({ batches }: { readonly batches: readonly CorrectionBatch[] }) {
  if (batches.length === 0) {
    return <p className={styles.fine}>No data set version with corrections lies between the two models.</p>;
  }
  return batches.map((batch) => (
    <section key={batch.version} aria-label={`Corrections of ${batch.version}`}>
      <h3>
        Corrected in {batch.version}
        {batch.note && <span className={styles.fine}> {batch.note}</span>}
      </h3>
      <p>{batchWords(batch)}</p>
      {batch.corrected.length > 0 && (
        <table className={tableStyles.table} aria-label={`Labels corrected in ${batch.version}`}>
          <thead>
            <tr>
              <th>Slice</th>
              <th>Label</th>
              <th>Current model</th>
              <th>Candidate</th>
              <th>Call</th>
            </tr>
          </thead>
          <tbody>
            {batch.corrected.map((correction) => (
              <Row key={correction.sliceId} correction={correction} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  ));
}
