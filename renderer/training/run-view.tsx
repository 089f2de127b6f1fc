import { ChartSpline, Square } from 'lucide-react';
import type { TrainingRun } from '../../src/contract/training-methods.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { say } from '../state/toast-store.ts';
import { lastNetwork, runStatusWord } from '../state/training-runs.ts';
import { useTraining } from '../state/training-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { Progress } from '../ui/progress.tsx';
import { countWord, durationWord } from '../words.ts';
import { Curve, CurveLegend } from './curves.tsx';
import styles from './training-screen.module.css';

async function stop(runId: number): Promise<void> {
  try {
    await call('training.stop', { runId });
  } catch (error) {
    say('problem', messageOf(error));
  }
}

function Status({ run, etaMs }: { readonly run: TrainingRun; readonly etaMs: number | null }) {
  // What runs in a project that is open for reading only is the work of another window or command.
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const { member, networks, epochs } = lastNetwork(run);
  const done = epochs.length;
  const { rounds } = run.settings;
  const network = networks > 1 ? `network ${member} of ${networks}, ` : '';
  const running = run.status === 'running';
  // Until the first round is done, the time left is that of reading the slices.
  const left = running && done > 0 && etaMs !== null ? `${durationWord(etaMs)} left` : '';
  return (
    <div className={styles.status}>
      <div>
        <p className={styles.state} role="status" aria-label="Run">
          <span>
            {runStatusWord(run.status)}: {network}round {done} of {rounds}
          </span>
          <span>{left}</span>
        </p>
        <Progress share={rounds > 0 ? ((member - 1) * rounds + done) / (networks * rounds) : null} label="Rounds" />
      </div>
      {running && !readOnly && (
        <Button icon={Square} title="Ends the run and keeps what it has learnt" onClick={() => void stop(run.id)}>
          Stop and keep
        </Button>
      )}
    </div>
  );
}

/** What else a run was made with that is not the plain case. */
function optionWords({ settings, architecture }: TrainingRun): string {
  const { ensemble, classWeights, testTimeFlip, augmentation } = settings;
  const changes = Object.keys(augmentation ?? {}).length;
  const words = [
    ensemble &&
      (ensemble.of === 'seeds' ? `${ensemble.count} seeds` : `${ensemble.count} networks, each without a fold`),
    architecture.channels > 1 && `${architecture.channels} CT windows`,
    changes > 0 && `${countWord(changes, 'kind')} of augmentation`,
    classWeights === 'balanced' && 'balanced classes',
    testTimeFlip && 'mirror image too',
  ].filter(Boolean);
  return words.length > 0 ? `, ${words.join(', ')}` : '';
}

/** The curves of the run that is under way, or of the one chosen in the table. */
export function RunView() {
  const { shownRunId, etaMs } = useTraining();
  const runs = loadedValue(useTraining((state) => state.runs)) ?? [];
  const run = runs.find(({ id }) => id === shownRunId) ?? runs.find(({ status }) => status === 'running') ?? runs[0];
  if (!run) {
    return (
      <Card title="Curves">
        <EmptyState icon={ChartSpline} title="No run yet" level={3}>
          Loss and accuracy by round appear here, for training and for validation.
        </EmptyState>
      </Card>
    );
  }
  const { training, validation, heldOut } = run.counts;
  return (
    <Card title={`Run ${run.id}: ${run.architecture.name} on ${run.datasetName}`} aside={<CurveLegend />}>
      <div className={styles.run}>
        <Status run={run} etaMs={run.status === 'running' ? etaMs : null} />
        {run.reason && <Notice tone={run.status === 'failed' ? 'problem' : 'warning'}>{run.reason}</Notice>}
        <div className={styles.curves}>
          <Curve run={run} figure="loss" />
          <Curve run={run} figure="accuracy" />
        </div>
        <p className={styles.fine}>
          {training} slices train, {validation} validate, {heldOut} are held out and are never looked at while training.
          Seed {run.settings.seed}, learning rate {run.settings.learningRate}, batch {run.settings.batchSize}
          {optionWords(run)}.
        </p>
      </div>
    </Card>
  );
}
