import { useMemo } from 'react';
import type { MethodOutput } from '../../src/contract/contract.ts';
import type { Evaluation } from '../../src/contract/training-methods.ts';
import { openSlice } from '../actions/listing.ts';
import { recordListed } from '../actions/record-listed.ts';
import { call, messageOf } from '../api.ts';
import { useOnRecord } from '../evaluation/use-on-record.ts';
import { closeDialog, openDialog } from '../state/dialog-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { say } from '../state/toast-store.ts';
import { useTraining } from '../state/training-store.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import tableStyles from '../ui/table.module.css';
import { Thumbnail } from '../ui/thumbnail.tsx';
import { countWord, intervalWord, lastPart, percentWord } from '../words.ts';
import styles from './compare-dialog.module.css';
import { Corrections } from './corrections.tsx';

type Comparison = MethodOutput<'model.compare'>;

const FIGURES = ['accuracy', 'sensitivity', 'specificity'] as const;
const ERRORS = [
  { key: 'falseNegatives', word: 'Missed haemorrhages (false negatives)' },
  { key: 'falsePositives', word: 'False alarms (false positives)' },
] as const;

function FigureCell({
  evaluation,
  figure,
}: {
  readonly evaluation: Evaluation;
  readonly figure: (typeof FIGURES)[number];
}) {
  const proportion = evaluation[figure];
  return (
    <td className={tableStyles.number}>
      <strong>{percentWord(proportion.value)}</strong>
      <div className={tableStyles.fine}>
        {proportion.k} of {proportion.n}, {intervalWord(proportion)}
      </div>
    </td>
  );
}

function Figures({ comparison }: { readonly comparison: Comparison }) {
  const { baseline, candidate } = comparison;
  return (
    <table className={tableStyles.table} aria-label="Figures side by side">
      <thead>
        <tr>
          <th>On the same {candidate.n} held-out slices</th>
          <th className={tableStyles.number}>Current: {baseline.modelName}</th>
          <th className={tableStyles.number}>Candidate: {candidate.modelName}</th>
        </tr>
      </thead>
      <tbody>
        {FIGURES.map((figure) => (
          <tr key={figure}>
            <td className={styles.figure}>{figure}</td>
            <FigureCell evaluation={baseline} figure={figure} />
            <FigureCell evaluation={candidate} figure={figure} />
          </tr>
        ))}
        {ERRORS.map(({ key, word }) => (
          <tr key={key}>
            <td>{word}</td>
            <td className={tableStyles.number}>{baseline.confusion[key]}</td>
            <td className={tableStyles.number}>{candidate.confusion[key]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface SingleSlicesProps {
  readonly comparison: Comparison;
  /** Asks for the comparison again. */
  readonly onShown: () => void;
}

/** What tells of single slices what the models think: left out by main while hidden, drawn once that is on record. */
function SingleSlices({ comparison, onShown }: SingleSlicesProps) {
  const { flipped, corrections, candidate } = comparison;
  const hidden = candidate.hidden ?? [];
  const slices = useMemo(
    () => [...flipped, ...corrections.flatMap(({ corrected }) => corrected)],
    [flipped, corrections],
  );
  const onRecord = useOnRecord(candidate.modelId, slices, hidden.length === 0);
  const show = () =>
    recordListed(candidate.modelId, hidden)
      .then(onShown)
      .catch((error) => say('problem', `The slices could not be shown: ${messageOf(error)}`));
  if (hidden.length > 0) {
    return (
      <Notice tone="info" action={<Button onClick={() => void show()}>Show the slices</Button>}>
        The slices on which the calls differ are hidden (blind-first). Later reads of them will be logged as made after
        seeing what the model thinks.
      </Notice>
    );
  }
  if (!onRecord) return null;
  return (
    <>
      <Flipped flipped={flipped} />
      <Corrections batches={corrections} />
    </>
  );
}

/** The slices on which the calls differ. */
function Flipped({ flipped }: Pick<Comparison, 'flipped'>) {
  if (flipped.length === 0) return <p className={styles.fine}>Both make the same call on every held-out slice.</p>;
  const groups = [
    { better: true, word: 'Only the candidate is right' },
    { better: false, word: 'Only the current model is right' },
  ];
  return (
    <div className={styles.flipped}>
      {groups.map(({ better, word }) => {
        const slices = flipped.filter((slice) => slice.better === better);
        return (
          <section key={word} aria-label={word}>
            <h3>
              {word}: {slices.length}
            </h3>
            <div className={styles.thumbnails}>
              {slices.map(({ sliceId, sourceId, file }) => (
                <button
                  key={sliceId}
                  type="button"
                  aria-label={`Open ${lastPart(file)}`}
                  title={file}
                  onClick={() => {
                    closeDialog();
                    void openSlice(sourceId, sliceId);
                  }}
                >
                  <Thumbnail sliceId={sliceId} />
                </button>
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}

/** New and current model side by side on the same held-out slices, under one named label version. */
export function CompareDialog({
  candidateId,
  baselineId,
}: {
  readonly candidateId: number;
  readonly baselineId: number;
}) {
  const { loaded: comparison, reload: retry } = useLoaded(
    () => call('model.compare', { candidateId, baselineId }),
    `${candidateId} ${baselineId}`,
  );
  const model = loadedValue(useTraining((state) => state.models))?.find(({ id }) => id === candidateId);
  return (
    <Dialog
      title="Compare with the current model"
      width="l"
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>Keep the current model</Button>
          <Button
            look="primary"
            disabled={comparison.kind !== 'ready' || !model}
            onClick={() => model && openDialog({ kind: 'promote', model })}
          >
            Promote the candidate
          </Button>
        </>
      }
    >
      <Loaded of={comparison} what="figures of both models" onRetry={retry}>
        {(value) => (
          <div className={styles.body}>
            <p>
              Labels of <strong>{value.labelVersion}</strong>. {countWord(value.candidate.unsure, 'unsure slice')} and{' '}
              {value.candidate.excluded} excluded are not scored.
            </p>
            {value.seenByBaseline > 0 && (
              <Notice tone="warning">
                The current model was trained on {countWord(value.seenByBaseline, 'slice')} of these, so its figures are
                kinder than it deserves.
              </Notice>
            )}
            <Notice tone="info">
              <strong>{value.verdict.words}</strong>
            </Notice>
            <Figures comparison={value} />
            <SingleSlices comparison={value} onShown={retry} />
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
