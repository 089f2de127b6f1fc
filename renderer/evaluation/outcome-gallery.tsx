import { Eye } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Evaluation } from '../../src/contract/training-methods.ts';
import { openSlice } from '../actions/listing.ts';
import { recordListed } from '../actions/record-listed.ts';
import { messageOf } from '../api.ts';
import { type Outcome, useEvaluation } from '../state/evaluation-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Card } from '../ui/page.tsx';
import { Thumbnail } from '../ui/thumbnail.tsx';
import { lastPart, probabilityWord } from '../words.ts';
import styles from './outcome-gallery.module.css';
import { OUTCOMES } from './outcomes.ts';

type Slice = Evaluation['slices'][number];

function byProbability(outcome: Outcome): (a: Slice, b: Slice) => number {
  const descending = outcome === 'false-positive' || outcome === 'true-positive';
  return (a, b) => (descending ? b.probability - a.probability : a.probability - b.probability);
}

function Gallery({ slices, outcome }: { readonly slices: readonly Slice[]; readonly outcome: Outcome }) {
  const own = slices.filter((slice) => slice.outcome === outcome).sort(byProbability(outcome));
  return (
    <Card title={`${OUTCOMES[outcome].many} (${own.length})`}>
      {own.length === 0 ? (
        <p className={styles.fine}>None.</p>
      ) : (
        <ul className={styles.grid}>
          {own.map(({ sliceId, sourceId, file, frame, probability }) => (
            <li key={sliceId}>
              <button
                type="button"
                className={styles.slice}
                aria-label={`Open ${lastPart(file)}${frame > 0 ? ` frame ${frame + 1}` : ''} in review`}
                title={file}
                onClick={() => void openSlice(sourceId, sliceId)}
              >
                <Thumbnail sliceId={sliceId} />
                <span className={styles.caption}>
                  <span className={styles.file}>{lastPart(file)}</span>
                  <span>{probabilityWord(probability)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Whether main has on record that these slices' predictions are shown: nothing of them is drawn before. */
function useOnRecord({ modelId, slices }: Evaluation, shown: boolean): boolean {
  const [recorded, setRecorded] = useState<Evaluation['slices'] | null>(null);
  useEffect(() => {
    if (!shown) return undefined;
    let stale = false;
    recordListed(
      modelId,
      slices.map(({ sliceId }) => sliceId),
    )
      .then(() => !stale && setRecorded(slices))
      .catch((error) => say('problem', `The slices could not be shown: ${messageOf(error)}`));
    return () => {
      stale = true;
    };
  }, [modelId, slices, shown]);
  return recorded === slices;
}

/** The slices of the chosen cell, or both kinds of error; each opens in review. Hidden while blind until asked for. */
export function OutcomeGallery({ evaluation }: { readonly evaluation: Evaluation }) {
  const { cell, slicesShown } = useEvaluation();
  const blind = usePreferences((state) => state.blindFirst);
  const shown = !blind || slicesShown;
  const onRecord = useOnRecord(evaluation, shown);
  if (!shown) {
    return (
      <EmptyState
        icon={Eye}
        title="The slices are hidden (blind-first)"
        actions={<Button onClick={() => useEvaluation.setState({ slicesShown: true })}>Show the slices</Button>}
      >
        They tell what the model thinks. Later reads of them will be logged as made after seeing it.
      </EmptyState>
    );
  }
  if (!onRecord) return null;
  const outcomes: readonly Outcome[] = cell === null ? ['false-negative', 'false-positive'] : [cell];
  return outcomes.map((outcome) => <Gallery key={outcome} slices={evaluation.slices} outcome={outcome} />);
}
