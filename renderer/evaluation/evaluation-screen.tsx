import { ChartNoAxesColumn, FlaskConical } from 'lucide-react';
import { useEffect } from 'react';
import type { CrossValidation } from '../../src/contract/cross-validation-methods.ts';
import type { Model } from '../../src/contract/training-methods.ts';
import { showTab } from '../state/app-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import {
  loadCrossValidations,
  type Subject,
  showAgain,
  showSubject,
  useEvaluation,
} from '../state/evaluation-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { loadTraining, useTraining } from '../state/training-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { CrossValidationProgress } from './cross-validation-progress.tsx';
import { CrossValidationsTable } from './cross-validations-table.tsx';
import styles from './evaluation-screen.module.css';
import { MeasuredView } from './measured-view.tsx';
import { SubjectChoice } from './subject-choice.tsx';

function NewCrossValidation({ primary = false }: { readonly primary?: boolean }) {
  const running = useJobs((state) => state.jobs.some(({ kind }) => kind === 'cross-validate'));
  return (
    <Button
      look={primary ? 'primary' : 'plain'}
      icon={FlaskConical}
      disabled={running}
      onClick={() => openDialog({ kind: 'cross-validate' })}
    >
      Cross-validate…
    </Button>
  );
}

function NothingYet() {
  return (
    <EmptyState
      icon={ChartNoAxesColumn}
      title="Nothing measured yet"
      actions={
        <>
          <NewCrossValidation primary />
          <Button onClick={() => showTab('training')}>Go to Training</Button>
        </>
      }
    >
      A cross-validation judges each slice by a network that never saw it. A trained model is measured on slices that
      were held out from its training.
    </EmptyState>
  );
}

/** What is shown when nothing was chosen: the newest cross-validation, else the current model. */
function firstSubject(models: readonly Model[], runs: readonly CrossValidation[]): Subject | null {
  const run = runs.find(({ status }) => status === 'finished');
  const model =
    models.find(({ current, weightsFound }) => current && weightsFound) ?? models.find((one) => one.weightsFound);
  if (model?.current || !run) return model ? { kind: 'model', modelId: model.id } : null;
  return { kind: 'cross-validation', id: run.id, repeat: null };
}

/** Chooses what is shown first, once both lists are here. */
function useFirstSubject(): void {
  const models = loadedValue(useTraining((state) => state.models));
  const runs = useEvaluation((state) => state.runs);
  useEffect(() => {
    if (models === null || runs.kind === 'idle' || runs.kind === 'loading') return;
    if (useEvaluation.getState().subject !== null) return;
    const first = firstSubject(models, loadedValue(runs) ?? []);
    if (first) void showSubject(first);
  }, [models, runs]);
}

function Shown({ subject }: { readonly subject: Subject }) {
  const evaluated = useEvaluation((state) => state.evaluated);
  return (
    <Loaded of={evaluated} what="figures" onRetry={() => void showAgain()}>
      {(value) => <MeasuredView evaluated={value} subject={subject} />}
    </Loaded>
  );
}

/** How good a model, or a way of making one, is on slices that it never learnt from. */
export function EvaluationScreen() {
  const models = useTraining((state) => state.models);
  const subject = useEvaluation((state) => state.subject);
  useEffect(() => {
    void loadTraining();
    void loadCrossValidations();
  }, []);
  useFirstSubject();
  return (
    <Page title="Evaluation">
      <CrossValidationProgress />
      <Loaded of={models} what="models" onRetry={() => void loadTraining()}>
        {(value) =>
          subject === null ? (
            <NothingYet />
          ) : (
            <>
              <div className={styles.bar}>
                <SubjectChoice models={value} subject={subject} />
                <NewCrossValidation />
              </div>
              <Shown subject={subject} />
            </>
          )
        }
      </Loaded>
      <CrossValidationsTable />
    </Page>
  );
}
