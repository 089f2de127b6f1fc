import { Eye, Play } from 'lucide-react';
import { startPrediction } from '../actions/listing.ts';
import { reveal } from '../actions/reading.ts';
import { useApp } from '../state/app-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { useReview } from '../state/review-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { Button } from '../ui/button.tsx';
import { LabelMark } from '../ui/label-mark.tsx';
import { probabilityWord } from '../words.ts';
import { ProbabilityBar } from '../worklist/probability-bar.tsx';
import { CannotTell, Unlike } from './doubt.tsx';
import styles from './finding-panel.module.css';

function NoPrediction() {
  const { sourceId, items, selectedId } = useWorklist();
  const { project, tensorflow } = useApp();
  const predicting = useJobs((state) => state.jobs.some(({ kind }) => kind === 'predict'));
  const reason = selectedId === null ? null : items.get(selectedId)?.notPredictable;
  if (reason) return <p className={styles.quiet}>{reason.message}</p>;
  if (!project?.currentModel) {
    return <p className={styles.quiet}>No model reads for this project yet. Train one and promote it.</p>;
  }
  if (predicting) return <p className={styles.quiet}>The prediction of this slice is on its way.</p>;
  return (
    <>
      <p className={styles.quiet}>
        {tensorflow.ok ? 'Not predicted yet.' : 'Prediction is off: TensorFlow is missing.'}
      </p>
      {sourceId !== null && tensorflow.ok && (
        <Button icon={Play} onClick={() => void startPrediction(sourceId)}>
          Predict all slices
        </Button>
      )}
    </>
  );
}

function Finding() {
  const presentation = useReview((state) => state.presentation);
  switch (presentation.kind) {
    case 'none':
    case 'beginning':
      return null;
    case 'failed':
      return <p className={styles.problem}>{presentation.message}</p>;
    case 'shown':
      break;
  }
  if (!presentation.revealed) {
    return (
      <>
        <p className={styles.quiet}>
          {presentation.mayReveal ? 'AI after your read.' : 'AI hidden for this reading, until your read is saved.'}
        </p>
        {presentation.mayReveal && (
          <Button
            icon={Eye}
            keyHint="B"
            aria-label="Reveal"
            title="Show it now; the log will say that you had seen it (B)"
            onClick={() => void reveal()}
          >
            Reveal
          </Button>
        )}
      </>
    );
  }
  const { prediction } = presentation;
  if (!prediction) return <NoPrediction />;
  return (
    <div className={styles.finding} data-testid="prediction">
      <div className={styles.call}>
        {prediction.cannotTell ? <CannotTell /> : <LabelMark label={prediction.call} named />}
        <span className={styles.probability}>{probabilityWord(prediction.probability)}</span>
      </div>
      <ProbabilityBar prediction={prediction} large />
      <Unlike />
      <div className={styles.figures}>
        <span>Probability of haemorrhage</span>
        <span>threshold {probabilityWord(prediction.threshold)}</span>
      </div>
    </div>
  );
}

/** The model's call with its probability, and threshold; hidden while the reader is blind to it. */
export function ModelFinding() {
  const model = useApp((state) => state.project?.currentModel);
  const presentation = useReview((state) => state.presentation);
  const shown = presentation.kind === 'shown' ? presentation.prediction : null;
  return (
    <section className={styles.section} aria-label="Model">
      <h2 className={styles.heading}>
        Model
        <span className={styles.model}>{shown?.modelName ?? model?.name ?? ''}</span>
      </h2>
      <div className={styles.finding}>
        <Finding />
      </div>
    </section>
  );
}
